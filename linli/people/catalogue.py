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
    file = Path(settings.CITY_ROOT) / FILE
    return _entry(file, file.stat().st_mtime_ns, pack, category) if file.is_file() else None


def suggested(*, pack: str, category: str, areas: Mapping[str, str]) -> Suggestion | None:
    """Who should get the case. `areas` maps level to code: the case's area and those above it. From memory.

    The leading kind is looked for at the catalogue's level and then above it; None when there is no such body.
    """
    entry = entry_for(pack=pack, category=category)
    if entry is None:
        return None
    _refresh()
    codes = tuple(sorted(areas.values(), key=len))
    found = [_nearest(kind, areas.get(entry.level, ""), codes) for kind in (entry.lead, *entry.assists)]
    if found[0] is None:
        return None
    assists = tuple(body for body in found[1:] if body is not None and body != found[0])
    return Suggestion(lead=found[0], assists=assists, basis=entry.basis, remark=entry.remark)


def english_name(*, name: str) -> str:
    """What an active body of this name is called in English; the name itself where it has none. From memory."""
    _refresh()
    return _Kept.english.get(name) or name


def forget() -> None:
    """Read the organisations anew at the next suggestion."""
    _Kept.read_at = float("-inf")


class _Kept:
    """The active bodies by kind and area, and every body's English name, as this process last read them."""

    read_at = float("-inf")
    bodies: Mapping[tuple[str, str], OrganisationView] = {}
    english: Mapping[str, str] = {}


def _refresh() -> None:
    """Read the active bodies again after `CHECK_EVERY` seconds: an intake asks for them at every report."""
    if monotonic() - _Kept.read_at > CHECK_EVERY:
        if _Kept.bodies:
            _Kept.read_at = monotonic()  # first: other threads go on with what is known meanwhile
        rows = tuple(Organisation.objects.filter(is_active=True).order_by("-path"))
        _Kept.english = {row.name: row.name_en for row in rows}
        _Kept.bodies = {(row.kind, row.area_id): view_of(row) for row in rows if row.kind and row.area_id}
        _Kept.read_at = monotonic()


def _nearest(kind: str, area: str, codes: tuple[str, ...]) -> OrganisationView | None:
    """The body of the kind at the area, else the one lowest above it, else the highest below."""
    fits = [body for code in codes if (body := _Kept.bodies.get((kind, code)))]
    above = [body for body in fits if area.startswith(body.area_code)]
    return above[-1] if above else next(iter(fits), None)


@lru_cache(maxsize=2048)
def _entry(file: Path, changed: int, pack: str, category: str) -> Entry | None:
    fits = [
        entry
        for entry in _read(file, changed)
        if entry.pack == pack and (not entry.category or f"{category}.".startswith(f"{entry.category}."))
    ]
    return max(fits, key=lambda entry: len(entry.category), default=None)


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
