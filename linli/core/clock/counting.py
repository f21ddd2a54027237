"""Counting time: from a start and a length to a due moment, past pauses and extensions.

What each unit means, from moment S, for a length of n:

=================  =================================================  ==============================================
unit               count_from "moment"                                count_from "next_day"
=================  =================================================  ==============================================
minute, hour       S plus n elapsed units                             counted from the end (24:00) of S's date
day, week          same time of day n days or weeks later             24:00 of the nth day (7nth day) after S's date
month, year        same day and time n months later, or the last      24:00 of that day
                   day of a month too short for it
working_hour       when 60n working minutes have passed since S       counted from the end of S's date
working_day        same time of day, n working days later; S outside  24:00 of the nth working day after S's date
                   working hours first moves to the next opening
=================  =================================================  ==============================================

24:00 is stored as 00:00 of the next day. If a working day is due at a time when that day is not worked, the next
opening of the day counts, or its last closing. Days, weeks, months, working hours and working days follow the wall
clock of the calendar's time zone.

Extensions come first, each counted on from what was due before it (equal units are added up). Pauses then move the
due moment by exactly the time paused before it: elapsed time, or working time for working units. With "next_day" in
units of a day or longer, a pause takes out each (working) day at whose end, 24:00, it lasts: whole days again, so that
pausing and resuming within a day moves nothing. A pause that has not ended moves nothing yet. Two pauses that overlap
count once.

With ends "working_day", a due moment counted in days, weeks, months or years whose last day is a day off moves to the
same time of the next working day, after extensions and pauses (Civil Code of the PRC, Article 203), be it the
unit of the length or of an extension. Working units end on working days anyway; minutes and hours run on.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

from linli.core.clock.working_time import DAY, Calendar, date_of, day_number

Unit = Literal["minute", "hour", "working_hour", "day", "working_day", "week", "month", "year"]
CountFrom = Literal["moment", "next_day"]
Ends = Literal["exact", "working_day"]
Pause = tuple[datetime, datetime | None]
"""From and until; until is None while the pause lasts."""
Extension = tuple[int, Unit]

ROLLING = frozenset({"day", "week", "month", "year"})
"""Units whose last day can be a day off that the law lets pass."""

_ELAPSED = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_MONTHS = {"month": 1, "year": 12}
_HOUR = 3_600_000_000
_UTC_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def due(
    *,
    start: datetime,
    length: int,
    unit: Unit,
    calendar: Calendar,
    count_from: CountFrom = "moment",
    ends: Ends = "exact",
    pauses: Sequence[Pause] = (),
    extensions: Sequence[Extension] = (),
) -> datetime:
    """The UTC moment at which `length` units have passed since `start`."""
    begin = at = _first(start, calendar, count_from)
    for more, of_unit in _added_up([(length, unit), *extensions]):
        at = _on(at, more, of_unit, calendar, count_from)
    if pauses:
        at = _past(at, _settled(pauses, begin), _measure(unit, calendar, count_from))
    return ended(at=at, unit=ending_unit(unit, extensions), calendar=calendar, ends=ends)


def ending_unit(unit: Unit, extensions: Sequence[Extension]) -> Unit:
    """The unit that decides whether a last day off is passed: any of those counted in that the law lets end so."""
    return next((one for one in (unit, *(of_unit for _more, of_unit in extensions)) if one in ROLLING), unit)


def ended(*, at: datetime, unit: Unit, calendar: Calendar, ends: Ends) -> datetime:
    """A due moment whose last day is a day off, at the same time of the next working day where the rule says so."""
    if ends == "exact" or unit not in ROLLING:
        return at
    day, rest = divmod(calendar.wall(at) - 1, DAY)
    if calendar.table.day_hours(day):
        return at
    return calendar.moment(calendar.table.working_days_on(day, 1) * DAY + rest + 1)


def begins(*, start: datetime, unit: Unit, calendar: Calendar, count_from: CountFrom = "moment") -> datetime:
    """The moment from which time counts: the start itself, the next opening, or the end of the start's date."""
    first = _first(start, calendar, count_from)
    if unit in ("working_day", "working_hour") and count_from == "moment":
        return calendar.moment(calendar.table.next_open(calendar.wall(first)))
    return first


def shift(
    *,
    start: datetime,
    due: datetime,
    paused_at: datetime,
    resumed_at: datetime,
    unit: Unit,
    calendar: Calendar,
    count_from: CountFrom = "moment",
) -> datetime:
    """The due moment after one more pause; what was due before the pause began stays. Agrees with `due` as long as the
    end is exact: where it falls on a working day, `due` is the moment before it was moved there, and `ended` follows.
    """
    begin = _first(start, calendar, count_from)
    return _past(due, _settled([(paused_at, resumed_at)], begin), _measure(unit, calendar, count_from))


