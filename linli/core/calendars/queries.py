"""Reading the working calendars: the ready-made one for clocks, and its rows for the administrator's page."""

import time as monotonic_time
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from linli.core.clock import Calendar, Interval
from linli.core.models import CalendarDay, CalendarVersion, WorkingHours

CHECK_EVERY = 1.0
"""Seconds for which a worker trusts its copy before it asks again whether somebody edited the calendar."""

SETTLED = timedelta(seconds=5 * CHECK_EVERY)

_OFFICE_HOURS: tuple[Interval, ...] = ((time(9), time(12)), (time(13), time(18)))
USUAL_WEEK: tuple[tuple[Interval, ...], ...] = (*(_OFFICE_HOURS for _ in range(5)), (), ())
"""Monday to Friday 9-12 and 13-18, until the city's own hours are loaded."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from the weekly pattern, as the administrator sees it."""

    date: date
    kind: str
    name: str
    name_en: str


@dataclass(slots=True)
class _Kept:
    calendar: Calendar
    version: int
    checked_at: float


_kept: dict[str, _Kept] = {}
_loading = Lock()


def calendar(key: str = "default") -> Calendar:
    """The calendar with its latest edits, at most a second old. Costs no SQL within that second."""
    kept = _kept.get(key)
    if kept and monotonic_time.monotonic() - kept.checked_at < CHECK_EVERY:
        return kept.calendar
    with _loading:
        return _checked(key)


def days(*, key: str = "default", year: int) -> tuple[Day, ...]:
    """The holidays and exchanged working days of a year, by date."""
    rows = CalendarDay.objects.filter(calendar=key, date__year=year).order_by("date")
    return tuple(Day(date=row.date, kind=row.kind, name=row.name, name_en=row.name_en) for row in rows)


def hours(*, key: str = "default") -> tuple[tuple[Interval, ...], ...]:
    """Working hours by weekday, Monday first."""
    return calendar(key).hours


def keys() -> tuple[str, ...]:
    """The calendars that exist, `default` always among them."""
    return tuple(sorted({"default", *CalendarVersion.objects.values_list("calendar", flat=True)}))


def version(*, key: str = "default") -> int:
    """How often it was edited; 0 for one that never was."""
    return CalendarVersion.objects.filter(calendar=key).values_list("version", flat=True).first() or 0


def years(*, key: str = "default") -> tuple[int, ...]:
    """The years whose holidays were entered; a deadline beyond the last one counts weekends only."""
    return tuple(row.year for row in CalendarDay.objects.filter(calendar=key).dates("date", "year"))


def to_follow(*, now: datetime) -> tuple[tuple[str, int], ...]:
    """Calendars, with their version, that open cases' due dates do not follow yet. A fresh edit is left for a moment,
    until every worker counts on it."""
    settled = CalendarVersion.objects.filter(version__gt=F("followed"), edited_at__lt=now - SETTLED)
    return tuple(settled.order_by("calendar").values_list("calendar", "version"))


def forget() -> None:
    """Drops this process's copies, so that the next question reads the database."""
    _kept.clear()


def _checked(key: str) -> Calendar:
    kept, now = _kept.get(key), monotonic_time.monotonic()
    if kept and now - kept.checked_at < CHECK_EVERY:
        return kept.calendar
    row = CalendarVersion.objects.filter(calendar=key).first()
    version = row.version if row else 0
    if kept and kept.version == version:
        kept.checked_at = now
        return kept.calendar
    loaded = _load(key, row.time_zone if row else "")
    _kept[key] = _Kept(calendar=loaded, version=version, checked_at=now)
    return loaded


def _load(key: str, time_zone: str) -> Calendar:
    rows = list(CalendarDay.objects.filter(calendar=key))
    return Calendar(
        key=key,
        tz=ZoneInfo(time_zone or settings.TIME_ZONE),
        hours=_week(key),
        holidays={row.date: row.name for row in rows if row.kind == CalendarDay.Kind.HOLIDAY},
        workdays={row.date: row.name for row in rows if row.kind == CalendarDay.Kind.WORKDAY},
        names_en={row.date: row.name_en for row in rows if row.name_en},
    )


def _week(key: str) -> tuple[tuple[Interval, ...], ...]:
    week: list[list[Interval]] = [[] for _ in range(7)]
    for row in WorkingHours.objects.filter(calendar=key).order_by("weekday", "starts"):
        week[row.weekday].append((row.starts, row.ends))
    return tuple(tuple(day) for day in week) if any(week) else USUAL_WEEK
