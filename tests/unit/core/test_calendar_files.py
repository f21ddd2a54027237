"""Calendar files: what they may say, every fault at once, and the shipped ones against an independent source."""

from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import pytest

from linli.core.calendars.errors import CalendarInvalid
from linli.core.calendars.tables import CalendarFile, interval, read
from linli.core.clock import Calendar

CITIES = Path(__file__).resolve().parents[3] / "cities"


def shipped(city: str) -> CalendarFile:
    return read(content=(CITIES / city / "calendar.toml").read_bytes(), name="calendar.toml")


def as_calendar(file: CalendarFile) -> Calendar:
    return Calendar(
        key=file.key,
        tz=ZoneInfo(file.time_zone),
        hours=file.week or (),
        holidays={day.date: day.name for day in file.days if day.kind == "holiday"},
        workdays={day.date: day.name for day in file.days if day.kind == "workday"},
    )


def test_chinas_days_off_agree_with_the_holidays_library() -> None:
    calendar, official = as_calendar(shipped("changsha")), holidays.country_holidays("CN", years=range(2019, 2027))
    day = date(2019, 1, 1)
    while day < date(2027, 1, 1):
        exchanged = day in official.weekend_workdays
        works = exchanged or (day.weekday() < 5 and day not in official)
        assert calendar.is_working_day(day) == works, day
        assert bool(calendar.workdays.get(day)) == exchanged, day
        day += timedelta(days=1)


def test_the_notices_for_2025_and_2026_are_carried_day_by_day() -> None:
    exchanged = sorted(day.date.isoformat() for day in shipped("changsha").days if day.kind == "workday")
    assert [day for day in exchanged if day.startswith("2025")] == [
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    ]  # fmt: skip
    assert [day for day in exchanged if day.startswith("2026")] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2011, 2026])
def test_bostons_days_off_agree_with_the_holidays_library(year: int) -> None:
    calendar, official = as_calendar(shipped("boston")), holidays.country_holidays("US", subdiv="MA", years=[year])
    for offset in range(365):
        day = date(year, 1, 1) + timedelta(days=offset)
        assert calendar.is_working_day(day) == (day.weekday() < 5 and day not in official), day


def test_a_table_lists_every_fault_by_row() -> None:
    content = "date,kind,name\n2027-01-01,holiday,元旦\nsoon,holiday,元旦\n2027-01-01,休,元旦\n2027-01-03,party,元旦\n"
    with pytest.raises(CalendarInvalid) as refusal:
        read(content=content.encode(), name="days.csv")
    assert set(refusal.value.fields) == {"3", "4", "5"}


def test_a_table_of_days_is_read() -> None:
    days = read(content="date,kind,name\n2027/01/01,放假,元旦\n2027-01-09,班,调休\n".encode(), name="days.csv").days
    assert [(day.date, day.kind) for day in days] == [(date(2027, 1, 1), "holiday"), (date(2027, 1, 9), "workday")]


@pytest.mark.parametrize(
    "content", ["[", "hours = 3", 'time_zone = "Mars/Base"\n[hours]\n', '[hours]\nmonday=["9-8"]\n']
)
def test_a_faulty_file_is_refused(content: str) -> None:
    with pytest.raises(CalendarInvalid):
        read(content=content.encode(), name="calendar.toml")


def test_midnight_closes_as_24_00() -> None:
    assert interval("00:00-24:00") == (time(0), time.max)
