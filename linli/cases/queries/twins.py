"""Cases at a desk that are likely the same matter as an earlier open one, with what speaks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from linli.cases.models import Twin
from linli.cases.queries.rows import COLUMNS, FROM, row_of
from linli.cases.queries.scoping import cases_for, in_scope
from linli.cases.queries.similar import metres_between
from linli.cases.types import CaseRow
from linli.people.access import Actor
from linli.places.city import current

_PAIRS = """
SELECT t.case_id, t.of_id, t.likeness FROM cases_twin t JOIN cases_case c ON c.id = t.case_id
JOIN cases_case other ON other.id = t.of_id
WHERE t.refused_at IS NULL AND c.closed_at IS NULL AND c.holder_kind = 'desk' AND c.holder_area = %s
  AND other.closed_at IS NULL ORDER BY t.case_id DESC LIMIT %s
"""
_CASES = "SELECT {columns}, c.text {source} WHERE c.id = ANY(%s) AND c.closed_at IS NULL AND {where}"


@dataclass(frozen=True, slots=True)
class Likely:
    """A new case, the earlier one that it is likely the same as, and why. `metres` is None where a point is missing."""

    row: CaseRow
    text: str
    other: CaseRow
    other_text: str
    likeness: int
    metres: int | None
    is_same_village: bool

    @property
    def earlier_by(self) -> timedelta:
        """How long before it the other came in."""
        return self.row.opened_at - self.other.opened_at


def likely_same(*, by: Actor, limit: int = 20) -> tuple[Likely, ...]:
    """What is suggested of the cases in the desk's inbox, the newest first. Two statements; one where there is nothing.

    Both cases are open, and the actor may see both.
    """
    if by.role != "desk":
        return ()
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [by.area_code, limit])
        pairs = cursor.fetchall()
    known = _cases({id for pair in pairs for id in pair[:2]}, by) if pairs else {}
    return tuple(
        _likely(known[case], known[other], alike) for case, other, alike in pairs if case in known and other in known
    )


def is_suggested(*, number: str, other: str) -> bool:
    """Whether the two are still suggested as one."""
    return Twin.objects.filter(case__number=number, of__number=other, refused_at=None).exists()


def _cases(ids: set[int], by: Actor) -> dict[int, tuple[CaseRow, str]]:
    where = cases_for(by=by)
    in_scope(where, by=by)
    condition, values = where.held_against()
    with connection.cursor() as cursor:
        cursor.execute(_CASES.format(columns=COLUMNS, source=FROM, where=condition), [list(ids), *values])
        return {row[0]: (row_of(row[:-1]), row[-1]) for row in cursor.fetchall()}


def _likely(one: tuple[CaseRow, str], other: tuple[CaseRow, str], alike: int) -> Likely:
    return Likely(
        row=one[0],
        text=one[1],
        other=other[0],
        other_text=other[1],
        likeness=alike,
        metres=metres_of((one[0].lon, one[0].lat), (other[0].lon, other[0].lat)),
        is_same_village=is_same_village(one[0].area_code, other[0].area_code),
    )


def metres_of(one: Sequence[Any], other: Sequence[Any]) -> int | None:
    """How far two points (longitude, latitude) are from each other; None where one is not known."""
    if None in (*one, *other):
        return None
    return round(metres_between((one[0], one[1]), (other[0], other[1])))


def is_same_village(one: str, other: str) -> bool:
    """Whether two areas lie in the same village; of an area that is larger nobody knows."""
    *_higher, finest = (level.total for level in current().levels if level.key != "grid")
    return len(one) >= finest and one[:finest] == other[:finest]
