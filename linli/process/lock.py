"""The lock on published packs: packs/lock.toml holds the hash of every version, which must never change again."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from linli.process import check, registry
from linli.process.definition import Pack
from linli.process.errors import BadPackError, Fault

Locked = dict[str, dict[str, str]]
NAME = "lock.toml"


def check_root(root: Path) -> tuple[Fault, ...]:
    """Every published version under the root that was changed or is missing."""
    locked = _read(root)
    faults = [fault for folder in registry.folders([root]) for fault in _check(folder, locked.get(folder.name, {}))]
    missing = sorted(locked.keys() - {folder.name for folder in registry.folders([root])})
    faults += [Fault(root / NAME, 0, f"pack {key} is published but its folder is gone: put it back") for key in missing]
    return tuple(faults)


def publish(root: Path) -> tuple[Pack, ...]:
    """Lock every version not locked yet and return those packs. Raises `BadPackError`, and then locks nothing."""
    folders = registry.folders([root])
    readings = [check.read(folder / "pack.toml", folder=folder) for folder in folders]
    faults = [fault for reading in readings for fault in reading.faults] or list(check_root(root))
    if faults:
        raise BadPackError(faults)
    locked = _read(root)
    packs = [reading.pack for reading in readings if reading.pack]
    fresh = tuple(pack for pack in packs if pack.version not in locked.get(pack.key, {}))
    for pack in fresh:
        locked.setdefault(pack.key, {})[pack.version] = pack.digest
    (root / NAME).write_text(_text(locked), encoding="utf-8")
    return fresh


def revise(folder: Path, *, version: str) -> Path:
    """Keep the published version under versions/ and give pack.toml the next one. Raises `BadPackError`.

    Returns the file that was kept.
    """
    file = folder / "pack.toml"
    pack = check.read(file, folder=folder).pack
    if pack is None:
        raise BadPackError(check.check(folder))
    locked = _read(folder.parent).get(pack.key, {})
    if locked.get(pack.version) != pack.digest:
        raise BadPackError(
            [Fault(file, 1, f"version {pack.version} is not published as it stands: no need to revise it")]
        )
    if version in locked or _order(version) <= _order(pack.version):
        raise BadPackError([Fault(file, 1, f"version {version} is not later than {pack.version}: choose a higher one")])
    text = file.read_text(encoding="utf-8")
    kept = folder / "versions" / f"{pack.version}.toml"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(text, encoding="utf-8")
    file.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', text, count=1), encoding="utf-8")
    return kept


def _check(folder: Path, versions: dict[str, str]) -> Iterable[Fault]:
    current = check.read(folder / "pack.toml", folder=folder).pack
    for version, digest in versions.items():
        if current and current.version == version:
            file, found = folder / "pack.toml", current.digest
        else:
            file = folder / "versions" / f"{version}.toml"
            found = check.digest_of(file) if file.is_file() else ""
        if not found:
            yield Fault(
                file, 0, f"version {version} is published but its file is gone: put it back from its last commit"
            )
        elif found != digest:
            yield Fault(
                file,
                1,
                f"version {version} is published and must not change: undo, or `linli pack revise {folder.name}` first",
            )


def _read(root: Path) -> Locked:
    file = root / NAME
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _text(locked: Locked) -> str:
    lines = ["# The hash of every published version of a pack. Written by `linli pack lock`; never edited."]
    for key in sorted(locked):
        lines += ["", f"[{key}]"]
        versions = sorted(locked[key].items(), key=lambda item: _order(item[0]))
        lines += [f'"{version}" = "{digest}"' for version, digest in versions]
    return "\n".join(lines) + "\n"
