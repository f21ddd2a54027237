"""What a brief speaks of: its dates, what was counted for it, and the list behind each number. Pure; no words here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from linli.cases.types import Filters
from linli.scores.rules.periods import Period

Kind = Literal["day", "week"]
Texts = Mapping[str, str]
"""A name in Chinese (`zh`) and English (`en`)."""
Counted = Literal["reopened", "returned"]

WEEK = timedelta(weeks=1)
YEAR_OF_WEEKS = timedelta(weeks=52)
"""Weeks are held against those so long before, which have the same weekdays."""
SHOWN: Mapping[Kind, int] = {"day": 14, "week": 28}
"""How many days the course shows, the last of the brief among them."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a number leads to: a list of cases, one warning, or the warnings of an area that are not settled."""

    cases: Filters | None = None
    warning: int | None = None
    warnings: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The area, or an area, kind, category or organisation in it, and what was counted. `filters`: all its cases.

    `opened` to `reopened` are those of the dates, `open` to `soon` stood so when it was counted. `share`: closed on
    time of `promised`, with the lower end of its interval; None where these are too few. `half`: the minutes in which
    half of what was closed was closed, as far as that was known.
    """

    name: Texts
    filters: Filters
    opened: int = 0
    closed: int = 0
    on_time: int = 0
    late: int = 0
    returned: int = 0
    reopened: int = 0
    open: int = 0
    overdue: int = 0
    soon: int = 0
    share: float | None = None
    low: float | None = None
    half: float | None = None

    @property
    def promised(self) -> int:
        """How many were closed that had a promised date."""
        return self.on_time + self.late


@dataclass(frozen=True, slots=True)
class Rise:
    """A warning that was first seen on the dates."""

    id: int
    what: Texts
    where: Texts
    since: date
    until: date
    observed: int
    expected: float


@dataclass(frozen=True, slots=True)
class Day:
    """What came in and what was closed on a day."""

    on: date
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Facts:
    """All that was counted for a brief. What stands in it is the same for ever.

    `at` is on the city's clock. `before` is the day or week before, `year` the same week of last year. `least`: of
    fewer cases no rate is told; `few`: of fewer no time. `is_watched`: whether the last day was looked at for rises.
    """

    area: str
    kind: Kind
    since: date
    until: date
    at: datetime
    whole: Part
    before: Part
    year: Part
    packs: tuple[Part, ...]
    categories: tuple[Part, ...]
    organisations: tuple[Part, ...]
    areas: tuple[Part, ...]
    rises: tuple[Rise, ...]
    running: int
    is_watched: bool
    course: tuple[Day, ...]
    least: int
    few: int

    @property
    def period(self) -> Period:
        """The day, or the week from Monday to Sunday."""
        return Period(self.since, self.until)


def first_date(*, kind: Kind, on: date) -> date:
    """The date that a brief is for: the day itself, or the Monday of its week."""
    return on if kind == "day" else on - timedelta(days=on.weekday())


def period_of(*, kind: Kind, first: date) -> Period:
    """From the first date of a brief to its last."""
    return Period(first, first if kind == "day" else first + WEEK - timedelta(days=1))


def last_over(*, kind: Kind, today: date) -> date:
    """The date of the last brief whose dates are over."""
    return today - timedelta(days=1) if kind == "day" else first_date(kind=kind, on=today) - WEEK


def year_before(period: Period) -> Period:
    """The same weekdays of last year."""
    return Period(period.since - YEAR_OF_WEEKS, period.until - YEAR_OF_WEEKS)


def course_of(*, kind: Kind, until: date) -> Period:
    """The days that a brief's chart shows."""
    return Period(until - timedelta(days=SHOWN[kind] - 1), until)


def opened(part: Part, period: Period) -> Behind:
    """What came in on the dates."""
    return Behind(replace(part.filters, state="all", opened_from=period.since, opened_to=period.until))


def closed(part: Part, period: Period, *, closed_as: Literal["", "on_time", "late"] = "") -> Behind:
    """What was closed on the dates."""
    dated = replace(part.filters, state="closed", closed_from=period.since, closed_to=period.until)
    return Behind(replace(dated, closed_as=closed_as))


def counted(part: Part, period: Period, key: Counted) -> Behind:
    """What was opened again or given back on the dates."""
    return Behind(replace(part.filters, state="all", counted=key, counted_from=period.since, counted_to=period.until))


def standing(part: Part, *, late: Literal["", "late", "soon"] = "") -> Behind:
    """What is open, overdue or due soon."""
    return Behind(replace(part.filters, state="open", late=late))
