"""How a promise stands: each state by its stated threshold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.scores.rules import progress
from linli.scores.rules.progress import LEAST, Aim, Reached, Step, rate, share, state

STARTS, DUE = date(2026, 1, 1), date(2026, 12, 31)
HALF = date(2026, 7, 2)
COUNT = Aim("count", STARTS, DUE, "at_least", 100)
MOST = replace(COUNT, direction="at_most")
RATE = Aim("rate", STARTS, DUE, "at_least", 90)
HAND = replace(COUNT, measured="hand")
STEPS = Aim("milestones", STARTS, DUE)


@pytest.mark.parametrize(
    ("aim", "value", "today", "found"),
    [
        (COUNT, 100, STARTS, "done"),
        (COUNT, 99, DUE + timedelta(1), "missed"),
        (COUNT, 61, HALF, "ahead"),
        (COUNT, 55, HALF, "on_course"),
        (COUNT, 45, HALF, "on_course"),
        (COUNT, 39, HALF, "behind"),
        (MOST, 101, HALF, "missed"),
        (MOST, 62, HALF, "behind"),
        (MOST, 50, HALF, "on_course"),
        (MOST, 10, HALF, "ahead"),
        (MOST, 100, DUE + timedelta(1), "done"),
        (replace(HAND, direction="at_most"), 120, HALF, "behind"),
        (replace(HAND, direction="at_most"), 80, HALF, "ahead"),
        (replace(HAND, direction="at_most"), 120, DUE + timedelta(1), "missed"),
        (HAND, None, HALF, "unjudged"),
        (HAND, None, DUE + timedelta(1), "missed"),
        (COUNT, 0, STARTS - timedelta(1), "unjudged"),
    ],
)
def test_a_number_is_held_against_the_time(aim: Aim, value: float | None, today: date, found: str) -> None:
    assert state(aim=aim, reached=Reached(value=value), steps=(), today=today) == found


@pytest.mark.parametrize(
    ("n", "of", "today", "found"),
    [
        (990, 1000, HALF, "ahead"),
        (905, 1000, HALF, "on_course"),
        (800, 1000, HALF, "behind"),
        (28, LEAST, HALF, "on_course"),
        (LEAST - 1, LEAST - 1, HALF, "unjudged"),
        (LEAST - 1, LEAST - 1, DUE + timedelta(1), "unjudged"),
        (905, 1000, DUE + timedelta(1), "done"),
        (899, 1000, DUE + timedelta(1), "missed"),
    ],
)
def test_a_rate_is_judged_by_its_interval(n: int, of: int, today: date, found: str) -> None:
    assert state(aim=RATE, reached=rate(n=n, of=of), steps=(), today=today) == found


def test_a_rate_that_is_to_stay_low() -> None:
    low = replace(RATE, direction="at_most", goal=5)
    for n, found in ((10, "ahead"), (50, "on_course"), (100, "behind")):
        assert state(aim=low, reached=rate(n=n, of=1000), steps=(), today=HALF) == found


def test_milestones() -> None:
    june, december = date(2026, 6, 30), date(2026, 12, 1)

    def found(*steps: Step, today: date = HALF) -> str:
        return state(aim=STEPS, reached=Reached(), steps=steps, today=today)

    assert found() == "unjudged"
    assert found(Step(june), Step(december)) == "behind"
    assert found(Step(june, june), Step(december)) == "on_course"
    assert found(Step(june, june), Step(december, june), Step(december)) == "ahead"
    assert found(Step(june, june)) == "done"
    assert found(Step(june, june), Step(december), today=DUE + timedelta(1)) == "missed"


def test_the_interval_is_that_of_wilson() -> None:
    found = rate(n=45, of=50)
    assert found.low == pytest.approx(78.64, abs=0.01)
    assert found.high == pytest.approx(95.65, abs=0.01)


def test_the_bar() -> None:
    assert share(aim=COUNT, reached=Reached(value=250), steps=()) == 1
    assert share(aim=MOST, reached=Reached(value=50), steps=()) is None
    assert share(aim=STEPS, reached=Reached(), steps=[Step(DUE, HALF), Step(DUE)]) == 0.5


@given(st.floats(0, 1e6), st.dates(STARTS, DUE + timedelta(30)))
def test_more_is_never_worse(value: float, today: date) -> None:
    order = ["missed", "behind", "on_course", "ahead", "done"]
    lesser, greater = (
        order.index(state(aim=COUNT, reached=Reached(value=one), steps=(), today=today)) for one in (value, value + 1)
    )
    assert lesser <= greater
    assert 0 <= progress.gone(starts=STARTS, due=DUE, today=today) <= 1
