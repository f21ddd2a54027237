"""What the background work still has to do, each answered from an index in microseconds. Idle workers ask these."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from linli.cases.models import Case, DryRun, Recount, Subscription, TallyDelta, Twin
from linli.core import receipts
from linli.core.calendars.queries import to_follow

LATELY = timedelta(hours=1)

# The first entry of each partial index that the sweep reads: an estimate gone stale cannot make it read a whole table.
_CLOCKS = """
SELECT least(
    (SELECT min(due_at) FROM cases_clock WHERE state = 'running' AND breached_at IS NULL),
    (SELECT min(warn_at) FROM cases_clock WHERE state = 'running' AND warned_at IS NULL AND warn_at IS NOT NULL)
) <= %(now)s
"""
# A web worker hands out ids from its own block, so a new case may have a lower id than one already indexed: cases of
# the last hour are looked at one by one.
_WORDLESS = """
SELECT coalesce(
    (SELECT max(id) FROM cases_case) > (SELECT max(case_id) FROM cases_searchtext), EXISTS (SELECT FROM cases_case)
) OR EXISTS (
    SELECT FROM cases_case c WHERE c.opened_at > %(since)s
        AND NOT EXISTS (SELECT FROM cases_searchtext s WHERE s.case_id = c.id)
)
"""


def has_clocks_due(*, now: datetime) -> bool:
    """Whether a clock fell due or reached its warning and nobody dealt with it."""
    return _answer(_CLOCKS, now=now)


def has_deltas() -> bool:
    """Whether tally deltas wait to be folded."""
    return TallyDelta.objects.exists()


def open_orders() -> QuerySet[Recount]:
    """What administrators ordered to be brought in line with a rule, but for what waits for their word again."""
    orders = Recount.objects.filter(finished_at=None).exclude(pack="")
    return orders.exclude(run__state=DryRun.State.AGAIN).order_by("id")


def has_orders() -> bool:
    """Whether an administrator ordered open cases to be brought in line with a rule."""
    return open_orders().exists()


def calendars_to_follow(*, now: datetime) -> tuple[tuple[str, int], ...]:
    """Calendars, with their version, that open cases do not follow yet, but for what waits for an administrator."""
    edited = to_follow(now=now)
    asked = Recount.objects.filter(run__state=DryRun.State.AGAIN).values_list("calendar", "calendar_version")
    return tuple(one for one in edited if one not in set(asked)) if edited else ()


def has_twins_to_find() -> bool:
    """Whether a new case waits to be held against what is open."""
    return Twin.objects.filter(of=None).exists()


def has_to_count() -> bool:
    """Whether a dry run is to be counted."""
    return DryRun.objects.filter(state=DryRun.State.COUNTING).exists()


def has_wordless(*, now: datetime) -> bool:
    """Whether a case newer than the newest in the search table, or one opened lately, is not in it."""
    return _answer(_WORDLESS, since=now - LATELY)


def secret_of(*, number: str = "", subscription: str = "") -> str | None:
    """The secret of a case for its reporter, or the token of a subscription for its subscriber. Nobody else may see it.

    None when there is no such thing any more, or the key it was made with is gone.
    """
    if subscription:
        kept = Subscription.objects.filter(id=subscription).values_list("token_hash", flat=True).first()
        subject = token_subject(UUID(subscription))
    else:
        kept = Case.objects.filter(number=number).values_list("secret_hash", flat=True).first()
        subject = number
    return receipts.recall(number=subject, kept=bytes(kept), keys=settings.CONTACT_KEYS) if kept else None


def token_subject(subscription: UUID) -> str:
    """What a subscription's token is derived from."""
    return f"subscription {subscription}"


def _answer(sql: str, **asked: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked or None)
        return bool(cursor.fetchone()[0])
