"""Periods that leaders compare: the days before, and the same days of last year. Pure."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Against = Literal["before", "year"]
LONG = 92
"""Days from which on a period is drawn by month."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both among them."""

    since: date
    until: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.until - self.since).days + 1

    @property
    def is_long(self) -> bool:
        """Whether it is shown by month rather than by day."""
        return self.days > LONG


def compared(*, period: Period, against: Against) -> Period:
    """The period that a period is held against.

    Whole months are held against as many whole months before them, so that March is not held against February and the
    end of January; other days against as many days before.
    """
    if against == "year":
        return Period(_year_before(period.since), _year_before(period.until))
    if period.since.day == 1 and _is_last(period.until):
        months = (period.until.year - period.since.year) * 12 + period.until.month - period.since.month + 1
        return Period(_months_before(period.since, months), period.since - timedelta(days=1))
    return Period(period.since - timedelta(days=period.days), period.since - timedelta(days=1))


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _year_before(day: date) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year - 1, day=28 if leap and not isleap(day.year - 1) else day.day)


def _months_before(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
