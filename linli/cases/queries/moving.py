"""Which open clocks would fall due at another moment under a calendar: before an edit a preview, after it the work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import orjson
from django.db import connection

from linli.cases.queries.loading import clock_of
from linli.cases.queries.packs import pack_of
from linli.cases.rules.clocks import recounted, rule_of
from linli.core.clock import Calendar

BATCH = 5000

# Open clocks counted on this calendar's days off, in order of id. Other units do not depend on it.
_CLOCKS = """
SELECT k.id, c.number, c.id, c.pack, c.pack_version,
       (to_jsonb(k) || jsonb_build_object('org_id', a.organisation_id))::text
FROM cases_clock k
JOIN cases_case c ON c.id = k.case_id
LEFT JOIN cases_assignment a ON a.id = k.assignment_id
WHERE k.state <> 'stopped' AND k.calendar = %s AND k.length IS NOT NULL AND k.unit IN ('working_hour', 'working_day')
  AND k.id > %s
ORDER BY k.id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Moved:
    """An open clock whose due moment differs from what the calendar gives."""

    case_id: int
    number: str
    clock: str
    was: datetime
    due_at: datetime


def moves(*, calendar: Calendar) -> Iterator[Moved]:
    """Every open clock that this calendar moves. The calendar may be one that nobody has saved yet: a dry run."""
    last = 0
    while rows := _batch(calendar.key, last):
        last = rows[-1][0]
        for _id, number, case_id, pack_key, version, row in rows:
            item = clock_of(orjson.loads(row))
            rule = rule_of(pack=pack_of(key=pack_key, version=version), item=item)
            due_at = recounted(item=item, rule=rule, calendars={calendar.key: calendar}).due_at
            if due_at != item.due_at:
                yield Moved(case_id=case_id, number=number, clock=item.key, was=item.due_at, due_at=due_at)


def _batch(key: str, last: int) -> list[tuple[int, str, int, str, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, [key, last, BATCH])
        return list(cursor.fetchall())
