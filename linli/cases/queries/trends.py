"""What came in and what was closed, day by day or month by month, from the tallies; and what came in a year before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from linli.cases.queries import tallies
from linli.cases.queries.tallies import Asked, Span, Sums
from linli.cases.rules.counting import CLOSED, OPENED

MOST_DAYS = 92
"""Longer periods are told by month."""
MOST_YEARS = 10
"""What lies longer before the last date is left out."""
YEAR_OF_WEEKS = timedelta(weeks=52)
"""Days are compared with those so long before, which fall on the same weekdays."""


@dataclass(frozen=True, slots=True)
class Step:
    """A day, or as much of a month as was asked for: what came in, what was closed, what came in a year before."""

    span: Span
    opened: int
    closed: int
    before: Span
    opened_before: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The steps in order. `is_cut`: the dates asked for began before the first."""

    is_daily: bool
    is_cut: bool
    steps: tuple[Step, ...]


def flow(*, asked: Asked, today: date) -> Flow:
    """What was asked for on its dates, both given, none of them after today. Two statements."""
    assert asked.since is not None
    assert asked.until is not None
    since, last = asked.since, max(asked.since, min(asked.until, today))
    first = max(since, _years_back(last, MOST_YEARS))
    is_daily = (last - first).days < MOST_DAYS
    spans = list(_days(first, last) if is_daily else _months(first, last))
    before = [_before(span, is_daily=is_daily) for span in spans]
    by: tallies.By = "date" if is_daily else "month"
    found = tallies.read(asked=replace(asked, measures=(OPENED, CLOSED), since=first, until=last), by=by)
    then = replace(asked, measures=(OPENED,), since=before[0][0], until=before[-1][1])
    earlier = tallies.read(asked=then, by=by)
    steps = (
        Step(span, _of(found, span, OPENED, by), _of(found, span, CLOSED, by), past, _of(earlier, past, OPENED, by))
        for span, past in zip(spans, before, strict=True)
    )
    return Flow(is_daily, first > since, tuple(steps))


def _of(found: Mapping[str, Sums], span: Span, measure: str, by: tallies.By) -> int:
    sums = found.get(span[0].isoformat()[: 10 if by == "date" else 7])
    return sums[measure] if sums else 0


def _days(first: date, last: date) -> Iterator[Span]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, day


def _months(first: date, last: date) -> Iterator[Span]:
    start = first
    while start <= last:
        following = (start.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield start, min(last, following - timedelta(days=1))
        start = following


def _before(span: Span, *, is_daily: bool) -> Span:
    since, until = span
    if is_daily:
        return since - YEAR_OF_WEEKS, until - YEAR_OF_WEEKS
    end = _years_back(until, 1)
    is_whole = (until + timedelta(days=1)).day == 1
    return _years_back(since, 1), _last_of_month(end) if is_whole else end


def _years_back(day: date, years: int) -> date:
    """The same day so many years before; the 28th for the 29th of February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _last_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
