"""Dry runs as administrators read them: numbers and dates of what moves; of confidential cases how many, no more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from linli.cases.errors import NoSuchDryRun
from linli.cases.models import DryMove, DryRun
from linli.cases.queries import moving
from linli.cases.queries.moving import Moved, Search
from linli.cases.queries.packs import pack_of
from linli.cases.queries.scoping import cases_for
from linli.core.calendars import edits
from linli.core.calendars import queries as calendars
from linli.people.access import Actor

SHOWN = 200
"""Cases on a page; the file has them all."""
_CHUNK = 5000

_ROWS = """
SELECT m.case_id, c.number, c.pack, k.key, m.was, m.due_at, m.clock_id
FROM cases_drymove m JOIN cases_case c ON c.id = m.case_id JOIN cases_clock k ON k.id = m.clock_id
WHERE m.run_id = %s AND m.state = ANY(%s) AND (m.case_id, m.clock_id) > (%s, %s) AND {known}
ORDER BY m.case_id, m.clock_id LIMIT %s
"""
_COUNTS = """
SELECT count(DISTINCT m.case_id), count(DISTINCT m.case_id) FILTER (WHERE NOT ({open_to_staff}))
FROM cases_drymove m JOIN cases_case c ON c.id = m.case_id
WHERE m.run_id = %s AND m.state = ANY(%s) AND {known}
"""
_OPEN_TO_STAFF = "c.confidentiality <> 'confidential'"
"""What an administrator, who stands in no relation to any case (`people.access`), may know the number of."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases move, and how many of them are confidential. Those hidden from the reader are in neither."""

    cases: int
    confidential: int


def dry_run(*, id: int) -> DryRun:
    """The dry run. Raises NoSuchDryRun."""
    run = DryRun.objects.select_related("recount", "made_by").filter(id=id).first()
    if run is None:
        raise NoSuchDryRun
    return run


def counts(*, run: DryRun, by: Actor, states: tuple[str, ...]) -> Counts:
    """How many cases it moves, of those in these states."""
    known = cases_for(by=by)
    with connection.cursor() as cursor:
        sql = _COUNTS.format(known=known.sql(), open_to_staff=_OPEN_TO_STAFF)
        cursor.execute(sql, [run.id, list(states), *known.values])
        return Counts(*cursor.fetchone())


def rows(*, run: DryRun, by: Actor, states: tuple[str, ...], limit: int | None = None) -> Iterator[Moved]:
    """The clocks that it moves of cases that are not confidential, case by case in order of id."""
    known = cases_for(by=by)
    known.add(_OPEN_TO_STAFF)
    sql = _ROWS.format(known=known.sql())
    after, left = (0, 0), limit
    while left is None or left > 0:
        size = _CHUNK if left is None else min(left, _CHUNK)
        with connection.cursor() as cursor:
            cursor.execute(sql, [run.id, list(states), *after, *known.values, size])
            some = [Moved(*row) for row in cursor.fetchall()]
        yield from some
        if len(some) < size:
            return
        after, left = (some[-1].case_id, some[-1].clock_id), None if left is None else left - len(some)


def open_states(*, run: DryRun) -> tuple[str, ...]:
    """In which states the moves are that somebody is to look at now."""
    return (DryMove.State.FRESH,) if run.state == DryRun.State.AGAIN else tuple(DryMove.State)


def search_of(*, run: DryRun) -> Search:
    """What the dry run looks for: by the edited calendar or, once the edit is kept, by the calendar itself."""
    if run.pack:
        assert run.law_at is not None
        return moving.of_rule(pack=pack_of(key=run.pack), clock=run.clock, now=run.law_at)
    if run.recount_id is not None:
        return moving.on_calendar(calendar=calendars.calendar(run.calendar))
    edit = edits.of_plain(key=run.calendar, plain=run.edit)
    return moving.on_calendar(calendar=edits.tried(edit=edit), since=edits.since(edit=edit))


def waiting(*, calendar: str = "", pack: str = "", clock: str = "") -> DryRun | None:
    """The latest dry run of a calendar or a rule that waits for somebody, or is under way."""
    runs = DryRun.objects.filter(calendar=calendar, pack=pack, clock=clock).exclude(state=DryRun.State.DONE)
    return runs.order_by("-id").first()
