"""What is due when: the cases that people argue about, stated one by one."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from linli.core.clock import Calendar, Unit, begins, due, explain, shift, warn_at

CHINA = ZoneInfo("Asia/Shanghai")
OFFICE = ((time(9), time(12)), (time(13), time(18)))
CALENDAR = Calendar(
    key="test",
    tz=CHINA,
    hours=(*(OFFICE for _ in range(5)), (), ()),
    holidays={date(2026, 10, day): "国庆节" for day in range(1, 8)},
    workdays={date(2026, 9, 20): "国庆节调休", date(2026, 10, 10): "国庆节调休"},
    names_en={date(2026, 10, day): "National Day" for day in range(1, 8)},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2026-03-02 09:00", 30, "minute", "2026-03-02 09:30"),
        ("2026-03-06 22:00", 4, "hour", "2026-03-07 02:00"),
        ("2026-03-02 09:00", 2, "working_hour", "2026-03-02 11:00"),
        ("2026-03-02 11:00", 2, "working_hour", "2026-03-02 14:00"),
        ("2026-03-02 11:00", 1, "working_hour", "2026-03-02 12:00"),
        ("2026-03-06 17:00", 2, "working_hour", "2026-03-09 10:00"),
        ("2026-03-07 10:00", 1, "working_hour", "2026-03-09 10:00"),
        ("2026-03-02 09:00", 8, "working_hour", "2026-03-02 18:00"),
        ("2026-09-30 17:00", 2, "working_hour", "2026-10-08 10:00"),
        ("2026-09-19 10:00", 1, "working_hour", "2026-09-20 10:00"),
        ("2026-03-02 10:30", 1, "day", "2026-03-03 10:30"),
        ("2026-03-02 10:30", 1, "working_day", "2026-03-03 10:30"),
        ("2026-03-06 10:30", 1, "working_day", "2026-03-09 10:30"),
        ("2026-03-07 20:00", 1, "working_day", "2026-03-10 09:00"),
        ("2026-03-02 12:30", 1, "working_day", "2026-03-03 13:00"),
        ("2026-09-30 17:00", 5, "working_day", "2026-10-13 17:00"),
        ("2026-03-02 10:30", 2, "week", "2026-03-16 10:30"),
        ("2026-01-31 10:30", 1, "month", "2026-02-28 10:30"),
        ("2026-11-30 10:30", 3, "month", "2027-02-28 10:30"),
        ("2028-02-29 10:30", 1, "year", "2029-02-28 10:30"),
        ("2026-03-02 10:30", 0, "working_day", "2026-03-02 10:30"),
    ],
)
def test_it_counts_from_the_moment(start: str, length: int, unit: Unit, expected: str) -> None:
    assert due(start=at(start), length=length, unit=unit, calendar=CALENDAR) == at(expected)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2026-03-02 10:30", 15, "day", "2026-03-18 00:00"),
        ("2026-03-02 00:00", 1, "day", "2026-03-04 00:00"),
        ("2026-03-02 10:30", 5, "working_day", "2026-03-10 00:00"),
        ("2026-03-07 10:30", 1, "working_day", "2026-03-10 00:00"),
        ("2026-09-30 17:00", 1, "working_day", "2026-10-09 00:00"),
        ("2026-03-02 10:30", 1, "week", "2026-03-10 00:00"),
        ("2026-01-31 10:30", 1, "month", "2026-03-01 00:00"),
        ("2026-03-30 10:30", 1, "month", "2026-05-01 00:00"),
        ("2026-03-02 10:30", 2, "hour", "2026-03-03 02:00"),
        ("2026-03-06 10:30", 2, "working_hour", "2026-03-09 11:00"),
    ],
)
def test_it_counts_from_the_next_day(start: str, length: int, unit: Unit, expected: str) -> None:
    assert due(start=at(start), length=length, unit=unit, calendar=CALENDAR, count_from="next_day") == at(expected)


@pytest.mark.parametrize(
    ("start", "length", "unit", "expected"),
    [
        ("2026-03-06 10:30", 15, "day", "2026-03-24 00:00"),
        ("2026-03-05 10:30", 15, "day", "2026-03-21 00:00"),
        ("2026-09-01 10:30", 30, "day", "2026-10-09 00:00"),
        ("2026-08-21 10:30", 30, "day", "2026-09-21 00:00"),
        ("2026-01-31 10:30", 1, "month", "2026-03-03 00:00"),
        ("2026-08-31 10:30", 1, "month", "2026-10-01 00:00"),
        ("2026-02-28 10:30", 1, "month", "2026-03-31 00:00"),
        ("2025-10-03 10:30", 1, "year", "2026-10-09 00:00"),
        ("2026-09-26 10:30", 1, "week", "2026-10-09 00:00"),
    ],
)
def test_a_period_whose_last_day_is_free_ends_on_the_next_working_day(
    start: str, length: int, unit: Unit, expected: str
) -> None:
    """Civil Code Articles 201 to 203: the first day is not counted, the last may not be a day off."""
    assert due(
        start=at(start), length=length, unit=unit, calendar=CALENDAR, count_from="next_day", ends="working_day"
    ) == at(expected)


def test_hours_and_working_units_end_where_they_end() -> None:
    for unit in ("minute", "hour", "working_hour", "working_day"):
        plain = due(start=at("2026-03-06 10:30"), length=26, unit=unit, calendar=CALENDAR)
        assert plain == due(start=at("2026-03-06 10:30"), length=26, unit=unit, calendar=CALENDAR, ends="working_day")


def test_extensions_and_pauses_come_before_the_last_day_is_looked_at() -> None:
    assert due(
        start=at("2026-03-06 10:00"),
        length=1,
        unit="day",
        calendar=CALENDAR,
        count_from="next_day",
        ends="working_day",
        extensions=[(5, "day")],
        pauses=[(at("2026-03-09 09:00"), at("2026-03-11 09:00"))],
    ) == at("2026-03-17 00:00")


def test_from_the_moment_the_time_of_day_stays_when_the_last_day_moves() -> None:
    assert due(start=at("2026-03-06 10:30"), length=1, unit="day", calendar=CALENDAR, ends="working_day") == at(
        "2026-03-09 10:30"
    )


def test_explaining_says_that_the_last_day_moved_and_why() -> None:
    steps = explain(
        start=at("2026-09-01 10:30"),
        length=30,
        unit="day",
        calendar=CALENDAR,
        count_from="next_day",
        ends="working_day",
    )
    rolled = steps[-2]
    assert (rolled.kind, rolled.first_date, rolled.last_date) == ("rolled", date(2026, 10, 1), date(2026, 10, 8))
    assert (rolled.name, rolled.name_en) == ("国庆节", "National Day")
    assert (steps[-1].kind, steps[-1].at) == ("due", at("2026-10-09 00:00"))


def test_a_month_extended_by_a_month_is_two_months() -> None:
    assert due(
        start=at("2026-01-31 10:00"), length=1, unit="month", calendar=CALENDAR, extensions=[(1, "month")]
    ) == at("2026-03-31 10:00")


def test_an_extension_in_another_unit_counts_on_from_what_was_due() -> None:
    assert due(
        start=at("2026-03-02 10:00"), length=2, unit="hour", calendar=CALENDAR, extensions=[(1, "working_day")]
    ) == at("2026-03-03 13:00")


def test_a_pause_moves_working_hours_by_working_time_only() -> None:
    paused = [(at("2026-09-30 17:30"), at("2026-10-08 12:30"))]
    assert due(start=at("2026-09-30 17:00"), length=2, unit="working_hour", calendar=CALENDAR, pauses=paused) == at(
        "2026-10-08 14:30"
    )


def test_a_pause_moves_elapsed_units_by_elapsed_time() -> None:
    paused = [(at("2026-03-03 08:00"), at("2026-03-03 11:15"))]
    for unit in ("day", "week", "month"):
        plain = due(start=at("2026-03-02 10:00"), length=1, unit=unit, calendar=CALENDAR)
        moved = due(start=at("2026-03-02 10:00"), length=1, unit=unit, calendar=CALENDAR, pauses=paused)
        assert moved - plain == paused[0][1] - paused[0][0]


def test_a_pause_takes_out_whole_days_when_days_count_from_the_next() -> None:
    paused = [(at("2026-03-03 15:00"), at("2026-03-05 10:00")), (at("2026-03-06 09:00"), at("2026-03-06 17:00"))]
    assert due(
        start=at("2026-03-02 10:00"), length=5, unit="day", calendar=CALENDAR, count_from="next_day", pauses=paused
    ) == at("2026-03-10 00:00")
    over_weekend = [(at("2026-03-06 15:00"), at("2026-03-09 10:00"))]
    assert due(
        start=at("2026-03-05 10:00"),
        length=2,
        unit="working_day",
        calendar=CALENDAR,
        count_from="next_day",
        pauses=over_weekend,
    ) == at("2026-03-11 00:00")


def test_a_pause_after_the_due_moment_or_unfinished_moves_nothing() -> None:
    plain = due(start=at("2026-03-02 09:00"), length=2, unit="working_hour", calendar=CALENDAR)
    for pause in [(at("2026-03-02 11:00"), at("2026-03-02 12:00")), (at("2026-03-02 10:00"), None)]:
        assert plain == due(
            start=at("2026-03-02 09:00"), length=2, unit="working_hour", calendar=CALENDAR, pauses=[pause]
        )


def test_shift_moves_a_due_date_that_no_length_explains() -> None:
    moved = shift(
        start=at("2026-03-02 09:00"),
        due=at("2026-03-06 17:00"),
        paused_at=at("2026-03-03 09:00"),
        resumed_at=at("2026-03-04 09:00"),
        unit="working_day",
        calendar=CALENDAR,
    )
    assert moved == at("2026-03-09 17:00")


def test_it_warns_at_a_share_of_working_time() -> None:
    start, end = at("2026-03-06 17:00"), at("2026-03-09 10:00")
    assert warn_at(start=start, due=end, percent=50, unit="working_hour", calendar=CALENDAR) == at("2026-03-06 18:00")
    assert warn_at(start=start, due=end, percent=75, unit="working_hour", calendar=CALENDAR) == at("2026-03-09 09:30")
    assert warn_at(start=at("2026-03-02 00:00"), due=at("2026-03-02 10:00"), percent=80) == at("2026-03-02 08:00")


def test_daylight_saving_keeps_the_time_of_day_for_days_and_the_length_for_hours() -> None:
    boston = Calendar(key="us", tz=ZoneInfo("America/New_York"), hours=CALENDAR.hours)
    start = datetime(2026, 3, 7, 12, tzinfo=boston.tz)
    assert due(start=start, length=1, unit="day", calendar=boston) == datetime(2026, 3, 8, 12, tzinfo=boston.tz)
    assert due(start=start, length=24, unit="hour", calendar=boston) == datetime(2026, 3, 8, 13, tzinfo=boston.tz)


def test_explaining_names_the_skipped_and_the_exchanged_days() -> None:
    steps = explain(start=at("2026-09-30 17:00"), length=5, unit="working_day", calendar=CALENDAR)
    told = [(step.kind, step.amount, step.name) for step in steps]
    assert told == [
        ("start", 5, ""),
        ("skipped", 7, "国庆节"),
        ("counted", 2, ""),
        ("workday_exchanged", 1, "国庆节调休"),
        ("skipped", 1, "weekend"),
        ("counted", 2, ""),
        ("due", 0, ""),
    ]
    assert steps[1].name_en == "National Day"
    assert steps[-1].at == at("2026-10-13 17:00")


def test_a_round_the_clock_desk_closes_at_midnight() -> None:
    always = Calendar(key="24", tz=CHINA, hours=tuple(((time(0), time(23, 59)),) for _ in range(7)))
    assert due(start=at("2026-03-07 23:30"), length=2, unit="working_hour", calendar=always) == at("2026-03-08 01:30")


def test_counting_begins_at_the_next_opening() -> None:
    assert begins(start=at("2026-03-07 20:00"), unit="working_hour", calendar=CALENDAR) == at("2026-03-09 09:00")


def test_a_calendar_without_working_hours_is_refused() -> None:
    with pytest.raises(ValueError, match="working hours"):
        Calendar(key="none", tz=CHINA, hours=((),) * 7)
