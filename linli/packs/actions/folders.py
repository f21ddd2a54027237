"""Packs of the city's own folders, kept and published when first seen: from then on no case needs the folder."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from linli.packs import queries, unpacking
from linli.packs.models import KeptPack
from linli.people.access import SYSTEM
from linli.people.actions.changes import record
from linli.process import check, lines, registry, scenarios
from linli.process.definition import Pack
from linli.process.errors import BadPackError, Fault


@dataclass(frozen=True, slots=True)
class _Found:
    """A version of a pack in a folder."""

    pack: Pack
    file: Path
    files: dict[str, bytes]

    def fault(self, key: str, message: str) -> Fault:
        """A fault at the line of the key in its file."""
        places = lines.locate(self.file.read_text(encoding="utf-8"))
        return Fault(self.file, lines.line_of(places, (key,)), message)


def keep_folders(*, roots: Iterable[Path], now: datetime) -> tuple[Pack, ...]:
    """Publishes every version under the roots that is not kept yet, older ones first, and answers them.

    Raises BadPackError with every fault of every folder, and then keeps nothing.
    """
    found, faults = _read(roots)
    with transaction.atomic():
        _one_process_at_a_time()
        faults += [fault for one in found for fault in (*_taken(one, found), *_differs(one))]
        if faults:
            raise BadPackError(faults)
        fresh = tuple(one.pack for one in found if _keep(one, now))
    queries.forget()
    return fresh


def _read(roots: Iterable[Path]) -> tuple[list[_Found], list[Fault]]:
    found: list[_Found] = []
    faults: list[Fault] = []
    for folder in registry.folders(roots):
        versions = sorted((folder / "versions").glob("*.toml"), key=_order)
        for file in (*versions, folder / "pack.toml"):
            reading = check.read(file, folder=folder)
            faults += reading.faults
            try:
                files = unpacking.files_in(folder, pack=file)
            except unpacking.Unusable as refusal:
                faults += refusal.faults if file.name == "pack.toml" else []
                continue
            if reading.pack:
                found.append(_Found(reading.pack, file, files))
        faults += scenarios.check(folder)
    return found, faults


def _order(file: Path) -> tuple[int, ...]:
    return tuple(int(part) if part.isdigit() else 0 for part in file.stem.split("."))


def _one_process_at_a_time() -> None:
    """Web server and worker start together, and one of them is to keep what both see."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE packs_keptpack IN SHARE ROW EXCLUSIVE MODE")


def _taken(one: _Found, found: list[_Found]) -> Iterator[Fault]:
    """Its key, version or prefix belongs to another pack."""
    shipped = registry.registry().current()
    yield from registry.clashes(one.pack, shipped=shipped)
    others = [pack for pack in (*queries.installed().known(), *(other.pack for other in found)) if pack not in shipped]
    for key in sorted({other.key for other in others if other.prefix == one.pack.prefix} - {one.pack.key}):
        yield one.fault("prefix", f"prefix {one.pack.prefix!r} is that of {key!r}: choose another")
    for other in found:
        is_same = (other.pack.key, other.pack.version) == (one.pack.key, one.pack.version)
        if is_same and other is not one and not unpacking.are_same(one.files, other.files):
            yield one.fault("version", f"{other.file} says something else under the same key and version: remove one")


def _differs(one: _Found) -> Iterator[Fault]:
    """The version was published, or uploaded as a draft, with other content."""
    row = KeptPack.objects.filter(key=one.pack.key, version=one.pack.version).first()
    if row is None or unpacking.are_same(unpacking.unpacked(bytes(row.content)), one.files):
        return
    name = f"version {one.pack.version} of {one.pack.key}"
    if row.state == KeptPack.State.DRAFT:
        yield one.fault("version", f"{name} lies uploaded as a draft that says something else: discard that one first")
        return
    when = timezone.localtime(row.published_at or row.put_at).date()
    yield one.fault(
        "version",
        f"{name} was published on {when} with other content and never changes: "
        f"give this one a higher version, or get that one back with `linli pack export {one.pack.key}`",
    )


def _keep(one: _Found, now: datetime) -> bool:
    """Whether it was new. A draft that says the same becomes the published one."""
    row = KeptPack.objects.filter(key=one.pack.key, version=one.pack.version).first()
    if row and row.state != KeptPack.State.DRAFT:
        return False
    zipped = unpacking.packed(one.files)
    row = row or KeptPack(key=one.pack.key, version=one.pack.version, put_at=now)
    row.content, row.sha256 = zipped, hashlib.sha256(zipped).hexdigest()
    row.state, row.published_at, row.changed_at = KeptPack.State.PUBLISHED, now, now
    row.save()
    subject = f"{one.pack.key} {one.pack.version}"
    record(kind="pack.take_up", subject=subject, by=SYSTEM, now=now, after={"sha256": row.sha256})
    return True
