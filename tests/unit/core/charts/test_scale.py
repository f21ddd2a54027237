"""Round numbers for axes, and numbers as short text in both languages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from linli.core.charts.definition import Language
from linli.core.charts.scale import Scale, number, numbers, ticks

MOST = 8
VALUES = st.lists(st.none() | st.floats(-1e300, 1e300) | st.integers(-(10**15), 10**15), max_size=8)


@given(values=VALUES, most=st.sampled_from((5, 6)))
@example(values=[], most=5)
@example(values=[0, 0], most=6)
@example(values=[5e-324], most=6)
@example(values=[0.1, 0.2, 0.30000000000000004], most=5)
@example(values=[999_999_999_999_999], most=6)
@example(values=[-1e300, 1e300], most=5)
def test_ticks_cover_every_value_and_are_few(values: list[float | None], most: int) -> None:
    found = ticks(values=values, most=most)
    known = [value for value in values if value is not None]
    assert 2 <= len(found) <= MOST
    assert list(found) == sorted(set(found))
    assert found[0] <= min([0, *known])
    assert found[-1] >= max([0, *known])
    assert 0 in found, "zero is told: a column that does not begin there misleads"


@given(values=st.lists(st.integers(0, 10**9), min_size=1, max_size=8))
def test_whole_numbers_have_whole_ticks(values: list[int]) -> None:
    assert all(tick.is_integer() for tick in ticks(values=values))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([3], (0, 1, 2, 3)),
        ([40, 18.4], (0, 10, 20, 30, 40)),
        ([84], (0, 20, 40, 60, 80, 100)),
        ([0.31], (0, 0.1, 0.2, 0.3, 0.4)),
        ([-4, 7], (-5, 0, 5, 10)),
        ([0], (0, 1)),
    ],
)
def test_ticks_are_round(values: list[float], found: tuple[float, ...]) -> None:
    assert ticks(values=values) == found


@pytest.mark.parametrize(
    ("values", "language", "said"),
    [
        ((0, 500, 1000), "zh", ("0", "500", "1,000")),
        ((0, 5000, 10000), "zh", ("0", "0.5万", "1万")),
        ((0, 5000, 10000), "en", ("0", "5k", "10k")),
        ((0, 2.5e6), "en", ("0", "2.5m")),
        ((0, 2.5e8), "zh", ("0", "2.5亿")),
        ((0, 0.25, 0.5), "en", ("0", "0.25", "0.5")),
    ],
)
def test_an_axis_is_told_in_one_unit(values: tuple[float, ...], language: Language, said: tuple[str, ...]) -> None:
    assert numbers(values=values, language=language) == said


@pytest.mark.parametrize(
    ("value", "language", "said"),
    [
        (None, "en", "—"),
        (1234, "zh", "1,234"),
        (18.4, "zh", "18.4"),
        (123456, "zh", "12.3万"),
        (123456, "en", "123k"),
        (1e300, "zh", "1e+292亿"),
        (-3, "en", "-3"),
    ],
)
def test_a_number_is_short(value: float | None, language: Language, said: str) -> None:
    assert number(value=value, language=language) == said


def test_a_scale_puts_the_ends_at_the_ends() -> None:
    scale = Scale(-5, 15, 100, 0)
    assert (scale.at(-5), scale.at(5), scale.at(15)) == (100, 50, 0)
