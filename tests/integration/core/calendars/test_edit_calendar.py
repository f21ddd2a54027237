"""Editing the working calendar reaches clocks at once, and every worker within a second."""

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from linli.core.calendars import actions, queries
from linli.core.calendars.errors import CalendarInvalid, DayNotFound
from linli.core.clock import due

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
CITY_FILE = Path(__file__).resolve().parents[4] / "cities" / "changsha" / "calendar.toml"
FRIDAY = datetime(2026, 3, 6, 10, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def _fresh() -> None:
    queries.forget()


def next_working_day() -> datetime:
    return due(start=FRIDAY, length=1, unit="working_day", calendar=queries.calendar())


def test_it_sets_and_removes_a_day(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    assert next_working_day() == datetime(2026, 3, 9, 10, tzinfo=CHINA)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_day(date=date(2026, 3, 9), kind="holiday", name="市政府临时放假")
    assert next_working_day() == datetime(2026, 3, 10, 10, tzinfo=CHINA)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_day(date=date(2026, 3, 9))
    assert next_working_day() == datetime(2026, 3, 9, 10, tzinfo=CHINA)


def test_an_edit_by_another_worker_is_seen_when_the_second_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    assert next_working_day() == datetime(2026, 3, 9, 10, tzinfo=CHINA)
    actions.set_day(date=date(2026, 3, 9), kind="holiday", name="临时放假")
    assert next_working_day() == datetime(2026, 3, 9, 10, tzinfo=CHINA)
    monkeypatch.setattr(queries, "CHECK_EVERY", 0.0)
    assert next_working_day() == datetime(2026, 3, 10, 10, tzinfo=CHINA)


def test_reading_costs_one_statement_a_second_at_most(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    queries.calendar()
    with django_assert_num_queries(0):
        queries.calendar()


def test_it_sets_the_hours() -> None:
    morning = ((time(8), time(12)),)
    actions.set_hours(week=(morning,) * 5 + ((), ()))
    queries.forget()
    assert queries.hours()[0] == morning
    assert queries.hours()[6] == ()


def test_it_loads_the_citys_calendar_once_and_keeps_later_edits() -> None:
    loaded = actions.load_defaults(path=CITY_FILE)
    assert loaded is not None
    actions.remove_day(date=date(2026, 10, 1))
    assert actions.load_defaults(path=CITY_FILE) is None
    assert date(2026, 10, 1) not in {day.date for day in queries.days(year=2026)}
    assert 2026 in queries.years()
    assert queries.keys() == ("default",)


def test_a_calendar_may_follow_another_time_zone() -> None:
    actions.set_time_zone(time_zone="America/New_York", key="boston")
    queries.forget()
    assert queries.calendar("boston").tz == ZoneInfo("America/New_York")
    assert queries.calendar().tz == CHINA
    with pytest.raises(CalendarInvalid):
        actions.set_time_zone(time_zone="Mars/Base")


def test_a_faulty_table_changes_nothing() -> None:
    with pytest.raises(CalendarInvalid):
        actions.import_table(content=b"date,kind,name\n2027-01-01,holiday,x\n2027-01-02,party,x\n", name="days.csv")
    assert queries.days(year=2027) == ()


def test_a_day_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(DayNotFound):
        actions.remove_day(date=date(2026, 3, 9))


@pytest.mark.parametrize(("kind", "name"), [("party", "x"), ("holiday", " ")])
def test_a_day_needs_a_kind_and_a_name(kind: str, name: str) -> None:
    with pytest.raises(CalendarInvalid):
        actions.set_day(date=date(2026, 3, 9), kind=kind, name=name)


@pytest.mark.parametrize(
    "monday",
    [((time(9), time(9)),), ((time(9), time(12)), (time(11), time(13)))],
)
def test_faulty_hours_are_refused(monday: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(CalendarInvalid):
        actions.set_hours(week=(monday, *((),) * 6))


def test_a_calendar_cannot_be_left_without_hours() -> None:
    with pytest.raises(CalendarInvalid):
        actions.set_hours(week=((),) * 7)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO core_calendarday (calendar, date, kind, name, name_en) VALUES ('x', '2026-01-01', 'no', '', '')",
        "INSERT INTO core_workinghours (calendar, weekday, starts, ends) VALUES ('x', 0, '10:00', '09:00')",
        "INSERT INTO core_workinghours (calendar, weekday, starts, ends) VALUES ('x', 7, '09:00', '10:00')",
    ],
)
def test_the_database_refuses_what_makes_no_sense(statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
