"""Counts the tallies anew, from the cases and their events, while the city works on."""

from collections.abc import Callable

from django.db import connection, transaction

from linli.cases.actions.tallies import FOLDING, are_many, fold
from linli.cases.models import Case, Tally, TallyDelta
from linli.cases.queries import summing
from linli.cases.queries.recounting import OF_CASES, OF_EVENTS, life_values
from linli.cases.queries.tallies import kept_levels
from linli.core.calendars.queries import calendar
from linli.core.postgres.remaking import exchange, fill_beside, key_beside

Step = Callable[[str], None]

_MARK = f"""
UPDATE cases_case c SET counts = c.counts || m.marks FROM ({OF_EVENTS}) m
WHERE m.case_id = c.id AND NOT c.counts @> m.marks
"""  # noqa: S608 a statement of this program
_DAYS = "cases_areatally_days"
TABLES = ("cases_tally", "cases_areatally")


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
    Nobody folds meanwhile. `step` is told what is being done.
    """
    is_inside = connection.in_atomic_block
    step("marks")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case, cases_event")  # an import may have filled them a moment ago
        cursor.execute(_MARK, life_values())
    with transaction.atomic(), connection.cursor() as cursor:
        if not is_inside:  # inside a caller's own transaction, all is read at the moments that the caller sees
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING])
        cursor.execute("SET LOCAL work_mem = '512MB'; SET LOCAL maintenance_work_mem = '1GB'")
        step("cases")
        tallies = fill_beside(table="cases_tally", select=OF_CASES, values=[calendar().tz.key])
        step("areas")
        levels = kept_levels()
        cursor.execute(f"CREATE TABLE {_DAYS} AS {summing.days(levels=levels, source=tallies)}")
        cursor.execute(f"ANALYZE {_DAYS}")
        fill_beside(table="cases_areatally", select=summing.sums(levels=levels, source=tallies, of_days=_DAYS))
        cursor.execute(f"DROP TABLE {_DAYS}")
        step("keys")
        for table in TABLES:
            key_beside(table=table)
            exchange(table=table)
        cursor.execute("DELETE FROM cases_tallydelta")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_tally, cases_areatally")
