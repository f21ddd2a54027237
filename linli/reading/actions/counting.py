"""Counts what became of suggestions: a row for each, folded into one a day. Nothing of a case or a person is kept."""

from datetime import date, datetime

from django.db import connection
from django.utils.timezone import localdate

from linli.reading.models import SuggestionCount
from linli.reading.types import Outcome, Subject

# The rows of past days that say the same become one. Who reads meanwhile sees those before or the one after; of two
# who fold at once the second finds nothing left.
_FOLD = """
WITH several AS (
    SELECT date, subject, pack, version, suggested, outcome FROM reading_suggestioncount WHERE date < %(today)s
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING count(*) > 1
), gone AS (
    DELETE FROM reading_suggestioncount AS one USING several
    WHERE (one.date, one.subject, one.pack, one.version, one.suggested, one.outcome)
        = (several.date, several.subject, several.pack, several.version, several.suggested, several.outcome)
    RETURNING one.*
), made AS (
    INSERT INTO reading_suggestioncount (date, subject, pack, version, suggested, outcome, n)
    SELECT date, subject, pack, version, suggested, outcome, sum(n) FROM gone GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT count(*) FROM gone
"""


def count(
    *, pack: str, version: str, suggested: str, outcome: Outcome, now: datetime, subject: Subject = "category"
) -> None:
    """Counts one, in one statement. `suggested` is the first category, or that of the matter; nothing where the model
    was unsure."""
    SuggestionCount.objects.create(
        date=localdate(now), subject=subject, pack=pack, version=version, suggested=suggested, outcome=outcome
    )


def fold(*, today: date) -> int:
    """Makes one row of those of a past day that say the same, in one statement; answers how many it took together."""
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"today": today})
        row = cursor.fetchone()
    return int(row[0]) if row else 0
