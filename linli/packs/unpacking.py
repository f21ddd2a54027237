"""An uploaded pack as a folder, and a folder as the zip that is kept. Only data comes in: never code."""

import hashlib
import io
import os
import tomllib
import uuid
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from linli.process.errors import Fault

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
MOST_FILES = 100
PLAIN = frozenset({"pack.toml", "scenarios.toml", "README.md"})
_TOP = "pack.toml"


class Unusable(Exception):
    """The upload cannot be opened as a pack; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


def files_of(uploaded: Mapping[str, bytes]) -> dict[str, bytes]:
    """The pack's files by their path in its folder, from a zip (its folder at the top or not) or the files themselves.

    Raises Unusable.
    """
    if sum(map(len, uploaded.values())) > MOST_BYTES:
        raise Unusable([_fault(next(iter(uploaded)), "is larger than 5 MB: take out what is not needed")])
    zips = [name for name in uploaded if name.lower().endswith(".zip")]
    if len(uploaded) == 1 and zips:
        return _unzipped(uploaded[zips[0]], zips[0])
    if len(uploaded) == 1:
        return {_TOP: next(iter(uploaded.values()))}
    return _of_the_pack(uploaded, "the files")


def _unzipped(content: bytes, name: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            listed = [item for item in bundle.infolist() if not item.is_dir()]
            if len(listed) > MOST_FILES or sum(item.file_size for item in listed) > MOST_UNPACKED:
                raise Unusable([_fault(name, "holds too much: at most 100 files and 30 MB")])
            found = {item.filename: bundle.read(item) for item in listed}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        raise Unusable([_fault(name, "is no zip that can be read")]) from None
    return _of_the_pack(found, name)


def files_in(folder: Path, *, pack: Path) -> dict[str, bytes]:
    """The files of a pack's folder that are kept of one version, whose text stands in `pack`. Raises Unusable for code.

    Walks belong to the version that they were written for: an older one is kept without.
    """
    files = [file for file in folder.rglob("*") if file.is_file()]
    found = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    try:
        kept = _of_the_pack(found, str(folder))
    except Unusable as refusal:
        raise Unusable([Fault(folder / fault.file, fault.line, fault.message) for fault in refusal.faults]) from None
    if pack != folder / _TOP:
        kept.pop("scenarios.toml", None)
    return kept | {_TOP: pack.read_bytes()}


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of a kept zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        return {item.filename: bundle.read(item) for item in bundle.infolist()}


def are_same(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> bool:
    """Whether two copies do the same to a case: one pack.toml (line endings aside) and the same documents."""
    return _binding(one) == _binding(other)


def _binding(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        path: content.replace(b"\r\n", b"\n") if path.endswith(".toml") else content
        for path, content in files.items()
        if path == _TOP or path.startswith("documents/")
    }


def key_of(files: Mapping[str, bytes]) -> str:
    """The key that the pack gives itself; a stand-in when it cannot be read, so that checking can go on."""
    try:
        key = tomllib.loads(files[_TOP].decode("utf-8-sig")).get("key")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        key = None
    return key if isinstance(key, str) and key.isidentifier() and len(key) <= 40 else "pack"


def packed(files: Mapping[str, bytes]) -> bytes:
    """The same zip for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path in sorted(files):
            bundle.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def folder_of(*, content: bytes, key: str, root: Path) -> Path:
    """The kept zip as a folder under the root, unpacked once and named by its hash."""
    home = root / hashlib.sha256(content).hexdigest()[:32]
    if not home.is_dir():
        part = root / f".{uuid.uuid4().hex}"
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            bundle.extractall(part / key)
        try:
            os.rename(part, home)
        except OSError:  # another process was first
            if not home.is_dir():
                raise
    return home / key


def _of_the_pack(found: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    tops = [PurePosixPath(path).parent for path in found if PurePosixPath(path).name == _TOP]
    if len(tops) != 1:
        raise Unusable([_fault(name, "must hold one pack.toml")])
    files, faults = {}, []
    for path, content in found.items():
        place = PurePosixPath(path)
        inside = place.relative_to(tops[0]) if place.is_relative_to(tops[0]) else place
        if _is_left_out(inside):
            continue
        if not _is_ours(inside):
            faults.append(_fault(path, "may not come: only pack.toml, scenarios.toml, README.md and documents/"))
        files[str(inside)] = content
    if faults:
        raise Unusable(faults)
    return files


def _is_left_out(path: PurePosixPath) -> bool:
    """Leavings of editors and zips; and older versions, which were kept when they were published."""
    is_hidden = any(part.startswith((".", "__")) for part in path.parts)
    return ".." not in path.parts and (is_hidden or path.parts[0] == "versions")


def _is_ours(path: PurePosixPath) -> bool:
    in_documents = len(path.parts) == 2 and path.parts[0] == "documents" and path.suffix in {".docx", ".toml"}
    return str(path) in PLAIN or in_documents


def _fault(name: str, message: str) -> Fault:
    return Fault(Path(name), 0, message)
