"""Editing the working calendars. Each edit raises the calendar's version in its own transaction; workers then reload.

The due dates of open cases follow soon after, each with an entry in its case (`cases.actions.following`). Whether the
caller may edit calendars is asked before (`people.access`, right `calendars.edit`).
"""

from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection, transaction
from django.utils.translation import gettext as _

from linli.core.calendars import queries
from linli.core.calendars.errors import CalendarInvalid, DayNotFound
from linli.core.calendars.queries import Day
from linli.core.calendars.tables import CalendarFile, Week, read
from linli.core.models import CalendarDay, CalendarVersion, WorkingHours

RAISE_VERSION = """
    INSERT INTO core_calendarversion (calendar, version, time_zone, edited_at, followed) VALUES (%s, 1, %s, now(), 0)
    ON CONFLICT (calendar) DO UPDATE SET
        version = core_calendarversion.version + 1,
        edited_at = now(),
        time_zone = coalesce(nullif(excluded.time_zone, ''), core_calendarversion.time_zone)
"""


@transaction.atomic
def set_day(*, date: date, kind: str, name: str, name_en: str = "", key: str = "default") -> None:
    """Makes a date a holiday or an exchanged working day. Raises CalendarInvalid."""
    check_day(kind=kind, name=name)
    _keep([Day(date=date, kind=kind, name=name.strip(), name_en=name_en.strip())], key)
    _raise_version(key)


@transaction.atomic
def remove_day(*, date: date, key: str = "default") -> None:
    """Gives a date back to the weekly pattern. Raises DayNotFound."""
    check_known(date=date, key=key)
    CalendarDay.objects.filter(calendar=key, date=date).delete()
    _raise_version(key)


@transaction.atomic
def set_hours(*, week: Week, key: str = "default") -> None:
    """Replaces the working hours of all seven weekdays, Monday first; an empty day is free.

    Raises CalendarInvalid when no day is worked, an interval is empty, or two of a day overlap.
    """
    check_week(week=week)
    WorkingHours.objects.filter(calendar=key).delete()
    WorkingHours.objects.bulk_create(
        WorkingHours(calendar=key, weekday=weekday, starts=starts, ends=ends)
        for weekday, intervals in enumerate(week)
        for starts, ends in intervals
    )
    _raise_version(key)


@transaction.atomic
def import_table(*, content: bytes, name: str, key: str = "") -> CalendarFile:
    """Brings in a calendar file, all or nothing; dates in it replace those there, other dates stay.

    `key` overrides the one in the file. Returns what the file said. Raises CalendarInvalid naming every fault.
    """
    file = read(content=content, name=name)
    into = key or file.key
    if file.week:
        set_hours(week=file.week, key=into)
    _keep(file.days, into)
    _raise_version(into, time_zone=file.time_zone)
    return file


def load_defaults(*, path: Path, key: str = "") -> CalendarFile | None:
    """Loads a city's `calendar.toml`, unless the calendar exists already: an administrator's edits are never undone."""
    content = path.read_bytes()
    into = key or read(content=content, name=path.name).key
    if CalendarVersion.objects.filter(calendar=into).exists():
        return None
    return import_table(content=content, name=path.name, key=into)


@transaction.atomic
def set_time_zone(*, time_zone: str, key: str = "default") -> None:
    """Sets the time zone whose wall clock the calendar follows. Raises CalendarInvalid."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CalendarInvalid(_("There is no time zone “%(name)s”.") % {"name": time_zone}) from error
    _raise_version(key, time_zone=time_zone)


def mark_followed(*, key: str, version: int) -> None:
    """Notes that the due dates of open cases are in line with this version of the calendar."""
    CalendarVersion.objects.filter(calendar=key).update(followed=version)


def check_day(*, kind: str, name: str) -> None:
    """Raises CalendarInvalid for a day that cannot be entered."""
    if kind not in CalendarDay.Kind.values:
        raise CalendarInvalid(_("A day is a holiday or a working day."), fields={"kind": _("Choose one of the two.")})
    if not name.strip():
        raise CalendarInvalid(_("Give the day a name."), fields={"name": _("Fill this in.")})


def check_known(*, date: date, key: str) -> None:
    """Raises DayNotFound for a date that follows the weekly pattern."""
    if not CalendarDay.objects.filter(calendar=key, date=date).exists():
        raise DayNotFound(_("The calendar has no entry for %(date)s.") % {"date": date})


def check_week(*, week: Week) -> None:
    """Raises CalendarInvalid when no day is worked, an interval is empty, or two of a day overlap."""
    if len(week) != 7 or not any(week):
        raise CalendarInvalid(_("At least one weekday needs working hours."))
    for intervals in week:
        _check_intervals(sorted(intervals))


def _check_intervals(intervals: Sequence[tuple[time, time]]) -> None:
    if any(starts >= ends for starts, ends in intervals):
        raise CalendarInvalid(_("Working hours must end after they start."))
    if any(later[0] < earlier[1] for earlier, later in pairwise(intervals)):
        raise CalendarInvalid(_("Two intervals of the same day overlap."))


def _keep(days: Sequence[Day], key: str) -> None:
    CalendarDay.objects.bulk_create(
        [CalendarDay(calendar=key, date=d.date, kind=d.kind, name=d.name, name_en=d.name_en) for d in days],
        update_conflicts=True,
        unique_fields=["calendar", "date"],
        update_fields=["kind", "name", "name_en"],
    )


def _raise_version(key: str, *, time_zone: str = "") -> None:
    with connection.cursor() as cursor:
        cursor.execute(RAISE_VERSION, [key, time_zone])
    transaction.on_commit(queries.forget)
