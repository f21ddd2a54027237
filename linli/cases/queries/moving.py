"""Which open clocks would fall due at another moment under a calendar or a changed rule: the dry run and the work.

The calendar may be one that nobody has saved, the pack one that nobody has published.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
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
_HOW_MANY = """
SELECT count(*) FROM cases_clock k JOIN cases_case c ON c.id = k.case_id
WHERE k.state <> 'stopped' AND k.length IS NOT NULL AND {where}
"""
# Those that this calendar's days off can move; a day changes nothing for what was due before it. An extension may be in
# another unit than its clock.
_ON_CALENDAR = """
k.calendar = %(calendar)s AND k.due_at >= %(since)s
AND (k.unit IN ('working_hour', 'working_day') OR (k.ends = 'working_day' AND k.unit = ANY(%(rolling)s))
     OR k.history @? '$[*].unit')
"""
_OF_RULE = "c.pack = %(pack)s AND k.key = %(key)s"
_EVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Moved:
    """An open clock that is counted anew. Under a new law its due moment may come out the same."""

    case_id: int
    number: str
    pack: str
    clock: str
    was: datetime
    due_at: datetime
    clock_id: int


@dataclass(frozen=True, slots=True)
class Search:
    """Which clocks to look at, and how each is counted anew."""

    where: str
    given: Mapping[str, Any]
    anew: Callable[[ClockState, Row], ClockState]


@dataclass(frozen=True, slots=True)
class Found:
    """Some thousand clocks that were looked at, up to the id `last`, and those of them that move."""

    last: int
    looked: int
    moved: tuple[Moved, ...]


def on_calendar(*, calendar: Calendar, since: datetime | None = None) -> Search:
    """Every open clock that this calendar can move, of those due at or after `since`."""
    given = {"calendar": calendar.key, "since": since or _EVER, "rolling": sorted(ROLLING)}

    def anew(item: ClockState, row: Row) -> ClockState:
        if not follows_calendar(item):
            return item
        rule = rule_of(pack=pack_of(key=row["pack"], version=row["pack_version"]), item=item)
        return recounted(item=item, rule=rule, calendars={calendar.key: calendar})

    return Search(_ON_CALENDAR, given, anew)


def of_rule(*, pack: Pack, clock: str, now: datetime) -> Search:
    """Every open clock of this rule, counted by the edition that binds it at `now`, as the pack has it."""

    @cache
    def known(version: str) -> tuple[Pack, Mapping[str, Calendar]]:
        own = under_law_of(pack, older=pack_of(key=pack.key, version=version))
        return own, calendars_of(own)

    def anew(item: ClockState, row: Row) -> ClockState:
        own, calendars = known(row["pack_version"])
        return followed(
            item,
            rule=own.clocks[item.key],
            category=row["category"],
            urgency=row["urgency"],
            opened_at=row["opened_at"],
            now=now,
            calendars=calendars,
        )

    return Search(_OF_RULE, {"pack": pack.key, "key": clock}, anew)


def moves(*, calendar: Calendar, since: datetime | None = None) -> Iterator[Moved]:
    """Every open clock that this calendar moves, of those due at or after `since`."""
    return found_by(search=on_calendar(calendar=calendar, since=since))


def rule_moves(*, pack: Pack, clock: str, now: datetime) -> Iterator[Moved]:
    """Every open clock of this rule that another of its editions binds at `now`, as the pack has it."""
    return found_by(search=of_rule(pack=pack, clock=clock, now=now))


def found(*, search: Search, after: int = 0) -> Found | None:
    """The next some thousand clocks with an id higher than `after`; None when there are no more."""
    rows = _rows(search, after)
    if not rows:
        return None
    return Found(last=rows[-1]["id"], looked=len(rows), moved=tuple(_moved(search, rows)))


def how_many(*, search: Search) -> int:
    """How many clocks there are to look at."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY.format(where=search.where), search.given)
        return int(cursor.fetchone()[0])


def found_by(*, search: Search) -> Iterator[Moved]:
    """Every clock that moves, some thousand at a time."""
    last = 0
    while some := found(search=search, after=last):
        last = some.last
        yield from some.moved


def _moved(search: Search, rows: list[Row]) -> Iterator[Moved]:
    for row in rows:
        item = clock_of(orjson.loads(row["clock"]))
        new = search.anew(item, row)
        if (new.due_at, new.edition_date) != (item.due_at, item.edition_date):
            yield Moved(
                case_id=row["case_id"],
                number=row["number"],
                pack=row["pack"],
                clock=item.key,
                was=item.due_at,
                due_at=new.due_at,
                clock_id=row["id"],
            )


def _rows(search: Search, after: int) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS.format(where=search.where), {**search.given, "last": after, "batch": BATCH})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
