"""Reminds owners of milestones that fall due, and tells them of those that are late: each once."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from linli.core.calendars.queries import calendar
from linli.places import city
from linli.scores.actions import telling
from linli.scores.models import Milestone

DAYS = 7
WAKES = 8
"""Nobody is reminded before this hour of the day."""


def days_before() -> int:
    """How many days before its day a milestone is reminded of: `remind_days_before` under `[promises]` of the city."""
    stated = city.current().promises.get("remind_days_before", DAYS)
    return stated if isinstance(stated, int) and stated >= 0 else DAYS


def due(*, today: date) -> QuerySet[Milestone]:
    """Milestones of which the owner has to be told now, but for those reported already. By a partial index."""
    soon = Q(due_date__range=(today, today + timedelta(days=days_before())), reminded_at=None)
    rows = Milestone.objects.filter(soon | Q(due_date__lt=today), done_date=None, late_told_at=None)
    return rows.filter(target__dropped_at=None).exclude(reports__state="waiting")


def has_due(*, now: datetime) -> bool:
    """Whether there is one; never at night."""
    here = now.astimezone(calendar().tz)
    return here.hour >= WAKES and due(today=here.date()).exists()


def remind(*, now: datetime, limit: int = 200) -> int:
    """Tells the owners. Answers of how many milestones."""
    today = now.astimezone(calendar().tz).date()
    ids = list(due(today=today).order_by("due_date").values_list("id", flat=True)[:limit])
    return sum(_remind(one, today, now) for one in ids)


@transaction.atomic
def _remind(milestone: int, today: date, now: datetime) -> bool:
    """One in its own transaction; it may have been done meanwhile."""
    row = due(today=today).select_related("target").select_for_update(of=("self",)).filter(id=milestone).first()
    if row is None:
        return False
    is_late = row.due_date < today
    Milestone.objects.filter(id=milestone).update(**{"late_told_at" if is_late else "reminded_at": now})
    template = "promise_late" if is_late else "promise_due"
    telling.tell_owner(row=row.target, template=template, now=now, title=row.title, due=row.due_date)
    return True
