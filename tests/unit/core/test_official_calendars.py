"""Periods of law over the official calendars of 2025 and 2026, against days counted off the holidays library."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from linli.core.clock import due
from tests.unit.core.test_calendar_files import as_calendar, shipped

CHINA = ZoneInfo("Asia/Shanghai")
OFFICIAL = holidays.country_holidays("CN", years=[2025, 2026])
CALENDAR = as_calendar(shipped("changsha"))
DAY = timedelta(days=1)
STARTS = [date(2025, 1, 1) + n * DAY for n in range(2 * 365 - 100)]


def works(day: date) -> bool:
    return bool(OFFICIAL.is_working_day(day))


def end_of(day: date) -> datetime:
    return datetime.combine(day + DAY, time(0), CHINA)


@pytest.mark.parametrize("length", [5, 15, 30, 60, 90])
def test_a_period_of_days_ends_on_a_working_day(length: int) -> None:
    for start in STARTS:
        last = start + length * DAY
        while not works(last):
            last += DAY
        at = datetime.combine(start, time(10, 30), CHINA)
        counted = due(start=at, length=length, unit="day", calendar=CALENDAR, count_from="next_day", ends="working_day")
        assert counted == end_of(last), start


@pytest.mark.parametrize("length", [1, 5, 10, 20])
def test_working_days_pass_over_holidays_and_count_exchanged_days(length: int) -> None:
    for start in STARTS:
        day, left = start, length
        while left:
            day += DAY
            left -= works(day)
        at = datetime.combine(start, time(10, 30), CHINA)
        counted = due(start=at, length=length, unit="working_day", calendar=CALENDAR, count_from="next_day")
        assert counted == end_of(day), start


def test_both_years_have_the_official_number_of_working_days() -> None:
    for year, days in ((2025, 248), (2026, 248)):
        first = CALENDAR.table.days_before((date(year, 1, 1) - date(1970, 1, 1)).days)
        after = CALENDAR.table.days_before((date(year + 1, 1, 1) - date(1970, 1, 1)).days)
        assert after - first == days
