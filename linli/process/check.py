"""Reads and checks a pack's folder: every fault of shape and of meaning at once, each by line."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from linli.process import build, documents, guards, lines, rules, schema, wording
from linli.process.definition import Action, Category, ClockRule, Count, Field, Pack, Stage
from linli.process.errors import Fault

Model = TypeVar("Model", bound=BaseModel)
Problem = tuple[lines.Path, str]
ENCODING = "utf-8-sig"
"""Editors on Windows put a mark before the text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a pack.toml came to: the pack when it has no faults, else every fault."""

    pack: Pack | None
    faults: tuple[Fault, ...]


def check(folder: Path) -> tuple[Fault, ...]:
    """Every fault of the pack in the folder: pack.toml, its guards. The lock is checked by `lock.check`."""
    file = folder / "pack.toml"
    if not file.is_file():
        return (Fault(file, 0, "there is no pack.toml: write one, or remove the folder"),)
    return read(file, folder=folder).faults


def read(file: Path, *, folder: Path) -> Reading:
    """One version of a pack from its file. `folder` is the pack's own: its name must be the pack's key."""
    try:
        text = file.read_text(encoding=ENCODING)
        raw = tomllib.loads(text)
    except UnicodeDecodeError:
        return Reading(None, (Fault(file, 0, "is not UTF-8 text: save it as UTF-8"),))
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (Fault(file, line_in(error), f"is not TOML: {error}"),))
    reader = _Reader(folder)
    pack = reader.pack(raw, digest_of(file))
    if not reader.problems:
        return Reading(pack, ())
    places = lines.locate(text)
    faults = {Fault(file, lines.line_of(places, path), message) for path, message in reader.problems}
    return Reading(None, tuple(sorted(faults, key=lambda fault: (fault.line, fault.message))))


def digest_of(file: Path) -> str:
    """The hash under which a version is locked; the same on every system's line endings."""
    return hashlib.sha256(file.read_text(encoding="utf-8").encode()).hexdigest()


def line_in(error: tomllib.TOMLDecodeError) -> int:
    """The line that the message of the parser names; 0 when it names none."""
    words = str(error).replace(",", " ").replace(")", " ").split()
    return int(words[words.index("line") + 1]) if "line" in words else 0


@dataclass(slots=True)
class _Reader:
    """Reads the elements one by one, so that a fault in one hides no fault in another."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    is_whole: bool = True

    def pack(self, raw: Mapping[str, Any], digest: str) -> Pack | None:
        head = self._model(schema.Head, raw, ())
        tables = {name: raw.get(name, {}) for name in _TABLES}
        tables = {name: table if isinstance(table, dict) else {} for name, table in tables.items()}
        asks = {key: one for key, one in tables["asks"].items() if isinstance(one, dict)}
        pack = Pack(
            fields=tuple(self._fields(tables["fields"])),
            categories=self._categories(tables["categories"]),
            stages=self._stages(tables["stages"]),
            actions=self._actions(tables["actions"], asks),
            clocks=self._clocks(tables["clocks"]),
            counts=self._counts(tables["counts"]),
            digest=digest,
            folder=str(self.folder),
            **_identity(head, raw),
        )
        used = {one if isinstance(one, str) else one.get("use") for one in _listed(tables["actions"])}
        unused = [key for key in asks if key not in used]
        self.problems += [(("asks", key), f"asks.{key} is used by no action: remove it") for key in unused]
        known = rules.Known({name: frozenset(table) for name, table in tables.items()}, guards.names(self.folder))
        self.problems += rules.problems(pack=pack, known=known, folder_name=self.folder.name, is_whole=self.is_whole)
        self.problems += documents.problems(pack=pack, folder=self.folder)
        return pack if head and not self.problems else None

    def _model(self, model: type[Model], raw: object, path: lines.Path) -> Model | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self.is_whole = False
            for one in error.errors(include_url=False):
                where = tuple(part for part in one["loc"] if part != "[key]")
                self.problems.append(((*path, *where), _said(path, wording.sentence(one, model))))
            return None

    def _fields(self, table: Mapping[str, Any]) -> list[Field]:
        read = {key: self._model(schema.Ask, one, ("fields", key)) for key, one in table.items()}
        return [build.field(key, one) for key, one in read.items() if one]

    def _categories(self, table: Mapping[str, Any]) -> dict[str, Category]:
        read = {key: self._model(schema.Group, one, ("categories", key)) for key, one in table.items()}
        return {each.key: each for key, one in read.items() if one for each in build.categories(key, one)}

    def _stages(self, table: Mapping[str, Any]) -> dict[str, Stage]:
        read = {key: self._model(schema.Stage, one, ("stages", key)) for key, one in table.items()}
        return {key: build.stage(key, one) for key, one in read.items() if one}

    def _clocks(self, table: Mapping[str, Any]) -> dict[str, ClockRule]:
        read = {key: self._model(schema.Clock, one, ("clocks", key)) for key, one in table.items()}
        return {key: build.clock(key, one) for key, one in read.items() if one}

    def _counts(self, table: Mapping[str, Any]) -> dict[str, Count]:
        read = {key: self._model(schema.Count, one, ("counts", key)) for key, one in table.items()}
        return {key: build.count(key, one) for key, one in read.items() if one}

    def _actions(self, table: Mapping[str, Any], asks: Mapping[str, Any]) -> dict[str, Action]:
        found = {}
        for key, raw in table.items():
            one = self._model(schema.Action, raw, ("actions", key))
            if one:
                fields = [self._ask(ask, asks, ("actions", key, "asks", at)) for at, ask in enumerate(one.asks)]
                found[key] = build.action(key, one, tuple(each for each in fields if each))
        return found

    def _ask(self, raw: str | dict[str, Any], asks: Mapping[str, Any], path: lines.Path) -> Field | None:
        given = {"use": raw} if isinstance(raw, str) else dict(raw)
        use = given.pop("use", None)
        if use is not None and use not in asks:
            self.is_whole = False
            self.problems.append((path, _said(path, f"names {use!r}, which is not in [asks]: add it there")))
            return None
        key = given.pop("key", use)
        if not isinstance(key, str):
            self.problems.append((path, _said(path, "has no key: give `key` or `use`")))
            return None
        one = self._model(schema.Ask, {**asks.get(use or "", {}), **given}, path)
        return build.field(key, one) if one else None


def _listed(actions: Mapping[str, Any]) -> list[Any]:
    lists = [one.get("asks", []) for one in actions.values() if isinstance(one, dict)]
    return [ask for asks in lists if isinstance(asks, list) for ask in asks if isinstance(ask, str | dict)]


def _said(path: lines.Path, message: str) -> str:
    return f"{'.'.join(map(str, path))}: {message}" if path else message


_TABLES = ("asks", "fields", "categories", "stages", "actions", "clocks", "counts")
_PLAIN = (
    "key", "version", "prefix", "confidentiality", "retention_months", "desk_level", "first_stage", "reopen_days",
    "verification", "public_address",
)  # fmt: skip


def _identity(head: schema.Head | None, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The pack's own facts; stand-ins when the head is faulty, so that the elements can still be checked."""
    if head is None:
        first = raw.get("first_stage")
        nothing: dict[str, Any] = dict.fromkeys((*_PLAIN, "title", "summary", "basis", "channels"), "")
        return nothing | {"first_stage": first if isinstance(first, str) else ""}
    plain = head.model_dump(include=set(_PLAIN))
    return plain | {
        "title": build.texts(head.title),
        "summary": build.texts(head.summary),
        "basis": tuple(one for one in map(build.basis, head.basis) if one),
        "channels": frozenset(head.channels),
    }
