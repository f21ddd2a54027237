"""Counts the tallies anew, from the cases and their events, while the city works on. See ADR 13."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

from django.db import Error, connection, transaction

from linli.cases.actions.tallies import FOLDING, are_many, fold
from linli.cases.models import Case, Tally, TallyDelta
from linli.cases.queries import summing
from linli.cases.queries.recounting import OF_EVENTS, life_values
from linli.cases.queries.summing import FACTS, OF_EVERY_CASE, SOURCES, Summing, Told
from linli.cases.queries.tallies import kept_levels
from linli.cases.rules.packing import packing
from linli.core.calendars.queries import calendar
from linli.core.postgres.lanes import Lanes
from linli.core.postgres.remaking import exchange, fill_beside, key_beside

Step = Callable[[str], None]
Values = Mapping[str, str | list[str] | list[int] | list[int | None]]

_MARK = f"""
UPDATE cases_case c SET counts = c.counts || m.marks FROM ({OF_EVENTS}) m
WHERE m.case_id = c.id AND NOT c.counts @> m.marks
"""  # noqa: S608 a statement of this program
TALLIES, SUMS = "cases_tally", "cases_areatally"
_SETTINGS = """
SET LOCAL work_mem = '512MB'; SET LOCAL maintenance_work_mem = '1GB'; SET LOCAL jit = off;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL max_parallel_maintenance_workers = 0
"""
"""For each of two transactions: a sort beyond its memory goes to files, so that many cases take time and no more."""
_ALONE = """
SET LOCAL work_mem = '256MB'; SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL max_parallel_maintenance_workers = 2
"""
"""For the last one, which has the cores to itself."""
_PAGES = "SELECT pg_relation_size('cases_case') / current_setting('block_size')::int"
_ORGS = "SELECT id FROM people_organisation"
_MADE = """
SELECT string_agg(format('%I', relname), ', ') FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
  AND (relname LIKE 'cases\\_anew\\_%' OR relname LIKE 'cases\\_%tally\\_anew')
"""


def is_wanting() -> bool:
    """Whether there are cases of a time before tallies were kept as they are now."""
    return not (Tally.objects.exists() or TallyDelta.objects.exists()) and Case.objects.exists()


def settle() -> None:
    """Brings what waits into the tallies: by folding, or by counting anew where that is quicker."""
    if are_many():
        rebuild()
    while fold():
        pass


def rebuild(*, step: Step = lambda _what: None) -> None:
    """Counts everything anew beside the tallies that stand, then puts the new ones in their place at once.

    All is read at one moment, and what changes meanwhile stays as deltas, so that nothing is lost or counted twice.
    Nobody folds meanwhile. `step` is told what is being done. Raises OverflowError as `packing` does.
    """
    is_inside = connection.in_atomic_block
    lanes = Lanes(is_in_turn=is_inside, settings=_SETTINGS)
    step("marks")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_event")  # an import may have filled them a moment ago
        cursor.execute(_MARK, life_values())
    if is_inside:
        _exchange(lanes=lanes, step=step)
        return
    try:
        with _nobody_folds():
            _exchange(lanes=lanes, step=step)
    finally:
        lanes.run([_clear])


@contextmanager
def _nobody_folds() -> Iterator[None]:
    """Waits for who is folding before the moment at which all is read: what was folded while a snapshot waits is none
    that it may change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [FOLDING])
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:  # of a connection that broke, the lock is gone too
            cursor.execute("SELECT pg_advisory_unlock(%s)", [FOLDING])


def _exchange(*, lanes: Lanes, step: Step) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if not lanes.is_in_turn:  # inside a caller's own transaction, all is read at the moments that the caller sees
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        _fill(lanes=lanes, step=step)
        for table in (TALLIES, SUMS):
            exchange(table=table)
        cursor.execute("DELETE FROM cases_tallydelta")
        if lanes.is_in_turn:
            _clear()


def _fill(*, lanes: Lanes, step: Step) -> None:
    """Makes both tables beside those that stand, from the cases as this transaction sees them."""
    step("cases")
    snapshot = "" if lanes.is_in_turn else _rows("SELECT pg_export_snapshot()")[0][0]
    work = _summing()
    values = {**work.values(), "zone": calendar().tz.key}
    lanes.run([partial(_prepare, work, values)])
    middle = f"'({_rows(_PAGES)[0][0] // 2},0)'::tid"
    halves = zip(FACTS, (f"c.ctid < {middle}", f"c.ctid >= {middle}"), strict=True)
    facts = [work.facts(table=table, where=where) for table, where in halves]
    lanes.run([partial(_do, [fact], values) for fact in facts], snapshot=snapshot)
    step("areas")
    views = [partial(_do, list(work.views(view))) for view in SOURCES]
    lanes.run([partial(_make, TALLIES, work.tallies()), *views])
    lanes.run([partial(_make, SUMS, work.areas(), _ALONE)])


def _make(table: str, select: str, settings: str = "") -> None:
    """Makes a table beside the one that stands, in the order of its key, and then the key."""
    _do([settings] if settings else [])
    fill_beside(table=table, select=select)
    key_beside(table=table)


def _summing() -> Summing:
    """The numbers of all that occurs."""
    what, told = _rows(summing.DISTINCT_WHAT), [one for (one,) in _rows(summing.DISTINCT_TOLD)]
    counts = [Told.of(one) for one in told]
    packed = packing(
        codes=[code for (code,) in _rows("SELECT code FROM places_area")],
        widths=list(kept_levels()),
        measures={*OF_EVERY_CASE, *(one.name for one in counts)},
        kinds=[(pack, category) for pack, category, _channel in what],
        channels=[channel for _pack, _category, channel in what],
        orgs={one.org for one in counts if one.org is not None}.union(org for (org,) in _rows(_ORGS)),
    )
    return Summing(packing=packed, told=told, levels=kept_levels())


def _prepare(work: Summing, values: Values) -> None:
    """Makes the tables that tell what the numbers stand for, and the new ones, empty."""
    _clear()
    _do(list(work.names()), values)


def _clear() -> None:
    """Drops what a rebuild made, also one that was broken off."""
    with connection.cursor() as cursor:
        cursor.execute(_MADE)
        if made := cursor.fetchone()[0]:
            cursor.execute(f"DROP TABLE {made}")


def _do(statements: Sequence[str], values: Values | None = None) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


def _rows(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
