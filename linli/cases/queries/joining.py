"""Open matters near a report being written that its writer may join. What the public map shows, and nothing more.

Whoever asks may be anybody, so that no answer depends on what the map hides: a place counts by its rounded point, words
are held against the other report with names, numbers and doors masked.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from linli.cases.queries.packs import pack_of
from linli.cases.queries.public import coarse, public_kinds
from linli.cases.queries.scoping import after
from linli.cases.queries.similar import ALIKE, RECENT, Matter, likeness, metres_between
from linli.core.calendars.queries import calendar
from linli.places import queries as places
from linli.places.city import current
from linli.process.definition import Action, Pack
from linli.reading.rules.masking import mask

NEAR_METRES = 400
LOOKED_AT = 40
"""Newest open matters of a town that are held against the words."""

_OPEN = """
SELECT c.number, c.category, c.stage, c.area_id, c.opened_at, c.lon, c.lat, c.title, c.text FROM cases_case c
WHERE c.closed_at IS NULL AND c.area_id >= %s AND c.area_id < %s AND c.pack = %s AND c.opened_at >= %s
  AND c.category = ANY(%s) AND c.confidentiality <> 'confidential' AND c.merged_into_id IS NULL
  AND c.id NOT IN (SELECT h.case_id FROM cases_hiding h)
ORDER BY c.opened_at DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Joinable:
    """An open matter as a stranger may read it: kind, stage, village and the day it came in."""

    number: str
    pack: str
    category: str
    stage: str
    area_code: str
    opened_date: date


def join_action(*, pack: Pack) -> Action | None:
    """The step by which a report joins another: a merge that nobody but the reporter's own word takes."""
    found = (one for one in pack.actions.values() if one.effect == "merge" and one.by == {"system"})
    return next(found, None)


def joinable(*, matter: Matter, pack_key: str, now: datetime, limit: int = 3) -> tuple[Joinable, ...]:
    """Open public matters of the kind within some hundred metres, or in the same area, most alike first. One statement.

    None where the pack lets no report join another.
    """
    pack = pack_of(key=pack_key)
    if join_action(pack=pack) is None or not matter.area_code:
        return ()
    kinds = [category for key, category in public_kinds() if key == pack_key]
    around = _around(matter)
    values = (around, after(around), pack_key, now - RECENT, kinds, LOOKED_AT)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, values)
        rows = cursor.fetchall()
    scored = [(score, _joinable(row, pack_key)) for row in rows if (score := _score(row, matter)) is not None]
    best = sorted(scored, key=lambda item: -item[0])
    return tuple(one for _points, one in best[:limit])


def _around(matter: Matter) -> str:
    """Where to look: around a point, which may lie at its village's edge, one level higher; else the area itself."""
    *_higher, above, finest = (level.total for level in current().levels if level.key != "grid")
    is_deep = matter.lon is not None and len(matter.area_code) >= finest
    return matter.area_code[:above] if is_deep else matter.area_code


def _score(row: tuple[Any, ...], matter: Matter) -> int | None:
    """How alike, 0 to 125; None where it is too far away, or neither of the kind nor alike."""
    _number, category, _stage, area, _opened_at, lon, lat, title, text = row
    if matter.lon is not None and matter.lat is not None:
        at = (lon, lat) if lon is not None else places.centre_of(area)
        if at is None or metres_between((coarse(at[0]), coarse(at[1])), (matter.lon, matter.lat)) > NEAR_METRES:
            return None
    alike = likeness(matter.text, mask(f"{title}\n{text}").text)
    is_same_kind = bool(matter.category) and f"{category}.".startswith(f"{matter.category}.")
    return alike + 25 * is_same_kind if alike >= ALIKE or is_same_kind else None


def _joinable(row: tuple[Any, ...], pack_key: str) -> Joinable:
    number, category, stage, area, opened_at = row[:5]
    return Joinable(number, pack_key, category, stage, area, opened_at.astimezone(calendar().tz).date())
