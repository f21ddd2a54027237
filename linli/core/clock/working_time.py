"""The working calendar: which days and minutes are worked, and the table that answers it in microseconds.

Inside this package a wall moment is a whole number of microseconds since 1970-01-01 00:00 on the calendar's wall clock,
and a day is a whole number of days since then.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

Interval = tuple[time, time]
"""From opening to closing; a closing of 23:59 or later stands for midnight."""

DAY = 86_400_000_000
_EPOCH = datetime(1970, 1, 1)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_AHEAD = 3 * 366


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working hours by weekday (Monday first), days off and days exchanged for them, with their names.

    A workday has the hours of its own weekday, or Monday's if that weekday is normally free. A date given as both is
    a workday. Calendars compare by identity: the same one is handed out until an administrator edits it.
    """

    key: str
    tz: ZoneInfo
    hours: tuple[tuple[Interval, ...], ...]
    holidays: Mapping[date, str] = field(default_factory=dict)
    workdays: Mapping[date, str] = field(default_factory=dict)
    names_en: Mapping[date, str] = field(default_factory=dict)
    table: "Table" = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.hours) != 7 or not any(self.hours):
            raise ValueError("A calendar needs seven weekdays, at least one of them with working hours")
        object.__setattr__(self, "table", Table(week=self._week(), special=self._special()))

    def wall(self, at: datetime) -> int:
        """The wall moment of an aware datetime."""
        span = at.astimezone(self.tz).replace(tzinfo=None) - _EPOCH
        return (span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds

    def moment(self, wall: int) -> datetime:
        """The UTC datetime of a wall moment."""
        return (_EPOCH + timedelta(microseconds=wall)).replace(tzinfo=self.tz).astimezone(UTC)

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on that date."""
        return bool(self.table.day_hours(day_number(day)))

    def name_of(self, day: date, *, language: str = "zh") -> str:
        """The name of a holiday or an exchanged working day; empty for any other date."""
        name = self.workdays.get(day) or self.holidays.get(day, "")
        return self.names_en.get(day, name) if language == "en" else name

    def _week(self) -> tuple["Hours", ...]:
        return tuple(tuple((_of_day(a), _of_day(b)) for a, b in sorted(day)) for day in self.hours)

    def _special(self) -> dict[int, "Hours"]:
        week = self._week()
        usual = next(hours for hours in week if hours)
        special: dict[int, Hours] = {day_number(day): () for day in self.holidays}
        return special | {day_number(day): week[day.weekday()] or usual for day in self.workdays}


Hours = tuple[tuple[int, int], ...]
"""A day's working intervals in microseconds of the day."""


class Table:
    """Running sums over days, so that any span is answered by two look-ups. Grows forward when asked beyond its end."""

    def __init__(self, *, week: tuple[Hours, ...], special: Mapping[int, Hours]) -> None:
        self._week = week
        self._special = special
        self._worked = [0]
        self._days = [0]
        self._growing = Lock()

    def day_hours(self, day: int) -> Hours:
        """The intervals worked on a day; 1970-01-01 was a Thursday."""
        hours = self._special.get(day)
        return self._week[(day + 3) % 7] if hours is None else hours

    def worked(self, wall: int) -> int:
        """Microseconds worked from the beginning of the table to a wall moment."""
        day, rest = divmod(wall, DAY)
        self._reach(day)
        total = self._worked[day]
        for opens, closes in self.day_hours(day):
            if rest <= opens:
                break
            total += min(rest, closes) - opens
        return total

    def when_worked(self, amount: int) -> int:
        """The first wall moment by which `amount` was worked: a closing rather than the opening after it."""
        while self._worked[-1] < amount:
            self._reach(len(self._worked))
        day = bisect_left(self._worked, amount) - 1
        left = amount - self._worked[day]
        for opens, closes in self.day_hours(day):
            if left <= closes - opens:
                return day * DAY + opens + left
            left -= closes - opens
        raise AssertionError("the table disagrees with its days")

    def next_open(self, wall: int) -> int:
        """The moment itself if work is going on then, else the next opening."""
        day, rest = divmod(wall, DAY)
        while True:
            for opens, closes in self.day_hours(day):
                if rest < closes:
                    return day * DAY + max(rest, opens)
            day, rest = day + 1, 0
            self._reach(day)

    def days_before(self, day: int) -> int:
        """How many working days the table has before a day."""
        self._reach(day)
        return self._days[day]

    def nth_day(self, count: int) -> int:
        """The day that is working day number `count`, counted from one."""
        while self._days[-1] < count:
            self._reach(len(self._days))
        return bisect_left(self._days, count) - 1

    def working_days_on(self, day: int, count: int) -> int:
        """The day `count` working days after a day, which itself is not counted."""
        return self.nth_day(self.days_before(day + 1) + count)

    def _reach(self, day: int) -> None:
        if day < 0:
            raise ValueError("Calendars reach back to 1970-01-01 and no further")
        if day >= len(self._worked) - 1:
            self._grow(day + _AHEAD)

    def _grow(self, until: int) -> None:
        with self._growing:
            worked, days = self._worked.copy(), self._days.copy()
            for day in range(len(worked) - 1, until):
                hours = self.day_hours(day)
                worked.append(worked[-1] + sum(closes - opens for opens, closes in hours))
                days.append(days[-1] + bool(hours))
            self._worked, self._days = worked, days


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(day: int) -> date:
    """The date of a day number."""
    return date.fromordinal(day + _EPOCH_ORDINAL)


def _of_day(at: time) -> int:
    if at >= time(23, 59):
        return DAY
    return ((at.hour * 60 + at.minute) * 60 + at.second) * 1_000_000 + at.microsecond
