"""At which levels of the area tree tallies are kept summed, and by day or by month alone. Pure. See ADR 9.

Where cases are few, the sums of an area are as many rows as its cases: there readers add up the tallies themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

Grain = Literal["d", "m"]
View = Literal["pack", "category", "org", "channel"]
DAY: Grain = "d"
MONTH: Grain = "m"
MANY_LEVELS = 4
"""From this many levels on, the last but one is as small as a village, and the one above it as a town."""


def kept(*, widths: Sequence[int]) -> Mapping[int, tuple[Grain, ...]]:
    """The grains kept for areas by the length of their codes. `widths`: those lengths, from the whole city down."""
    if len(widths) < MANY_LEVELS:
        return {width: (DAY, MONTH) for width in widths[:-1] or widths}
    upper, town = widths[:-3], widths[-3]
    return {**dict.fromkeys(upper, (DAY, MONTH)), town: (MONTH,)}


def months_within(*, since: date | None, until: date | None) -> tuple[date, date] | None:
    """The first days of the first and the last month that lie wholly between the dates; an open end holds every month.

    None where no whole month does.
    """
    first = date.min if since is None else since if since.day == 1 else _next(since)
    last = date.max.replace(day=1) if until is None else _start(until)
    if until is not None and (until + timedelta(days=1)).day != 1:
        last = _start(last - timedelta(days=1))
    return (first, last) if first <= last else None


def _start(day: date) -> date:
    return day.replace(day=1)


def _next(day: date) -> date:
    return _start(_start(day) + timedelta(days=32))
