"""Reads indicators.toml: closed data, every fault at once, each by line."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from linli.process.errors import Fault
from linli.scores.indicators import definition as d
from linli.scores.indicators.formula import Parsed, parse
from linli.scores.reading import Closed, Key, Problem, Text, Words, by_line, shapes, tables

LEAST_ALLOWED = 5
_TABLE = "indicators"


class Entry(Closed):
    """One indicator."""

    title: Text
    kind: d.Kind
    formula: Words
    better: d.Better
    unit: d.Unit
    least: Annotated[int, Field(ge=0)] = 30
    source: Text
    verified: bool


class File(Closed):
    """The whole file."""

    publish: list[Key] = []
    indicators: dict[Key, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Reading:
    """The indicators of a file when it has no faults, else every fault."""

    catalogue: d.Catalogue | None
    faults: tuple[Fault, ...]


def read(file: Path, *, known: Collection[str], base: Mapping[str, d.Indicator] | None = None) -> Reading:
    """The indicators of the file, added to those of `base`; one of the same key replaces it."""
    found = tables(file)
    if found.faults:
        return Reading(None, found.faults)
    reader = _Reader(known, [])
    catalogue = reader.catalogue(found.raw, base or {})
    if not reader.problems:
        return Reading(catalogue, ())
    return Reading(None, by_line(file, text=found.text, problems=reader.problems))


@dataclass(slots=True)
class _Reader:
    """Reads the indicators one by one, so that a fault in one hides no fault in another."""

    known: Collection[str]
    problems: list[Problem]

    def catalogue(self, raw: Mapping[str, Any], base: Mapping[str, d.Indicator]) -> d.Catalogue:
        """What the file comes to; meaningless while there are problems."""
        try:
            File.model_validate(raw)
        except ValidationError as error:
            self.problems += shapes(error, File)
        table = raw.get(_TABLE, {})
        entries = table if isinstance(table, dict) else {}
        found = {key: made for key, one in entries.items() if (made := self._indicator(key, one))}
        every = {**base, **found}
        published = raw.get("publish", [])
        self._published(published if isinstance(published, list) else [], every, entries)
        return d.Catalogue(every, tuple(map(str, published)))

    def _indicator(self, key: str, raw: object) -> d.Indicator | None:
        if not isinstance(raw, dict):
            return None  # said already, with the shape of the whole
        parsed = self._formula(key, raw.get("formula"))
        try:
            entry = Entry.model_validate(raw)
        except ValidationError as error:
            self.problems += shapes(error, Entry, path=(_TABLE, key), name=key)
            return None
        if parsed is None or parsed.formula is None:
            return None
        self.problems += [((_TABLE, key, name), f"{key}.{name} {fault}") for name, fault in _meanings(entry, parsed)]
        return _built(key, entry, parsed.formula)

    def _formula(self, key: str, text: object) -> Parsed | None:
        if not isinstance(text, str):
            return None
        parsed = parse(text, known=self.known)
        self.problems += [((_TABLE, key, "formula"), f"{key}.formula {fault}") for fault in parsed.faults]
        return parsed

    def _published(self, keys: list[Any], every: Mapping[str, d.Indicator], entries: Mapping[str, Any]) -> None:
        for at, key in enumerate(keys):
            if key not in every and key not in entries:
                self.problems.append((("publish", at), f"publish names {key!r}, which is no indicator: correct it"))
            elif key in every and not every[key].can_rank:
                fault = f"publish names {key!r}, by which nobody is ranked: name a rate that is better high or low"
                self.problems.append((("publish", at), fault))


def _meanings(entry: Entry, parsed: Parsed) -> Iterator[tuple[str, str]]:
    """What the shapes alone do not tell."""
    assert parsed.formula is not None
    has_denominator = parsed.formula.denominator is not None
    if entry.kind != "count" and not has_denominator:
        yield "formula", f"is a sum, and a {entry.kind} is one sum over another: divide by the cases that it is of"
    if entry.kind == "count" and has_denominator:
        yield "formula", 'divides, and a count does not: call it kind = "rate" or "mean"'
    if (entry.kind == "rate") != (entry.unit == "percent"):
        yield "unit", 'must be "percent" for a rate, and for nothing else'
    if entry.kind != "count" and entry.least < LEAST_ALLOWED:
        yield "least", f"must be at least {LEAST_ALLOWED}: of fewer cases a rate says nothing"


def _built(key: str, entry: Entry, formula: d.Formula) -> d.Indicator:
    return d.Indicator(
        key=key,
        title=entry.title.model_dump(),
        kind=entry.kind,
        formula=formula,
        better=entry.better,
        unit=entry.unit,
        least=entry.least,
        source=entry.source.model_dump(),
        is_verified=entry.verified,
    )
