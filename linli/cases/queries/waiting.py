"""What the background work still has to do, each answered from an index in microseconds. Idle workers ask these."""

from datetime import datetime

from django.conf import settings
from django.db import connection

from linli.cases.models import Case, TallyDelta
from linli.core import receipts

# The same partial indexes that the sweep reads.
_CLOCKS = """
SELECT EXISTS (SELECT FROM cases_clock WHERE state = 'running' AND breached_at IS NULL AND due_at <= %(now)s)
    OR EXISTS (
        SELECT FROM cases_clock
        WHERE state = 'running' AND warned_at IS NULL AND warn_at IS NOT NULL AND warn_at <= %(now)s
            AND due_at > %(now)s
    )
"""
_WORDLESS = """
SELECT coalesce(
    (SELECT max(id) FROM cases_case) > (SELECT max(case_id) FROM cases_searchtext), EXISTS (SELECT FROM cases_case)
)
"""


def has_clocks_due(*, now: datetime) -> bool:
    """Whether a clock fell due or reached its warning and nobody dealt with it."""
    return _answer(_CLOCKS, now=now)


def has_deltas() -> bool:
    """Whether tally deltas wait to be folded."""
    return TallyDelta.objects.exists()


def has_wordless() -> bool:
    """Whether a newer case than the newest in the search table exists."""
    return _answer(_WORDLESS)


def secret_of(number: str) -> str | None:
    """The reporter's secret of a case, for a message to the reporter alone; None when its key is gone."""
    kept = Case.objects.filter(number=number).values_list("secret_hash", flat=True).first()
    return receipts.recall(number=number, kept=bytes(kept), keys=settings.CONTACT_KEYS) if kept else None


def _answer(sql: str, **asked: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked or None)
        return bool(cursor.fetchone()[0])
