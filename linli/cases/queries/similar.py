"""Open cases that may be the same matter: near in place and time, alike in kind or words. For people to judge."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from rapidfuzz import fuzz

from linli.cases.queries.rows import COLUMNS, FROM, row_of
from linli.cases.queries.scoping import Where, cases_for, in_area, in_scope
from linli.cases.types import CaseRow
from linli.people.access import Actor

RECENT = timedelta(days=60)
ALIKE = 40
"""Words that are as alike as this, of 100, may speak of the same matter."""
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Similar:
    """A case that may be the same matter: how far away (None without a point) and how alike its words, 0 to 100."""

    row: CaseRow
    metres: int | None
    likeness: int


@dataclass(frozen=True, slots=True)
class Matter:
    """What is looked for: a report being written, or a case."""

    text: str
    area_code: str
    category: str = ""
    lon: float | None = None
    lat: float | None = None
    but_number: str = ""


_NEAR = """
SELECT {columns}, c.text {source} WHERE {where} ORDER BY c.opened_at DESC LIMIT 400
"""


def similar(*, matter: Matter, by: Actor, now: datetime, metres: int = 500, limit: int = 8) -> tuple[Similar, ...]:
    """Open cases of the actor's scope within `metres` (or in the same area), most alike first."""
    where = cases_for(by=by)
    in_scope(where, by=by)
    where.add("c.closed_at IS NULL AND c.opened_at >= %s AND c.number <> %s", now - RECENT, matter.but_number)
    if matter.lon is not None and matter.lat is not None:
        _within(where, matter.lon, matter.lat, metres)
    elif matter.area_code:
        in_area(where, matter.area_code)
    condition, values = where.whole()
    with connection.cursor() as cursor:
        cursor.execute(_NEAR.format(columns=COLUMNS, source=FROM, where=condition), values)
        rows = cursor.fetchall()
    found = [_scored(row, matter) for row in rows]
    likely = [item for item in found if item.likeness >= ALIKE or _same_kind(item, matter)]
    likely.sort(key=lambda item: (-item.likeness - 25 * _same_kind(item, matter), item.metres or 0))
    return tuple(likely[:limit])


def _within(where: Where, lon: float, lat: float, metres: int) -> None:
    high = metres / METRES_PER_DEGREE
    wide = high / max(math.cos(math.radians(lat)), 0.1)
    where.add("c.lon BETWEEN %s AND %s AND c.lat BETWEEN %s AND %s", lon - wide, lon + wide, lat - high, lat + high)


def _scored(row: tuple[Any, ...], matter: Matter) -> Similar:
    case, text = row_of(row[:-1]), row[-1]
    return Similar(row=case, metres=_distance(case, matter), likeness=likeness(matter.text, text))


def likeness(words: str, text: str) -> int:
    """How alike the words of a matter and another's text are, 0 to 100."""
    alike = fuzz.token_set_ratio if text.isascii() else fuzz.partial_ratio
    return int(alike(words[:200], text[:400]))


def _same_kind(item: Similar, matter: Matter) -> bool:
    return bool(matter.category) and item.row.category == matter.category


def _distance(case: CaseRow, matter: Matter) -> int | None:
    if case.lon is None or case.lat is None or matter.lon is None or matter.lat is None:
        return None
    return round(metres_between((case.lon, case.lat), (matter.lon, matter.lat)))


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points (longitude, latitude) that lie near each other."""
    east = (one[0] - other[0]) * math.cos(math.radians(other[1])) * METRES_PER_DEGREE
    return math.hypot(east, (one[1] - other[1]) * METRES_PER_DEGREE)
