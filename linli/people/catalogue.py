"""The city's dispatch catalogue (派单目录): which kind of body leads a category of matter, at which level, by what law.

`catalogue.csv` in the city's folder: pack, category (a key, or its beginning; empty for all), lead (kind), level,
assists (kinds, split by `;`), basis (name of the law), remark. The longest category that fits counts.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import ClassVar

from django.conf import settings

from linli.people.models import Organisation
from linli.people.queries import OrganisationView, view_of

FILE = "catalogue.csv"
CHECK_EVERY = 5.0
"""Seconds after which a process reads the organisations again."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the catalogue."""

    pack: str
    category: str
    lead: str
    level: str
    assists: tuple[str, ...]
    basis: str
    remark: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who should lead and assist, and why. Somebody at the desk decides."""

    lead: OrganisationView
    assists: tuple[OrganisationView, ...]
    basis: str
    remark: str


def entry_for(*, pack: str, category: str) -> Entry | None:
    """The line for the category; None when the city's catalogue has none."""
    fits = [
        entry
        for entry in _entries(Path(settings.CITY_ROOT) / FILE)
        if entry.pack == pack and (not entry.category or f"{category}.".startswith(f"{entry.category}."))
    ]
    return max(fits, key=lambda entry: len(entry.category), default=None)


def suggested(*, pack: str, category: str, areas: Mapping[str, str]) -> Suggestion | None:
    """Who should get the case. `areas` maps level to code: the case's area and those above it. From memory.

    The leading kind is looked for at the catalogue's level and then above it; None when there is no such body.
    """
    _refresh()
    asked, answers = (pack, category, *areas.values()), _Kept.answers
    if asked not in answers:
        answers[asked] = _found(pack=pack, category=category, areas=areas)
    return answers[asked]


def english_name(*, name: str) -> str:
    """What an active body of this name is called in English; the name itself where it has none. From memory."""
    _refresh()
    return _Kept.english.get(name) or name


def _found(*, pack: str, category: str, areas: Mapping[str, str]) -> Suggestion | None:
    entry = entry_for(pack=pack, category=category)
    if entry is None:
        return None
    codes = frozenset(areas.values())
    found = [_nearest(kind, areas.get(entry.level, ""), codes) for kind in (entry.lead, *entry.assists)]
    if found[0] is None:
        return None
    assists = tuple(body for body in found[1:] if body is not None and body != found[0])
    return Suggestion(lead=found[0], assists=assists, basis=entry.basis, remark=entry.remark)


def forget() -> None:
    """Read the organisations anew at the next suggestion."""
    _Kept.read_at = float("-inf")


class _Kept:
    """The active bodies by kind, their English names, as this process last read them; and what was suggested since."""

    read_at = float("-inf")
    bodies: Mapping[str, tuple[OrganisationView, ...]] = {}
    english: Mapping[str, str] = {}
    answers: ClassVar[dict[tuple[str, ...], Suggestion | None]] = {}


def _refresh() -> None:
    """Read the active bodies again after `CHECK_EVERY` seconds: an intake asks for them at every report."""
    if monotonic() - _Kept.read_at > CHECK_EVERY:
        found: dict[str, tuple[OrganisationView, ...]] = {}
        rows = tuple(Organisation.objects.filter(is_active=True))
        for row in rows:
            if row.kind:
                found[row.kind] = (*found.get(row.kind, ()), view_of(row))
        _Kept.english = {row.name: row.name_en for row in rows}
        _Kept.bodies, _Kept.answers, _Kept.read_at = found, {}, monotonic()


def _nearest(kind: str, area: str, codes: frozenset[str]) -> OrganisationView | None:
    """The body of the kind at the area, else the one lowest above it, else the highest below."""
    fits = [body for body in _Kept.bodies.get(kind, ()) if body.area_code in codes]
    above = [body for body in fits if area.startswith(body.area_code)]
    if above:
        return max(above, key=lambda body: len(body.area_code))
    return min(fits, key=lambda body: len(body.area_code), default=None)


def _entries(file: Path) -> tuple[Entry, ...]:
    return _read(file, file.stat().st_mtime_ns) if file.is_file() else ()


@lru_cache(maxsize=2)
def _read(file: Path, changed: int) -> tuple[Entry, ...]:
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Entry(
                pack=row["pack"],
                category=row["category"],
                lead=row["lead"],
                level=row["level"],
                assists=tuple(filter(None, row["assists"].split(";"))),
                basis=row["basis"],
                remark=row["remark"],
            )
            for row in csv.DictReader(lines)
        )
