"""Which dates of an axis are named, and how."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.charts import days, pen
from linli.core.charts.definition import Grain, Language


def dates(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def months(year: int, count: int) -> list[date]:
    return [date(year + number // 12, number % 12 + 1, 1) for number in range(count)]


def across(count: int, width: float) -> Callable[[int], float]:
    return lambda at: 30 + (at + 0.5) * (width - 30) / count


@given(
    first=st.dates(date(1990, 1, 1), date(2200, 1, 1)),
    count=st.integers(1, 400),
    width=st.floats(250, 900),
    language=st.sampled_from(("zh", "en")),
    grain=st.sampled_from(("day", "month")),
)
def test_names_never_touch_and_never_leave_the_canvas(
    first: date, count: int, width: float, language: Language, grain: Grain
) -> None:
    given = dates(first, count) if grain == "day" else months(first.year, count)
    found = days.ticks(dates=given, grain=grain, language=language, x=across(count, width), within=(0, width))
    assert found
    halves = [max(pen.width_of(name, size=pen.SMALL) for name in (tick.name, tick.year)) / 2 for tick in found]
    for at, tick in enumerate(found):
        assert tick.x - halves[at] >= -0.01
        assert tick.x + halves[at] <= width + 0.01
        if at:
            assert tick.x - halves[at] > found[at - 1].x + halves[at - 1]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh", ["11月2日", "11月9日", "11月16日", "11月23日", "11月30日"]),
        ("en", ["2 Nov", "9 Nov", "16 Nov", "23 Nov", "30 Nov"]),
    ],
)
def test_a_month_names_its_mondays(language: Language, names: list[str]) -> None:
    given = dates(date(2026, 11, 1), 30)
    found = days.ticks(dates=given, grain="day", language=language, x=across(30, 600), within=(0, 600))
    assert [tick.name for tick in found] == names
    assert [tick.year for tick in found] == ["2026年" if language == "zh" else "2026", "", "", "", ""]


def test_the_year_is_told_where_it_changes() -> None:
    given = months(2025, 24)
    found = days.ticks(dates=given, grain="month", language="zh", x=across(24, 820), within=(0, 820))
    assert [(tick.name, tick.year) for tick in found if tick.year] == [("1月", "2025年"), ("1月", "2026年")]


def test_many_years_name_years_only() -> None:
    given = months(1990, 480)
    found = days.ticks(dates=given, grain="month", language="en", x=across(480, 250), within=(0, 250))
    assert [tick.name for tick in found] == ["1990", "2000", "2010", "2020"]
    assert {tick.year for tick in found} == {""}


@pytest.mark.parametrize(
    ("grain", "language", "said"),
    [
        ("day", "zh", "2026年3月5日"),
        ("day", "en", "5 Mar 2026"),
        ("month", "zh", "2026年3月"),
        ("month", "en", "Mar 2026"),
    ],
)
def test_a_date_in_full(grain: Grain, language: Language, said: str) -> None:
    assert days.whole(date(2026, 3, 5), grain=grain, language=language) == said
