"""One edit of a calendar as data: looked at before it is kept, kept as text while somebody decides, then applied."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from linli.core.calendars import actions, queries
from linli.core.calendars.queries import Day
from linli.core.calendars.tables import Week
from linli.core.clock import Calendar
from linli.core.models import CalendarDay


@dataclass(frozen=True, slots=True)
class Edit:
    """A day entered, a day given back to the week (`without`), or other hours; exactly one of the three."""

    key: str = "default"
    day: Day | None = None
    without: date | None = None
    week: Week = ()

    @property
    def date(self) -> date | None:
        """The only date that it changes; None for the hours, which change them all."""
        return self.day.date if self.day else self.without

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        if self.day:
            return {"day": {**_fields(self.day), "date": self.day.date.isoformat()}}
        if self.without:
            return {"without": self.without.isoformat()}
        return {"week": [[[f"{a:%H:%M}", f"{b:%H:%M}"] for a, b in line] for line in self.week]}


def of_plain(*, key: str, plain: Mapping[str, Any]) -> Edit:
    """An edit out of what `Edit.plain` made."""
    if day := plain.get("day"):
        return Edit(key=key, day=Day(**{**day, "date": date.fromisoformat(day["date"])}))
    if without := plain.get("without"):
        return Edit(key=key, without=date.fromisoformat(without))
    week = tuple(tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in line) for line in plain["week"])
    return Edit(key=key, week=week)


def check(*, edit: Edit) -> None:
    """Raises CalendarInvalid, DayNotFound: what `apply` would."""
    if edit.day:
        actions.check_day(kind=edit.day.kind, name=edit.day.name)
    elif edit.without:
        actions.check_known(date=edit.without, key=edit.key)
    else:
        actions.check_week(week=edit.week)


def tried(*, edit: Edit) -> Calendar:
    """The calendar as it would be. Nothing is kept."""
    now = queries.calendar(edit.key)
    holidays = {on: name for on, name in now.holidays.items() if on != edit.date}
    workdays = {on: name for on, name in now.workdays.items() if on != edit.date}
    if edit.day:
        (holidays if edit.day.kind == CalendarDay.Kind.HOLIDAY else workdays)[edit.day.date] = edit.day.name
    return replace(now, holidays=holidays, workdays=workdays, hours=edit.week or now.hours)


def since(*, edit: Edit) -> datetime | None:
    """The first moment that it can change: the beginning of its day on the calendar's wall clock; None for all time."""
    if edit.date is None:
        return None
    return datetime(edit.date.year, edit.date.month, edit.date.day, tzinfo=queries.calendar(edit.key).tz)


def apply(*, edit: Edit) -> int:
    """Keeps the edit; answers the calendar's new version. Raises CalendarInvalid, DayNotFound."""
    if edit.day:
        actions.set_day(**_fields(edit.day), key=edit.key)
    elif edit.without:
        actions.remove_day(date=edit.without, key=edit.key)
    else:
        actions.set_hours(week=edit.week, key=edit.key)
    return queries.version(key=edit.key)


def _fields(day: Day) -> dict[str, Any]:
    return {"date": day.date, "kind": day.kind, "name": day.name, "name_en": day.name_en}
