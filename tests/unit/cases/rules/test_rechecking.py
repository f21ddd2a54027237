"""The draw can be repeated and missed by nobody; the interval holds the truth as often as it says."""

import random
from collections import Counter
from itertools import pairwise

import pytest

from linli.cases.rules.rechecking import REST, Closed, Found, draw, estimate, interval


def closed(*sizes: tuple[int, str, int]) -> list[Closed]:
    """Cases by organisation, category and how many."""
    return [
        Closed(id=at, number=f"EV-{org}-{category}-{at}", org_id=org, category=category)
        for org, category, size in sizes
        for at in range(size)
    ]


def test_it_draws_the_share_of_every_stratum() -> None:
    strata = draw(closed=closed((1, "roads", 100), (1, "lights", 41), (2, "roads", 20)), percent=5, seed=b"root")
    assert [(one.org_id, one.category, one.size, len(one.drawn)) for one in strata] == [
        (1, "lights", 41, 3),
        (1, "roads", 100, 5),
        (2, "roads", 20, 1),
    ]


def test_small_categories_share_a_stratum_and_every_organisation_is_drawn() -> None:
    strata = draw(closed=closed((1, "roads", 100), (1, "a", 3), (1, "b", 2), (2, "c", 1)), percent=5, seed=b"root")
    assert [(one.org_id, one.category, one.size, len(one.drawn)) for one in strata] == [
        (1, REST, 5, 1),
        (1, "roads", 100, 5),
        (2, REST, 1, 1),
    ]


def test_the_same_root_draws_the_same_in_any_order() -> None:
    cases = closed((1, "roads", 60))
    again = cases[:]
    random.Random(3).shuffle(again)
    assert draw(closed=cases, percent=5, seed=b"root") == draw(closed=again, percent=5, seed=b"root")
    assert draw(closed=cases, percent=5, seed=b"root") != draw(closed=cases, percent=5, seed=b"other")


def test_every_case_is_drawn_equally_often() -> None:
    cases = closed((1, "roads", 20))
    times = Counter(
        draw(closed=cases, percent=10, seed=at.to_bytes(4))[0].drawn[one].id for at in range(4000) for one in (0, 1)
    )
    assert len(times) == 20
    assert all(abs(n - 400) < 80 for n in times.values())  # four standard deviations


def test_it_weighs_the_strata_by_their_size() -> None:
    found = estimate(strata=[("a", Found(900, 9, 9, 9)), ("b", Found(100, 9, 9, 0))], least=10)
    assert (found.size, found.drawn, found.checked, found.resolved) == (1000, 18, 18, 9)
    assert found.rate == pytest.approx(0.9)


def test_it_states_no_rate_from_too_few() -> None:
    found = estimate(strata=[("a", Found(900, 9, 9, 9))], least=10)
    assert (found.checked, found.rate, found.low, found.high) == (9, None, None, None)
    assert estimate(strata=[], least=0).rate is None


def test_a_stratum_not_checked_yet_joins_the_others() -> None:
    found = estimate(strata=[("a", Found(90, 12, 12, 9)), ("b", Found(10, 1, 0, 0))], least=10)
    assert found.rate == pytest.approx(0.75)
    assert found.size == 100


def test_months_of_a_category_count_together() -> None:
    apart = [("a", Found(50, 5, 5, 5)), ("a", Found(50, 5, 5, 3))]
    assert estimate(strata=apart, least=1) == estimate(strata=[("a", Found(100, 10, 10, 8))], least=1)


def test_a_census_leaves_no_doubt() -> None:
    found = estimate(strata=[("a", Found(12, 12, 12, 9))], least=10)
    assert (found.rate, found.low, found.high) == (0.75, 0.75, 0.75)


@pytest.mark.parametrize(
    ("resolved", "n", "low", "high"),
    [(8, 10, 0.4439, 0.9748), (0, 10, 0.0, 0.3085), (10, 10, 0.6915, 1.0), (95, 100, 0.8872, 0.9836)],
)
def test_the_interval_is_that_of_published_tables(resolved: int, n: int, low: float, high: float) -> None:
    """Clopper and Pearson, as statistical tables print it."""
    assert interval(rate=resolved / n, n=n) == pytest.approx((low, high), abs=5e-5)


def test_more_checks_narrow_the_interval() -> None:
    widths = [high - low for low, high in (interval(rate=0.8, n=n) for n in (10, 20, 50, 100, 500))]
    assert all(wide > narrow for wide, narrow in pairwise(widths))


POPULATIONS = [
    ((400, 0.95), (120, 0.7), (60, 0.9)),
    ((200, 0.99), (40, 0.5)),
    ((1000, 0.85),),
    ((300, 1.0), (300, 0.6), (30, 0.3)),
    ((220, 0.98),),
    ((30, 0.8), (30, 0.9), (30, 0.7)),
]


@pytest.mark.parametrize("population", POPULATIONS)
@pytest.mark.parametrize("percent", [5, 10, 40])
def test_the_interval_holds_the_truth(population: tuple[tuple[int, float], ...], percent: int) -> None:
    """Of 800 draws from a simulated population, at least 93 in 100 intervals hold its true rate."""
    chance = random.Random(percent)
    strata = [[1] * round(size * rate) + [0] * (size - round(size * rate)) for size, rate in population]
    truth = sum(map(sum, strata)) / sum(map(len, strata))
    held = 0
    for _draw in range(800):
        found = [(str(at), _checked(one, percent, chance)) for at, one in enumerate(strata)]
        made = estimate(strata=found, least=1)
        assert made.low is not None
        assert made.high is not None
        held += made.low - 1e-9 <= truth <= made.high + 1e-9
    assert held / 800 >= 0.93


def _checked(cases: list[int], percent: int, chance: random.Random) -> Found:
    n = -(-len(cases) * percent // 100)
    return Found(size=len(cases), drawn=n, checked=n, resolved=sum(chance.sample(cases, n)))
