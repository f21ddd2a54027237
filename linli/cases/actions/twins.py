"""Looks for the open matter that a new case is likely the same as, in a job; keeps that the desk says it is not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from django.db import connection, transaction

from linli.cases.errors import NoSuchAction
from linli.cases.models import Twin
from linli.cases.queries.details import detail
from linli.cases.queries.packs import pack_of
from linli.cases.queries.scoping import after
from linli.cases.queries.similar import likeness
from linli.cases.queries.twins import is_same_village, metres_of
from linli.cases.rules import twins as rules
from linli.cases.rules.twins import WITHIN, Compared
from linli.people.access import Actor
from linli.places.city import current

FRESH = timedelta(days=2)
"""A case that came in before this is not looked at any more, such as an imported one."""
AT_ONCE = 100
HELD_AGAINST = 200
"""Newest open cases of a town that a new one is held against."""

_ASK = """
INSERT INTO cases_twin (case_id, likeness) SELECT c.id, 0 FROM cases_case c
WHERE c.id = ANY(%s) AND c.closed_at IS NULL AND c.holder_kind = 'desk' AND c.confidentiality <> 'confidential'
ON CONFLICT (case_id) DO UPDATE SET of_id = NULL, likeness = 0 WHERE cases_twin.refused_at IS NULL
"""
_TOO_OLD = """
DELETE FROM cases_twin t USING cases_case c WHERE t.of_id IS NULL AND c.id = t.case_id AND c.opened_at < %s
"""
_SAID = "c.id, c.pack, c.category, c.area_id, c.lon, c.lat, c.opened_at, c.title || ' ' || left(c.text, 400)"
_UNSHARED = "(c.confidentiality = 'confidential' OR EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id))"
# The newest first: of a day on which many came in, what lies on top of the inbox is known first.
_WAITING = f"""
SELECT {_SAID}, c.closed_at IS NULL AND NOT {_UNSHARED} FROM cases_twin t JOIN cases_case c ON c.id = t.case_id
WHERE t.of_id IS NULL ORDER BY t.case_id DESC LIMIT %s FOR UPDATE OF t SKIP LOCKED
"""  # noqa: S608 a statement of this program
_OPEN = f"""
SELECT {_SAID} FROM cases_case c WHERE c.closed_at IS NULL AND c.area_id >= %s AND c.area_id < %s AND c.pack = %s
  AND c.opened_at >= %s AND NOT {_UNSHARED} ORDER BY c.opened_at DESC, c.id DESC LIMIT %s
"""  # noqa: S608 a statement of this program
_FOUND = """
UPDATE cases_twin t SET of_id = found.of_id, likeness = found.likeness
FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[]) AS found(case_id, of_id, likeness)
WHERE t.case_id = found.case_id
"""
_ENDED = """
DELETE FROM cases_twin t USING cases_case c
WHERE t.of_id IS NOT NULL AND c.id IN (t.case_id, t.of_id) AND c.closed_at IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class _Said:
    """As much of a case as is held against others."""

    id: int
    pack: str
    category: str
    area_code: str
    lon: float | None
    lat: float | None
    opened_at: datetime
    words: str


def ask(*, case_ids: Sequence[int]) -> None:
    """Notes that these cases are to be looked at, as far as they are open at a desk. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [list(case_ids)])


def find(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Looks at the newest that wait, in one transaction; answers how many are likely the same as another."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TOO_OLD, [now - FRESH])
        cursor.execute(_WAITING, [limit])
        rows = cursor.fetchall()
        waiting = [_Said(*row[:-1]) for row in rows if row[-1] and _may_be_merged(row[1])]
        found = {one.id: twin for group in _by_town(waiting) for one, twin in _compared(group)}
        if found:
            others = [other for other, _likeness in found.values()]
            cursor.execute(_FOUND, [list(found), others, [alike for _other, alike in found.values()]])
        Twin.objects.filter(case_id__in=[row[0] for row in rows if row[0] not in found]).delete()
    return len(found)


def forget_ended() -> int:
    """Drops what was found of cases that are closed or merged since; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED)
        return int(cursor.rowcount)


def refuse(*, number: str, other: str, by: Actor, now: datetime) -> bool:
    """The desk says that they are not the same; answers whether that was still suggested.

    Raises NoSuchCase, and NoSuchAction for whoever could not merge the case.
    """
    seen = detail(number=number, by=by, now=now)
    if all(choice.action.effect != "merge" for choice in seen.choices):
        raise NoSuchAction
    known = Twin.objects.filter(case__number=number, of__number=other, refused_at=None)
    return bool(known.update(refused_at=now))


def _may_be_merged(pack: str) -> bool:
    return any(one.effect == "merge" and "desk" in one.by for one in pack_of(key=pack).actions.values())


def _by_town(waiting: Iterable[_Said]) -> Iterable[tuple[str, str, list[_Said]]]:
    """The cases by kind and town, so that what is open there is read once."""
    ordered = sorted(waiting, key=lambda one: (one.pack, _town(one.area_code)))
    for (pack, town), group in groupby(ordered, key=lambda one: (one.pack, _town(one.area_code))):
        yield pack, town, list(group)


def _town(code: str) -> str:
    """The area one level above villages; a point may lie at its village's edge."""
    *_higher, above, _finest = (level.total for level in current().levels if level.key != "grid")
    return code[:above]


def _compared(group: tuple[str, str, list[_Said]]) -> Iterable[tuple[_Said, tuple[int, int]]]:
    pack, town, cases = group
    since = min(one.opened_at for one in cases) - WITHIN
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [town, after(town), pack, since, HELD_AGAINST])
        others = [_Said(*row) for row in cursor.fetchall()]
    for one in cases:
        best = _best(one, others)
        if best is not None:
            yield one, best


def _best(one: _Said, others: Iterable[_Said]) -> tuple[int, int] | None:
    """The case that it is likeliest the same as, and how alike their words are."""
    scored: Mapping[int, Compared] = {
        other.id: _held(one, other) for other in others if (other.opened_at, other.id) < (one.opened_at, one.id)
    }
    likely = {key: compared for key, compared in scored.items() if rules.is_likely(compared)}
    if not likely:
        return None
    best = max(likely, key=lambda key: (rules.points(likely[key]), key))
    return best, likely[best].likeness


def _held(one: _Said, other: _Said) -> Compared:
    compared = Compared(
        likeness=0,
        metres=metres_of((one.lon, one.lat), (other.lon, other.lat)),
        is_same_village=is_same_village(one.area_code, other.area_code),
        is_same_kind=bool(one.category) and one.category == other.category,
        earlier_by=one.opened_at - other.opened_at,
    )
    if not rules.is_near(compared):  # words are compared last: they cost the most
        return compared
    return replace(compared, likeness=likeness(one.words, other.words))
