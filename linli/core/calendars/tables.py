"""Calendar files: `calendar.toml` of a city, or a table of days from an office. Reading only; nothing is written.

TOML: `key`, `time_zone`, `[hours]` by weekday as "09:00-12:00", and `[[holidays]]` with `name` (zh and en), `from`,
`to` and `workdays` (the dates worked in exchange). A table has the columns date, kind (holiday or workday), name and,
if wanted, name_en.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from linli.core.calendars.errors import CalendarInvalid
from linli.core.calendars.queries import Day
from linli.core.clock import Interval
from linli.core.tables import read_table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = {
    "holiday": "holiday",
    "workday": "workday",
    "休": "holiday",
    "放假": "holiday",
    "班": "workday",
    "上班": "workday",
}
LONGEST_HOLIDAY = timedelta(days=60)
Week = tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a file says. `week` is None when it says nothing of hours."""

    days: tuple[Day, ...]
    key: str = "default"
    time_zone: str = ""
    week: Week | None = None


def read(*, content: bytes, name: str) -> CalendarFile:
    """The calendar in a `.toml`, `.csv` or `.xlsx` file. Raises CalendarInvalid naming every fault."""
    return _toml(content) if name.lower().endswith(".toml") else CalendarFile(days=_table(content, name))


def interval(text: str) -> Interval:
    """`09:00-12:00` as times. `24:00` stands for midnight. Raises ValueError."""
    opens, closes = (part.strip() for part in text.split("-"))
    until = time.max if closes == "24:00" else time.fromisoformat(closes)
    if time.fromisoformat(opens) >= until:
        raise ValueError(text)
    return time.fromisoformat(opens), until


def _toml(content: bytes) -> CalendarFile:
    try:
        table = tomllib.loads(content.decode())
        zone = str(table.get("time_zone", ""))
        if zone:
            ZoneInfo(zone)
        week = tuple(tuple(interval(text) for text in table["hours"].get(day, [])) for day in WEEKDAYS)
        days = tuple(day for holiday in table.get("holidays", []) for day in _holiday(holiday))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ZoneInfoNotFoundError, ValueError) as error:
        raise CalendarInvalid(_("The calendar file cannot be read: %(reason)s") % {"reason": error}) from error
    except (KeyError, TypeError, AttributeError) as error:
        raise CalendarInvalid(_("The calendar file lacks or misuses %(name)s.") % {"name": error}) from error
    return CalendarFile(days=days, key=str(table.get("key", "default")), time_zone=zone, week=week)


def _holiday(holiday: Mapping[str, Any]) -> Iterator[Day]:
    name, first, last = holiday["name"], holiday["from"], holiday["to"]
    if not first <= last < first + LONGEST_HOLIDAY:
        raise ValueError(f"{first} - {last}")
    for offset in range((last - first).days + 1):
        yield Day(date=first + timedelta(days=offset), kind="holiday", name=name["zh"], name_en=name["en"])
    for day in holiday.get("workdays", []):
        yield Day(
            date=day, kind="workday", name=f"{name['zh']}调休上班", name_en=f"Working day in exchange for {name['en']}"
        )


def _table(content: bytes, file_name: str) -> tuple[Day, ...]:
    days: dict[date, Day] = {}
    faults: dict[str, str] = {}
    for number, row in read_table(content=content, name=file_name).records():
        try:
            day = _row(row)
        except ValueError as error:
            faults[str(number)] = str(error)
            continue
        if day.date in days:
            faults[str(number)] = _("%(date)s is there twice.") % {"date": day.date}
        days[day.date] = day
    if faults:
        told = "; ".join(f"{number}: {fault}" for number, fault in faults.items())
        raise CalendarInvalid(_("Nothing was imported. Faults by row: %(faults)s") % {"faults": told}, fields=faults)
    return tuple(days.values())


def _row(row: Mapping[str, str]) -> Day:
    kind, name = KINDS.get(row.get("kind", "").strip()), row.get("name", "").strip()
    if kind is None or not name:
        raise ValueError(_("Give kind as holiday or workday, and a name."))
    try:
        day = date.fromisoformat(row.get("date", "").replace("/", "-")[:10])
    except ValueError:
        raise ValueError(_("Write the date as 2026-10-01.")) from None
    return Day(date=day, kind=kind, name=name[:80], name_en=row.get("name_en", "").strip()[:80])
