"""The daily root: a digest over the last hash of every case that changed on a date, chained to the day before."""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.cases.models import DailyRoot
from linli.cases.queries.heads import heads_of
from linli.core import chain


def make_root(*, date: date, now: datetime) -> DailyRoot:
    """Makes the root of a past date once; asked again, answers the one that stands."""
    with transaction.atomic():
        standing = DailyRoot.objects.filter(date=date).first()
        if standing:
            return standing
        heads, events = heads_of(date=date)
        before = DailyRoot.objects.filter(date__lt=date).order_by("-date").first()
        prev = bytes(before.root) if before else chain.GENESIS
        return DailyRoot.objects.create(
            date=date,
            root=chain.root(prev=prev, heads=heads),
            prev_root=prev,
            cases=len(heads),
            events=events,
            made_at=now,
        )


def make_due_roots(*, today: date, now: datetime) -> tuple[DailyRoot, ...]:
    """Makes the roots that past dates lack: since the last root, or of yesterday if there is none yet."""
    last = DailyRoot.objects.order_by("-date").first()
    first = last.date + timedelta(days=1) if last else today - timedelta(days=1)
    missing = (first + timedelta(days=offset) for offset in range((today - first).days))
    return tuple(make_root(date=day, now=now) for day in missing)
