"""The last hash of every case that changed on a date: what a daily root is made over."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from linli.cases.models import Event
from linli.core.calendars.queries import calendar

# Live cases are opened by somebody; the system opens and closes only those that it imports.
_OF_IMPORT = Q(actor_kind="system", kind__in=("open", "imported"))


def heads_of(*, date: date) -> tuple[list[tuple[str, bytes]], int]:
    """Number and last hash on that date of each case that changed on it, and how many events there were.

    What an import tells of the past is left out: it may come when the root of that date has long been published.
    """
    zone = calendar().tz
    begins = datetime(date.year, date.month, date.day, tzinfo=zone)
    events = Event.objects.filter(at__gte=begins, at__lt=begins + timedelta(days=1)).exclude(_OF_IMPORT)
    rows = events.order_by("case_id", "-seq").distinct("case_id").values_list("case__number", "hash")
    return [(number, bytes(head)) for number, head in rows], events.count()
