"""What rises, of made-up cities: found where and when it was put, and no more often than promised where nothing was."""

import numpy as np

from linli.scores.rules.baseline import Series, expect, first_night
from linli.scores.rules.calibrating import shuffled, threshold
from linli.scores.rules.life import STEPS, may_follow
from linli.scores.rules.ordinary import ordinary
from linli.scores.rules.surges import apart, episodes, hits
from linli.scores.rules.zones import Zone, common, overlap, zones

DAYS, TOWNS, CATEGORIES = 150, 20, 4
WEEK = np.array([1.3, 1.1, 1.0, 1.0, 1.1, 0.8, 0.7])


def made(seed: int, *, spread: float = 1.5, days: int = DAYS) -> tuple[Series, tuple[Zone, ...]]:
    """A city of towns with weekdays, levels of their own and over-dispersion; nothing rises in it."""
    random = np.random.default_rng(seed)
    kinds = np.arange(days) % 7
    names: tuple[Zone, ...] = (("1",), *((f"1{town:02}",) for town in range(TOWNS)))
    counts: list[np.ndarray] = []
    category: list[int] = []
    whole: list[int] = []
    for number in range(CATEGORIES):
        level = random.gamma(2.0, 1.0, TOWNS)[:, None] * WEEK[kinds]
        share = 1 / spread
        towns = random.negative_binomial(level * share / (1 - share), share).astype(float)
        whole += [len(counts)] * (TOWNS + 1)
        counts += [towns.sum(axis=0), *towns]
        category += [number] * (TOWNS + 1)
    return Series(np.array(counts), np.array(category), np.array(whole), kinds), names * CATEGORIES


def test_what_is_put_is_found_where_and_when() -> None:
    series, named = made(1)
    night = DAYS - 1
    row = TOWNS + 1 + 5
    series.counts[row, night - 2 : night + 1] += 15
    series.counts[TOWNS + 1, night - 2 : night + 1] += 15
    found = list(apart(hits(series=series, zones=named, night=night, at_most=1e-7)))
    assert [(hit.zone, hit.category, hit.days) for hit in found] == [(("104",), 1, 3)]
    assert found[0].observed == series.counts[row, night - 2 : night + 1].sum()


def test_the_promise_holds_in_a_city_where_nothing_rises() -> None:
    """Thresholds counted on one half of each city's days, and held against its other half."""
    false, weeks = 0, 0.0
    for seed in range(8):
        series, named = made(seed, days=2 * DAYS)
        past = Series(series.counts[:, :DAYS], series.category, series.whole, series.kinds[:DAYS])
        chance = threshold(series=past, zones=named, promise=1, seed=seed, weeks=30).chance
        nights = [hits(series=series, zones=named, night=night, at_most=chance) for night in range(DAYS, 2 * DAYS)]
        false += len(episodes(nights=nights, at_most=chance))
        weeks += DAYS / 7
    assert 0.5 < false / weeks < 1.5


def test_shuffled_days_keep_every_sum_and_weekday() -> None:
    series, _named = made(3)
    mixed = shuffled(series, np.random.default_rng(0))
    for kind in range(7):
        days = series.kinds == kind
        assert np.array_equal(np.sort(mixed.counts[:, days]), np.sort(series.counts[:, days]))


def test_ordinary_days_lose_their_surges_alone() -> None:
    series, _named = made(4)
    series.counts[7, 60] += 80
    cut = ordinary(series)
    assert cut.counts[7, 60] < 30
    assert (cut.counts < series.counts).mean() < 0.01
    assert (cut.counts <= series.counts).all()


def test_a_past_surge_hardly_raises_what_is_expected() -> None:
    series, _named = made(5)
    before = expect(series=series, night=DAYS - 1).mean[7, 0]
    series.counts[7, DAYS - 30] += 100
    assert expect(series=series, night=DAYS - 1).mean[7, 0] < before * 1.15


def test_last_years_season_is_expected_again() -> None:
    days = 364 + 80
    series, _named = made(6, days=days)
    high = (np.arange(days) >= days - 1 - 364 - 10) & (np.arange(days) < days - 1 - 364 + 12)
    usual = expect(series=series, night=days - 1).mean[:, 2]
    series.counts[:, high] *= 2
    seasonal = expect(series=series, night=days - 1).mean[:, 2]
    assert seasonal.sum() > 1.5 * usual.sum()


def test_an_event_is_one_as_long_as_it_goes_on() -> None:
    series, named = made(8)
    for day in (60, 61, 62, 135):
        series.counts[[0, 3], day] += 60
    nights = [hits(series=series, zones=named, night=night) for night in range(first_night(), DAYS)]
    found = [one for one in episodes(nights=nights, at_most=1e-8) if one.peak.category == 0]
    assert [one.first.night for one in found] == [60, 135]
    assert found[0].first.zone == ("102",)


def test_zones_grow_by_the_nearest_neighbours() -> None:
    near = {"11": ("12", "13"), "12": ("11",), "13": ("11",)}
    assert set(zones(neighbours=near)) == {("11", "12"), ("11", "12", "13"), ("11", "13")}
    assert overlap(("11", "12"), ("1",))
    assert not overlap(("11",), ("12",))
    assert common(("11", "12"), ancestors={"11": ("1",), "12": ("1",)}) == "1"


def test_every_stage_but_the_last_two_may_be_marked_wrong() -> None:
    assert {stage for stage in STEPS if may_follow(stage=stage, to="wrong")} == set(STEPS) - {"closed", "wrong"}
