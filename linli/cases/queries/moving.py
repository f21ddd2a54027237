"""Which open clocks would fall due at another moment under a calendar or a changed rule: the dry run and the work.

The calendar may be one that nobody has saved, the pack one that nobody has published.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
from django.db import connection

from linli.cases.queries.loading import clock_of
from linli.cases.queries.packs import calendars_of, pack_of
from linli.cases.rules.clocks import followed, follows_calendar, recounted, rule_of
from linli.cases.rules.state import ClockState
from linli.core.clock import ROLLING, Calendar
from linli.process.definition import Pack
from linli.process.registry import under_law_of

BATCH = 5000

# Open clocks in order of id, with what of their cases decides how they are counted.
_CLOCKS = """
SELECT k.id, c.number, c.id AS case_id, c.pack, c.pack_version, c.category, c.urgency, c.opened_at,
       (to_jsonb(k) || jsonb_build_object('org_id', a.organisation_id))::text AS clock
FROM cases_clock k
JOIN cases_case c ON c.id = k.case_id
LEFT JOIN cases_assignment a ON a.id = k.assignment_id
WHERE k.state <> 'stopped' AND k.length IS NOT NULL AND k.id > %(last)s AND {where}
ORDER BY k.id LIMIT %(batch)s
"""
# Those that this calendar's days off can move; a day changes nothing for what was due before it.
_ON_CALENDAR = """
k.calendar = %(calendar)s AND k.due_at >= %(since)s
AND (k.unit IN ('working_hour', 'working_day') OR (k.ends = 'working_day' AND k.unit = ANY(%(rolling)s))
     OR k.history @? '$[*].unit')
"""
_OF_RULE = "c.pack = %(pack)s AND k.key = %(key)s"
_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class Moved:
    """An open clock that is counted anew. Under a new law its due moment may come out the same."""

    case_id: int
    number: str
    pack: str
    clock: str
    was: datetime
    due_at: datetime


def moves(*, calendar: Calendar, since: datetime = _EVER) -> Iterator[Moved]:
    """Every open clock that this calendar moves, of those due at or after `since`."""
    given = {"calendar": calendar.key, "since": since, "rolling": sorted(ROLLING)}

    def anew(item: ClockState, row: dict[str, Any]) -> ClockState:
        if not follows_calendar(item):
            return item
        rule = rule_of(pack=pack_of(key=row["pack"], version=row["pack_version"]), item=item)
        return recounted(item=item, rule=rule, calendars={calendar.key: calendar})

    return (one for one in _anew(_ON_CALENDAR, given, anew) if one.was != one.due_at)


def rule_moves(*, pack: Pack, clock: str, now: datetime) -> Iterator[Moved]:
    """Every open clock of this rule that another of its editions binds at `now`, as the pack has it."""

    def anew(item: ClockState, row: dict[str, Any]) -> ClockState:
        own = under_law_of(pack, older=pack_of(key=row["pack"], version=row["pack_version"]))
        return followed(
            item,
            rule=own.clocks[item.key],
            category=row["category"],
            urgency=row["urgency"],
            opened_at=row["opened_at"],
            now=now,
            calendars=calendars_of(own),
        )

    return _anew(_OF_RULE, {"pack": pack.key, "key": clock}, anew)


def _anew(
    where: str, given: dict[str, Any], anew: Callable[[ClockState, dict[str, Any]], ClockState]
) -> Iterator[Moved]:
    last = 0
    while rows := _batch(where, given, last):
        last = rows[-1]["id"]
        for row in rows:
            item = clock_of(orjson.loads(row["clock"]))
            new = anew(item, row)
            if new != item and (new.due_at, new.edition_date) != (item.due_at, item.edition_date):
                yield Moved(
                    case_id=row["case_id"],
                    number=row["number"],
                    pack=row["pack"],
                    clock=item.key,
                    was=item.due_at,
                    due_at=new.due_at,
                )


def _batch(where: str, given: dict[str, Any], last: int) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS.format(where=where), {**given, "last": last, "batch": BATCH})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]


def first_day_of(*, on: date, calendar: Calendar) -> datetime:
    """The moment at which a day begins on the calendar's wall clock."""
    return datetime(on.year, on.month, on.day, tzinfo=calendar.tz)
