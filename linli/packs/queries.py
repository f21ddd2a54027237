"""The packs in force: those that Linli ships, and those kept as published, which every process sees in seconds."""

import logging
import threading
import time as monotonic_time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Max

from linli.packs import unpacking
from linli.packs.errors import NoSuchKeptPack
from linli.packs.models import KeptPack
from linli.process import check, city, registry
from linli.process.city import Period
from linli.process.definition import Pack
from linli.process.errors import UnknownPackError

CHECK_EVERY = 2.0
"""Seconds for which a process trusts its copy before it asks again whether a pack was published or retired."""

Stamp = tuple[int, datetime | None]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Row:
    """An uploaded pack, as the administrator sees it."""

    id: int
    pack: Pack
    state: str
    who: str
    put_at: datetime
    published_at: datetime | None


class Installed(registry.Registry):
    """The packs of the folders and the published ones together; a published one goes before a folder's.

    Each has the city's periods as editions of its clocks.
    """

    def __init__(
        self,
        *,
        base: registry.Registry,
        published: Iterable[Pack],
        retired: Iterable[Pack],
        periods: tuple[Period, ...] = (),
    ) -> None:
        self.base = base
        self.periods = periods
        self._bound: dict[tuple[str, str], Pack] = {}
        self._latest: dict[str, Pack] = {}
        self._every: dict[tuple[str, str], Pack] = {}
        self._retired = frozenset(pack.key for pack in retired)
        for pack in (*retired, *published):
            self._latest[pack.key] = pack
            self._every[pack.key, pack.version] = pack

    def pack(self, key: str, version: str | None = None) -> Pack:
        """The version; without one, that of new cases. Raises UnknownPackError."""
        return self._in_city(self._as_written(key, version))

    def _as_written(self, key: str, version: str | None) -> Pack:
        found = self._latest.get(key) if version is None else self._every.get((key, version))
        if found is None:
            return self.base.pack(key, version)
        latest = self._latest[key]
        return found if found is latest else registry.under_law_of(latest, older=found)

    def current(self) -> tuple[Pack, ...]:
        """The packs that take new cases, by key."""
        found = {pack.key: pack for pack in self.base.current()} | self._latest
        return tuple(self._in_city(found[key]) for key in sorted(found) if key not in self._retired)

    def known(self) -> tuple[Pack, ...]:
        """Every pack of which there may be cases, retired ones as well, by key."""
        found = {pack.key: pack for pack in self.base.known()} | self._latest
        return tuple(self._in_city(found[key]) for key in sorted(found))

    def _in_city(self, pack: Pack) -> Pack:
        if not self.periods:
            return pack
        name = (pack.key, pack.version)
        if name not in self._bound:
            self._bound[name] = city.bound(pack, periods=self.periods)
        return self._bound[name]


@dataclass(slots=True)
class _Kept:
    installed: Installed
    stamp: Stamp
    checked_at: float


_kept: _Kept | None = None
_tried: ContextVar[Installed | None] = ContextVar("tried", default=None)
_loading = threading.Lock()


def installed() -> registry.Registry:
    """The packs in force, at most two seconds old. Costs no SQL within that time."""
    if tried_here := _tried.get():
        return tried_here
    kept, base = _kept, registry.registry()
    if kept and kept.installed.base is base and monotonic_time.monotonic() - kept.checked_at < CHECK_EVERY:
        return kept.installed
    with _loading:
        return _checked(base)


@contextmanager
def tried(pack: Pack) -> Iterator[None]:
    """A draft counts as published here, in this thread alone, while the block runs."""
    token = _tried.set(Installed(base=installed(), published=[pack], retired=[]))
    try:
        yield
    finally:
        _tried.reset(token)


def forget() -> None:
    """Drops this process's copy, so that the next question reads the database."""
    global _kept
    _kept = None


def rows() -> tuple[Row, ...]:
    """Every uploaded pack, newest first."""
    found = KeptPack.objects.select_related("account").order_by("-id")
    return tuple(one for row in found if (one := _row(row)))


def row(*, id: int) -> Row:
    """One of them. Raises NoSuchKeptPack."""
    found = KeptPack.objects.select_related("account").filter(id=id).first()
    made = _row(found) if found else None
    if made is None:
        raise NoSuchKeptPack
    return made


def read(*, content: bytes, key: str) -> Pack | None:
    """The pack in a kept zip; nothing when a later Linli finds faults in it."""
    folder = unpacking.folder_of(content=content, key=key, root=Path(str(settings.KEPT_PACKS)))
    return check.read(folder / "pack.toml", folder=folder).pack


def files(*, key: str, version: str | None = None) -> dict[str, bytes]:
    """The files of a published version by their path; the one published last without. Raises UnknownPackError."""
    found = KeptPack.objects.filter(key=key, **({"version": version} if version else {})).exclude(state="draft")
    last = found.order_by("published_at", "id").last()
    if last is None:
        raise UnknownPackError(f"the database keeps no published {' '.join([key, *([version] if version else [])])}")
    return unpacking.unpacked(bytes(last.content))


def _checked(base: registry.Registry) -> Installed:
    global _kept
    now = monotonic_time.monotonic()
    if _kept and _kept.installed.base is base and now - _kept.checked_at < CHECK_EVERY:
        return _kept.installed
    found = KeptPack.objects.exclude(state="draft").aggregate(count=Count("id"), last=Max("changed_at"))
    stamp = (int(found["count"]), found["last"])
    periods = city_periods().periods
    if _kept is None or _kept.stamp != stamp or (_kept.installed.base, _kept.installed.periods) != (base, periods):
        _kept = _Kept(_load(base, periods), stamp, now)
    _kept.checked_at = now
    return _kept.installed


def city_periods() -> city.Reading:
    """The periods that the city sets itself. Those with faults are passed by; the administrator's page lists them."""
    file = Path(settings.CITY_ROOT) / city.FILE
    return _read_periods(file, file.stat().st_mtime_ns) if file.is_file() else city.Reading()


@lru_cache(maxsize=4)
def _read_periods(file: Path, changed: int) -> city.Reading:
    reading = city.read(file)
    for fault in reading.faults:
        _log.error("%s", fault)
    return reading


def _load(base: registry.Registry, periods: tuple[Period, ...]) -> Installed:
    published: list[Pack] = []
    retired: list[Pack] = []
    for one in KeptPack.objects.exclude(state="draft").order_by("published_at", "id"):
        pack = read(content=bytes(one.content), key=one.key)
        if pack:
            (retired if one.state == "retired" else published).append(pack)
    live = {pack.key for pack in published}
    gone = [pack for pack in retired if pack.key not in live]
    return Installed(base=base, published=published, retired=gone, periods=periods)


def _row(found: KeptPack) -> Row | None:
    pack = read(content=bytes(found.content), key=found.key)
    who = found.account.name if found.account else ""
    return Row(found.pk, pack, found.state, who, found.put_at, found.published_at) if pack else None


__all__ = [
    "CHECK_EVERY",
    "Installed",
    "Row",
    "UnknownPackError",
    "city_periods",
    "files",
    "forget",
    "installed",
    "read",
    "row",
    "rows",
    "tried",
]
