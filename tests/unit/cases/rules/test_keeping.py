"""Which sums are kept, and which whole months lie between two dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.keeping import kept, months_within

DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ([4, 6, 9, 12, 15], {4: ("d", "m"), 6: ("d", "m"), 9: ("m",)}),
        ([2, 4, 6, 9, 12, 15], {2: ("d", "m"), 4: ("d", "m"), 6: ("d", "m"), 9: ("m",)}),
        ([3, 6], {3: ("d", "m")}),
        ([5], {5: ("d", "m")}),
    ],
)
def test_the_levels_above_the_village_keep_sums(widths: list[int], expected: dict[int, tuple[str, ...]]) -> None:
    assert kept(widths=widths) == expected


@given(since=DAYS, days=st.integers(0, 400))
def test_whole_months_are_those_whose_every_day_was_asked_for(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    asked = {since + timedelta(days=n) for n in range(days + 1)}
    firsts = {day.replace(day=1) for day in asked}
    whole = sorted(first for first in firsts if all(day in asked for day in _month(first)))
    found = months_within(since=since, until=until)
    assert found == ((whole[0], whole[-1]) if whole else None)


def test_an_open_end_holds_every_month() -> None:
    assert months_within(since=None, until=None) == (date.min, date(9999, 12, 1))
    assert months_within(since=date(2026, 2, 2), until=None) == (date(2026, 3, 1), date(9999, 12, 1))


def _month(first: date) -> list[date]:
    length = ((first + timedelta(days=32)).replace(day=1) - first).days
    return [first + timedelta(days=n) for n in range(length)]
