"""What a city sets itself: periods of clocks, each with its law and from when, read from the city's `periods.toml`.

A period becomes an edition of the pack's clock, so that counting, explaining and dry runs know it like any law.
"""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from linli.process import build, check, lines, schema, wording
from linli.process.definition import ClockRule, Edition, Extension, Length, Pack
from linli.process.errors import Fault

FILE = "periods.toml"


class PeriodTable(schema.Edition):
    """An edition of a pack's clock, and of which."""

    pack: schema.Key
    clock: schema.Key
    lengths: Annotated[list[schema.Length], Field(min_length=1)]


class File(schema.Closed):
    """The whole file."""

    periods: list[PeriodTable] = []


@dataclass(frozen=True, slots=True)
class Period:
    """What the city made of a clock from a date on."""

    pack: str
    clock: str
    table: PeriodTable

    @property
    def starts_date(self) -> date:
        return self.table.starts_date


@dataclass(frozen=True, slots=True)
class Reading:
    """The periods when their file has no faults, else every fault."""

    periods: tuple[Period, ...] = ()
    faults: tuple[Fault, ...] = ()


def read(file: Path) -> Reading:
    """The periods of a file: every fault at once, each by line."""
    try:
        text = file.read_text(encoding=check.ENCODING)
        found = File.model_validate(tomllib.loads(text))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Reading(faults=(Fault(file, 0, f"is not TOML in UTF-8: {error}"),))
    except ValidationError as error:
        places = lines.locate(text)
        return Reading(faults=tuple(_fault(file, places, one) for one in error.errors(include_url=False)))
    periods = tuple(Period(one.pack, one.clock, one) for one in found.periods)
    faults = tuple(_twice(file, periods))
    return Reading(faults=faults) if faults else Reading(periods)


def unknown(periods: Iterable[Period], *, packs: Iterable[Pack]) -> Iterator[str]:
    """Sentences on periods of packs, clocks and categories that there are not: they change nothing."""
    known = {pack.key: pack for pack in packs}
    for one in periods:
        pack = known.get(one.pack)
        if pack is None:
            yield f"there is no pack {one.pack!r}: correct the key"
        elif one.clock not in pack.clocks:
            yield f"pack {one.pack} has no clock {one.clock!r} (known: {', '.join(sorted(pack.clocks))})"
        else:
            named = {length.category for length in one.table.lengths} - {"", *pack.categories}
            yield from (f"pack {one.pack} has no category {key!r}: correct the key" for key in sorted(named))


def bound(pack: Pack, *, periods: Iterable[Period]) -> Pack:
    """The pack with the city's periods among the editions of its clocks."""
    clocks = dict(pack.clocks)
    for one in sorted(periods, key=lambda one: one.starts_date):
        if one.pack == pack.key and one.clock in clocks:
            clocks[one.clock] = _with(clocks[one.clock], one)
    return replace(pack, clocks=clocks)


def _with(rule: ClockRule, period: Period) -> ClockRule:
    """The rule with one more edition; of two from the same day the city's counts."""
    others = [one for one in rule.editions if one.starts_date != period.starts_date]
    edition = _edition(rule, period)
    return replace(rule, editions=tuple(sorted([*others, edition], key=lambda one: one.starts_date)))


def _edition(rule: ClockRule, period: Period) -> Edition:
    """What the city does not say stays as the pack had it on that day."""
    table = period.table
    before = [one.starts_date for one in rule.editions if one.starts_date <= period.starts_date]
    law = rule.edition(before[-1] if before else None)
    return Edition(
        starts_date=table.starts_date,
        ends_date=table.ends_date,
        transition=table.transition,
        lengths=_joined(law, build.lengths(table.lengths)),
        count_from=table.count_from or law.count_from,
        ends=table.ends or law.ends,
        extension=build.extension(table.extension) or _in_its_unit(law),
        basis=build.basis(table.basis),
        of_city=True,
    )


def _joined(law: ClockRule, own: tuple[Length, ...]) -> tuple[Length, ...]:
    """The city's lengths in place of the pack's for the same kind; the pack's others stay, on their own legal basis."""
    mine = {(one.category, one.urgency): one for one in own}
    kept = [mine.get((one.category, one.urgency)) or replace(one, basis=one.basis or law.basis) for one in law.lengths]
    new = [one for one in own if one not in kept]
    general = [one for one in new if not (one.category or one.urgency)]
    return (*(one for one in new if one not in general), *kept, *general)


def _in_its_unit(law: ClockRule) -> Extension | None:
    """The pack's extension: thirty days stay thirty days where the city counts the period in months."""
    found = law.extension
    if found is None or not found.longest or found.unit or not law.lengths:
        return found
    return replace(found, unit=law.lengths[-1].unit)


def _twice(file: Path, periods: tuple[Period, ...]) -> Iterator[Fault]:
    seen: set[tuple[str, str, date]] = set()
    for one in periods:
        name = (one.pack, one.clock, one.starts_date)
        if name in seen:
            yield Fault(file, 0, f"{one.pack} {one.clock} has two periods from {one.starts_date}: keep one")
        seen.add(name)


def _fault(file: Path, places: dict[lines.Path, int], error: ErrorDetails) -> Fault:
    path = tuple(part for part in error["loc"] if part != "[key]")
    return Fault(file, lines.line_of(places, path), wording.sentence(error, File))