def warn_at(
    *,
    start: datetime,
    due: datetime,
    percent: int,
    unit: Unit = "hour",
    calendar: Calendar | None = None,
    pauses: Sequence[Pause] = (),
) -> datetime:
    """The moment at which `percent` of the time from start to due has passed: working time for working units."""
    works = calendar and unit in ("working_hour", "working_day")
    measure: Measure = _Worked(calendar, at_opening=False) if calendar and works else _Elapsed()
    settled = _settled(pauses, start)
    paused = sum(measure.position(min(b, due)) - measure.position(min(a, due)) for a, b in settled)
    total = max(measure.position(due) - measure.position(start) - paused, 0)
    return _past(measure.later(start.astimezone(UTC), total * percent // 100), settled, measure)


class Measure(Protocol):
    """A way to count: how far along a moment lies (only differences mean something), and what lies further on."""

    def position(self, at: datetime) -> int: ...

    def later(self, at: datetime, amount: int) -> datetime: ...


class _Elapsed:
    def position(self, at: datetime) -> int:
        return (at - _UTC_EPOCH) // _MICROSECOND

    def later(self, at: datetime, amount: int) -> datetime:
        return at + timedelta(microseconds=amount)


@dataclass(frozen=True, slots=True)
class _Worked:
    calendar: Calendar
    at_opening: bool

    def position(self, at: datetime) -> int:
        return self.calendar.table.worked(self.calendar.wall(at))

    def later(self, at: datetime, amount: int) -> datetime:
        wall = self.calendar.table.when_worked(self.position(at) + amount)
        return self.calendar.moment(self.calendar.table.next_open(wall) if self.at_opening else wall)


@dataclass(frozen=True, slots=True)
class _DayEnds:
    calendar: Calendar

    def position(self, at: datetime) -> int:
        return self.calendar.wall(at) // DAY

    def later(self, at: datetime, amount: int) -> datetime:
        return self.calendar.moment(self.calendar.wall(at) + amount * DAY)


@dataclass(frozen=True, slots=True)
class _WorkingDayEnds:
    calendar: Calendar

    def position(self, at: datetime) -> int:
        return self.calendar.table.days_before(self.calendar.wall(at) // DAY)

    def later(self, at: datetime, amount: int) -> datetime:
        day, rest = divmod(self.calendar.wall(at) - 1, DAY)
        return self.calendar.moment(self.calendar.table.working_days_on(day, amount) * DAY + rest + 1)


def _first(start: datetime, calendar: Calendar, count_from: CountFrom) -> datetime:
    if count_from == "next_day":
        return calendar.moment((calendar.wall(start) // DAY + 1) * DAY)
    return start.astimezone(UTC)


def _measure(unit: Unit, calendar: Calendar, count_from: CountFrom) -> Measure:
    whole_days = count_from == "next_day" and unit not in ("minute", "hour", "working_hour")
    if whole_days:
        return _WorkingDayEnds(calendar) if unit == "working_day" else _DayEnds(calendar)
    if unit in ("working_hour", "working_day"):
        return _Worked(calendar, at_opening=unit == "working_day")
    return _Elapsed()


def _past(at: datetime, pauses: Sequence[tuple[datetime, datetime]], measure: Measure) -> datetime:
    """Moves `at` by what was paused before it, pause by pause."""
    for paused_at, resumed_at in pauses:
        if at <= paused_at:
            break
        lost = measure.position(resumed_at) - measure.position(paused_at)
        if lost:
            at = measure.later(at, lost)
    return at


def _settled(pauses: Sequence[Pause], begin: datetime) -> list[tuple[datetime, datetime]]:
    """Ended pauses in order, cut at the beginning, overlaps joined."""
    settled: list[tuple[datetime, datetime]] = []
    for paused_at, resumed_at in sorted((max(a, begin), b) for a, b in pauses if b is not None and b > max(a, begin)):
        if settled and paused_at <= settled[-1][1]:
            settled[-1] = (settled[-1][0], max(settled[-1][1], resumed_at))
        else:
            settled.append((paused_at, resumed_at))
    return settled


def _added_up(lengths: Sequence[Extension]) -> list[Extension]:
    """Neighbours of the same unit as one: a month and a month are two months, whatever their lengths."""
    total: list[Extension] = []
    for length, unit in lengths:
        if total and total[-1][1] == unit:
            total[-1] = (total[-1][0] + length, unit)
        else:
            total.append((length, unit))
    return total


def _on(at: datetime, length: int, unit: Unit, calendar: Calendar, count_from: CountFrom) -> datetime:
    if length == 0:
        return at
    if unit in _ELAPSED:
        return at + length * _ELAPSED[unit]
    if unit == "working_hour":
        table = calendar.table
        return calendar.moment(table.when_worked(table.worked(calendar.wall(at)) + length * _HOUR))
    return calendar.moment(_days_on(calendar.wall(at), length, unit, calendar, ends_days=count_from == "next_day"))


def _days_on(wall: int, length: int, unit: Unit, calendar: Calendar, *, ends_days: bool) -> int:
    """Units of a day or longer. With `ends_days`, 00:00 is the end of the day before."""
    if unit == "working_day" and not ends_days:
        return _working_days_on(calendar.table.next_open(wall), length, calendar)
    day, rest = divmod(wall - ends_days, DAY)
    rest += ends_days
    if unit in _MONTHS:
        return _months_on(day, length * _MONTHS[unit]) * DAY + rest
    if unit == "working_day":
        return calendar.table.working_days_on(day, length) * DAY + rest
    return (day + length * (7 if unit == "week" else 1)) * DAY + rest


def _working_days_on(wall: int, length: int, calendar: Calendar) -> int:
    day, rest = divmod(wall, DAY)
    day = calendar.table.working_days_on(day, length)
    hours = calendar.table.day_hours(day)
    for opens, closes in hours:
        if rest < closes:
            return day * DAY + max(rest, opens)
    return day * DAY + hours[-1][1]


def _months_on(day: int, months: int) -> int:
    first = date_of(day)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return day_number(first.replace(year=year, month=month + 1, day=min(first.day, monthrange(year, month + 1)[1])))
