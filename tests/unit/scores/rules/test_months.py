"""The dates of a score: whole months, the same before, and the same days of other years."""

from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.scores.rules.months import Period, back_from, before, holding, years_before

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
MONTHS = st.sampled_from([1, 3, 6, 12])


@pytest.mark.parametrize(
    ("day", "months", "since", "until"),
    [
        (date(2026, 2, 14), 1, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 5, 1), 3, date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), 6, date(2026, 7, 1), date(2026, 12, 31)),
        (date(2026, 3, 3), 12, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_whole_months(day: date, months: int, since: date, until: date) -> None:
    assert holding(day=day, months=months, today=date(2027, 1, 1)) == Period(since, until, months)


def test_the_running_one_goes_as_far_as_today_and_is_set_beside_as_many_days() -> None:
    running = holding(day=date(2026, 3, 30), months=1, today=date(2026, 3, 30))
    assert (running.until, running.is_whole, running.key) == (date(2026, 3, 30), False, "2026-03")
    assert before(period=running) == Period(date(2026, 2, 1), date(2026, 2, 28), 1)
    early = holding(day=date(2026, 3, 5), months=3, today=date(2026, 3, 5))
    assert before(period=early) == Period(date(2025, 10, 1), date(2025, 12, 3), 3)
    assert years_before(period=early, years=1) == Period(date(2025, 1, 1), date(2025, 3, 5), 3)


def test_february_stays_february() -> None:
    whole = holding(day=date(2028, 2, 1), months=1, today=date(2029, 1, 1))
    assert years_before(period=whole, years=1) == Period(date(2027, 2, 1), date(2027, 2, 28), 1)
    back = holding(day=date(2027, 2, 1), months=1, today=date(2029, 1, 1))
    assert years_before(period=back, years=3) == Period(date(2024, 2, 1), date(2024, 2, 29), 1)
    leap = Period(date(2028, 2, 1), date(2028, 2, 29), 1)
    assert years_before(period=leap, years=2).until == date(2026, 2, 28)


@given(DAYS, MONTHS)
def test_periods_follow_each_other_without_a_gap(day: date, months: int) -> None:
    period = holding(day=day, months=months, today=date(2200, 1, 1))
    assert period.since <= day <= period.until
    earlier = before(period=period)
    assert (earlier.until - period.since).days == -1
    assert earlier.is_whole
    listed = list(islice(back_from(today=day, months=months), 3))
    assert listed[0].until == day
    assert before(period=holding(day=day, months=months, today=date(2200, 1, 1))) == listed[1]
