"""A category that suddenly rises in one community of the small city: weeks as usual, and one day with many cases."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.models import Tally
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.scores.actions.watching import watch
from linli.scores.models import Surge

CATEGORY = "city_look.dirty_road"
TOP = "city_look"
MANY = 14


def usual(*, area: str, until: date, days: int = 60) -> None:
    """One a day, counted; the cases themselves are not there."""
    Tally.objects.bulk_create(
        Tally(area_code=area, date=until - timedelta(days=n), pack="event", category=CATEGORY, measure="opened", n=1)
        for n in range(1, days + 1)
    )


def many(*, area: str, at: datetime, count: int = MANY) -> list[str]:
    """Cases that all come in at once."""
    new = NewCase(pack="event", text="路面污水横流", channel="web", category=CATEGORY, area_code=area)
    return [open_case(report=new, by=PUBLIC, now=at).number for _n in range(count)]


def warned(*, area: str, at: datetime, now: datetime) -> Surge:
    """Weeks as usual, a day with many, and the night after it."""
    day = timezone.localdate(at)
    usual(area=area, until=day)
    many(area=area, at=at)
    watch(as_of=day, now=now, weeks=10)
    return Surge.objects.get()
