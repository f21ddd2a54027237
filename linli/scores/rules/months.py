"""The dates that a score is of: whole months, the same before, and the same days of earlier years. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` to `until`, both among them. `months`: how many whole ones it has, or will have."""

    since: date
    until: date
    months: int

    @property
    def key(self) -> str:
        """Its first month, as addresses name it."""
        return f"{self.since:%Y-%m}"

    @property
    def is_whole(self) -> bool:
        """Whether it is over."""
        return self.until == _last(self.since, self.months)


def holding(*, day: date, months: int, today: date) -> Period:
    """The period that the day lies in; the running one only as far as today."""
    since = date(day.year, (day.month - 1) // months * months + 1, 1)
    return Period(since, min(_last(since, months), max(today, since)), months)


def back_from(*, today: date, months: int) -> Iterator[Period]:
    """The running period and all before it, without end."""
    period = holding(day=today, months=months, today=today)
    while period.since.year > 1:
        yield period
        period = holding(day=period.since - timedelta(days=1), months=months, today=today)


def before(*, period: Period) -> Period:
    """The period before. Of a running one as many days as it has so far, so that like is set beside like."""
    since = _moved(period.since, -period.months)
    if period.is_whole:
        return Period(since, period.since - timedelta(days=1), period.months)
    same = since + (period.until - period.since)
    return Period(since, min(same, period.since - timedelta(days=1)), period.months)


def years_before(*, period: Period, years: int) -> Period:
    """The same days so many years earlier; the end of a month stays its end."""
    since = _moved(period.since, -A_YEAR * years)
    first = _moved(period.until.replace(day=1), -A_YEAR * years)
    end = _last(first, 1)
    is_end = (period.until + timedelta(days=1)).day == 1
    return Period(since, end if is_end else first.replace(day=min(period.until.day, end.day)), period.months)


def _moved(first: date, months: int) -> date:
    """The first of a month, so many months on."""
    at = first.year * A_YEAR + first.month - 1 + months
    return date(at // A_YEAR, at % A_YEAR + 1, 1)


def _last(since: date, months: int) -> date:
    return _moved(since, months) - timedelta(days=1)
