"""What a period is held against."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.scores.rules.periods import Period, compared


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (Period(date(2026, 3, 1), date(2026, 3, 31)), Period(date(2026, 2, 1), date(2026, 2, 28))),
        (Period(date(2026, 1, 1), date(2026, 3, 31)), Period(date(2025, 10, 1), date(2025, 12, 31))),
        (Period(date(2026, 3, 1), date(2026, 3, 10)), Period(date(2026, 2, 19), date(2026, 2, 28))),
    ],
)
def test_the_days_before(period: Period, before: Period) -> None:
    assert compared(period=period, against="before") == before


def test_the_same_days_of_last_year() -> None:
    leap = Period(date(2024, 2, 29), date(2024, 3, 2))
    assert compared(period=leap, against="year") == Period(date(2023, 2, 28), date(2023, 3, 2))


@given(since=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 800))
def test_it_ends_the_day_before(since: date, days: int) -> None:
    period = Period(since, since + timedelta(days=days))
    assert compared(period=period, against="before").until == since - timedelta(days=1)
    assert period.days == days + 1
