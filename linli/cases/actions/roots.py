"""The daily root: a digest over the last hash of every case that changed on a date, chained to the day before."""

from datetime import date, datetime, timedelta

from django.db import transaction

from linli.cases.models import DailyRoot, Event
from linli.core import chain
from linli.core.calendars.queries import calendar


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


def heads_of(*, date: date) -> tuple[list[tuple[str, bytes]], int]:
    """Number and last hash on that date of each case that changed on it, and how many events there were."""
    zone = calendar().tz
    begins = datetime(date.year, date.month, date.day, tzinfo=zone)
    events = Event.objects.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
    rows = events.order_by("case_id", "-seq").distinct("case_id").values_list("case__number", "hash")
    return [(number, bytes(head)) for number, head in rows], events.count()
