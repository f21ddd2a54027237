"""Reads indices.toml: closed data, every fault at once, each by line. A formula knows measures of matters alone."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from linli.process.definition import Pack
from linli.process.errors import Fault
from linli.process.lines import Path as Place
from linli.scores.index import checks
from linli.scores.index import definition as d
from linli.scores.indicators.definition import Formula
from linli.scores.indicators.formula import parse
from linli.scores.reading import Closed, Key, Problem, Text, Words, by_line, shapes, tables

TABLE, GROUPS, ITEMS = "indices", "groups", "items"
LEAST_ALLOWED, PRIOR_ALLOWED = 5, 10
"""Of fewer cases nothing is scored, whatever a file says; a score starts from no fewer at the reference."""
Weight = Annotated[int, Field(ge=1, le=d.FULL)]
Percent = Annotated[int, Field(ge=0, le=d.FULL)]
Version = Annotated[str, StringConstraints(pattern=r"^[0-9a-z][0-9a-z.-]*$", max_length=20)]
_Entry = TypeVar("_Entry", bound=Closed)


class ItemEntry(Closed):
    """One item."""

    key: Key
    title: Text
    formula: Words
    pack: str = ""
    categories: list[Words] = []
    weight: Weight
    better: d.Better
    scale: Literal["", "matters", "period"] = ""


class GroupEntry(Closed):
    """A group, its items still unread."""

    key: Key
    title: Text
    weight: Weight
    items: Annotated[list[dict[str, Any]], Field(min_length=1)]


class ColourEntry(Closed):
    """A colour, and from which score on it holds."""

    name: d.Name
    at_least: Percent
    title: Text


class SharesEntry(Closed):
    """What the reference is made of."""

    own: Percent
    peers: Percent


class IndexEntry(Closed):
    """An edition of an index, its groups still unread."""

    key: Key
    version: Version
    valid_from: date
    valid_until: date | None = None
    title: Text
    months: Literal[1, 3, 6, 12]
    least: Annotated[int, Field(ge=LEAST_ALLOWED)]
    prior: Annotated[int, Field(ge=PRIOR_ALLOWED)]
    reference: SharesEntry
    colours: Annotated[list[ColourEntry], Field(min_length=2)]
    groups: Annotated[list[dict[str, Any]], Field(min_length=1)]
    source: Text
    verified: bool


class File(Closed):
    """The whole file."""

    publish: list[Key] = []
    indices: list[dict[str, Any]] = []


@dataclass(frozen=True, slots=True)
class Reading:
    """The indices of a file, without those that have faults, and every fault."""

    catalogue: d.Catalogue
    faults: tuple[Fault, ...]


def read(file: Path, *, packs: Collection[Pack], base: d.Catalogue | None = None) -> Reading:
    """The indices of the file, added to those of `base`; all editions of a key that it names are replaced.

    `packs` are the kinds of matter that may be counted, confidential ones among them, which are refused.
    """
    found = tables(file)
    if found.faults:
        return Reading(base or d.Catalogue({}), found.faults)
    reader = _Reader({pack.key: pack for pack in packs})
    catalogue = reader.catalogue(found.raw, base or d.Catalogue({}))
    return Reading(catalogue, by_line(file, text=found.text, problems=reader.problems))


@dataclass(slots=True)
class _Reader:
    """Reads editions, groups and items one by one, so that a fault in one hides no fault in another."""

    packs: Mapping[str, Pack]
    problems: list[Problem] = field(default_factory=list)

    def catalogue(self, raw: Mapping[str, Any], base: d.Catalogue) -> d.Catalogue:
        """The editions without a fault, over those of the base."""
        self._entry(File, dict(raw), (), "")
        made: dict[str, list[d.Index]] = {}
        named = [(at, one) for at, one in enumerate(_listed(raw, TABLE)) if isinstance(one, dict)]
        for at, one in named:
            if index := self._index(one, (TABLE, at)):
                made.setdefault(index.key, []).append(index)
        self.problems += checks.editions([((TABLE, at), one) for at, one in named])
        every = {**base.indices, **{key: tuple(indices) for key, indices in made.items()}}
        keys = {*base.indices, *(str(one.get("key")) for _at, one in named)}
        published = [key for key in _listed(raw, "publish") if isinstance(key, str)]
        self.problems += checks.published(published, keys)
        return d.Catalogue(every, tuple(key for key in published if key in every))

    def _entry(self, model: type[_Entry], raw: Mapping[str, Any], path: Place, name: str) -> _Entry | None:
        try:
            return model.model_validate(raw)
        except ValidationError as error:
            self.problems += shapes(error, model, path=path, name=name)
            return None

    def _index(self, raw: Mapping[str, Any], path: Place) -> d.Index | None:
        before, name = len(self.problems), str(raw.get("key", path[-1]))
        entry = self._entry(IndexEntry, raw, path, name)
        groups = [
            self._group(one, (*path, GROUPS, at), f"{name}.{one.get('key', at)}")
            for at, one in enumerate(_listed(raw, GROUPS))
            if isinstance(one, dict)
        ]
        self._weights(raw, GROUPS, path, name)
        self.problems += checks.keys_once(raw, path, name)
        if entry is None:
            return None
        whole = _index(entry, tuple(group for group in groups if group))
        self.problems += checks.index(whole, path)
        return whole if len(self.problems) == before else None

    def _group(self, raw: Mapping[str, Any], path: Place, name: str) -> d.Group | None:
        entry = self._entry(GroupEntry, raw, path, name)
        items = [
            self._item(one, (*path, ITEMS, at), f"{name}.{one.get('key', at)}")
            for at, one in enumerate(_listed(raw, ITEMS))
            if isinstance(one, dict)
        ]
        self._weights(raw, ITEMS, path, name)
        if entry is None:
            return None
        return d.Group(entry.key, entry.title.model_dump(), entry.weight, tuple(item for item in items if item))

    def _item(self, raw: Mapping[str, Any], path: Place, name: str) -> d.Item | None:
        pack = self._pack(raw.get("pack", ""), path, name)
        entry = self._entry(ItemEntry, raw, path, name)
        formula = self._formula(raw.get("formula"), pack, path, name)
        if entry is None or formula is None:
            return None
        item = _item(entry, formula)
        self.problems += checks.item(item, has_scale=bool(entry.scale), pack=pack, path=path, name=name)
        return item

    def _pack(self, key: object, path: Place, name: str) -> Pack | None:
        pack = self.packs.get(key) if isinstance(key, str) else None
        if key and pack is None and isinstance(key, str):
            known = ", ".join(sorted(self.packs))
            message = f"{name}.pack names {key!r}, which is no kind of matter here: choose from {known}"
            self.problems.append(((*path, "pack"), message))
        return pack

    def _formula(self, text: object, pack: Pack | None, path: Place, name: str) -> Formula | None:
        if not isinstance(text, str):
            return None
        parsed = parse(text, known=d.EVERY_KIND | set(pack.counts_of_cases() if pack else ()))
        self.problems += [((*path, "formula"), f"{name}.formula {fault}") for fault in parsed.faults]
        return parsed.formula

    def _weights(self, raw: Mapping[str, Any], key: str, path: Place, name: str) -> None:
        weights = [one.get("weight") for one in _listed(raw, key) if isinstance(one, dict)]
        whole = [one for one in weights if isinstance(one, int)]
        if whole and len(whole) == len(weights) and sum(whole) != d.FULL:
            message = f"{name}.{key} have weights of {sum(whole)} together: make them {d.FULL}"
            self.problems.append(((*path, key), message))


def _listed(raw: Mapping[str, Any], key: str) -> Iterator[Any]:
    found = raw.get(key, [])
    yield from found if isinstance(found, list) else ()


def _item(entry: ItemEntry, formula: Formula) -> d.Item:
    return d.Item(
        key=entry.key,
        title=entry.title.model_dump(),
        formula=formula,
        pack=entry.pack,
        categories=tuple(entry.categories),
        weight=entry.weight,
        better=entry.better,
        scale=entry.scale or "share",
    )


def _index(entry: IndexEntry, groups: tuple[d.Group, ...]) -> d.Index:
    return d.Index(
        key=entry.key,
        version=entry.version,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        title=entry.title.model_dump(),
        months=entry.months,
        least=entry.least,
        prior=entry.prior,
        reference=d.Shares(entry.reference.own, entry.reference.peers),
        colours=tuple(d.Colour(one.name, one.at_least, one.title.model_dump()) for one in entry.colours),
        groups=groups,
        source=entry.source.model_dump(),
        is_verified=entry.verified,
    )
