"""The packs that are installed. Finding a folder with a pack.toml is the registration; a case keeps its version."""

import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from linli.process import check, lines
from linli.process.definition import ClockRule, Pack
from linli.process.errors import BadPackError, Fault, UnknownPackError

_HOUSE = Path(__file__).resolve().parents[2] / "packs"
HOME = _HOUSE if _HOUSE.is_dir() else Path(__file__).resolve().parents[1] / "assets" / "packs"
"""The packs that Linli ships: in a checkout, or in an installed wheel."""


class Registry:
    """Packs by key and version. Current versions are read at once, older ones when first asked for."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._current: dict[str, Pack] = {}
        self._older: dict[tuple[str, str], Pack] = {}
        faults: list[Fault] = []
        for folder in folders:
            reading = check.read(folder / "pack.toml", folder=folder)
            faults += reading.faults
            if reading.pack:
                faults += self._clash(reading.pack)
                self._current[reading.pack.key] = reading.pack
        if faults:
            raise BadPackError(faults)

    def pack(self, key: str, version: str | None = None) -> Pack:
        """The pack's version, the current one without. Raises `UnknownPackError`."""
        current = self._current.get(key)
        if current is None:
            raise UnknownPackError(f"there is no pack {key!r}: add its folder under packs/")
        if version is None or version == current.version:
            return current
        older = self._older.get((key, version))
        if older is None:
            older = self._older[key, version] = under_law_of(current, older=self._read_older(current, version))
        return older

    def current(self) -> tuple[Pack, ...]:
        """The current version of every pack, by key."""
        return tuple(self._current[key] for key in sorted(self._current))

    def known(self) -> tuple[Pack, ...]:
        """Every pack of which there may be cases, by key: those that take no new ones as well."""
        return self.current()

    def _clash(self, pack: Pack) -> list[Fault]:
        file = Path(pack.folder, "pack.toml")
        same = [one for one in self._current.values() if one.key == pack.key or one.prefix == pack.prefix]
        return [Fault(file, 1, f"key or prefix is already that of {one.folder}: choose another") for one in same]

    @staticmethod
    def _read_older(current: Pack, version: str) -> Pack:
        folder = Path(current.folder)
        file = folder / "versions" / f"{version}.toml"
        if not file.is_file():
            raise UnknownPackError(f"pack {current.key!r} has no version {version!r}: put it back as {file}")
        reading = check.read(file, folder=folder)
        if reading.pack is None:
            raise BadPackError(reading.faults)
        return reading.pack


def clashes(pack: Pack, *, shipped: Iterable[Pack]) -> Iterator[Fault]:
    """Faults of a city's pack whose key or prefix is that of a shipped one, by line."""
    file = Path(pack.folder, "pack.toml")
    places = lines.locate(file.read_text(encoding=check.ENCODING))
    for one in shipped:
        if one.key == pack.key:
            message = f"key {pack.key!r} is that of a pack that comes with Linli: choose another"
            yield Fault(file, lines.line_of(places, ("key",)), message)
        elif one.prefix == pack.prefix:
            message = f"prefix {pack.prefix!r} is that of {one.key!r}: choose another"
            yield Fault(file, lines.line_of(places, ("prefix",)), message)


def under_law_of(current: Pack, *, older: Pack) -> Pack:
    """An older version with those editions of the current one's clocks that bind clocks which run already.

    A case keeps the stages and actions of its version; a law that changes for running clocks reaches it all the same.
    """
    return replace(older, clocks={key: _bound(rule, current.clocks.get(key)) for key, rule in older.clocks.items()})


def _bound(rule: ClockRule, current: ClockRule | None) -> ClockRule:
    running = [one for one in current.editions if one.transition == "running"] if current else []
    if not running:
        return rule
    dates = {one.starts_date for one in running}
    joined = [*running, *(one for one in rule.editions if one.starts_date not in dates)]
    return replace(rule, editions=tuple(sorted(joined, key=lambda one: one.starts_date)))


def folders(roots: Iterable[Path]) -> tuple[Path, ...]:
    """Every pack's folder under the roots, in order."""
    return tuple(found.parent for root in roots for found in sorted(root.glob("*/pack.toml")))


_lock = threading.Lock()
_extra: tuple[Path, ...] = ()
_registry: Registry | None = None


def use(*, roots: Iterable[Path]) -> None:
    """Adds the packs under these folders (a city's own) to those that Linli ships, from the next call of `registry`."""
    global _extra, _registry
    with _lock:
        _extra, _registry = tuple(roots), None


def registry() -> Registry:
    """The installed packs, read once. Raises `BadPackError` with every fault of every pack."""
    return _registry or _read()


def reload() -> Registry:
    """Reads all packs again, for those who write them."""
    use(roots=_extra)
    return registry()


def _read() -> Registry:
    global _registry
    with _lock:
        if _registry is None:
            _registry = Registry(folders((HOME, *_extra)))
        return _registry
