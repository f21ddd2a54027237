"""Probabilities that are honest: how sharp, from where on they may be relied on, how far off."""

import numpy as np
import pytest

from linli.reading.rules import calibrating
from linli.reading.rules.linear import probabilities


def test_sharpness_gives_back_the_factor_that_made_the_labels() -> None:
    random = np.random.default_rng(1)
    scores = random.normal(size=(20_000, 3)).astype(np.float32)
    chances = probabilities(scores, 3.0)
    truth = np.array([random.choice(3, p=row) for row in chances])
    assert calibrating.sharpness(scores, truth) == pytest.approx(3.0, rel=0.05)


def test_the_bar_is_the_lowest_that_keeps_the_precision() -> None:
    chances = np.linspace(1, 0.01, 100)
    is_right = np.arange(100) < 60
    bar = calibrating.sure_from(chances, is_right, precision=0.9)
    kept = chances >= bar
    assert is_right[kept].mean() >= 0.9
    assert kept.sum() == 65


def test_a_handful_of_texts_proves_nothing() -> None:
    assert calibrating.sure_from(np.ones(3), np.ones(3, dtype=bool), precision=0.9) == calibrating.NEVER


def test_the_error_is_none_where_half_of_the_halves_are_right_and_all_where_none_is() -> None:
    assert calibrating.error(np.full(10, 0.5), np.arange(10) < 5) == pytest.approx(0)
    assert calibrating.error(np.ones(10), np.zeros(10, dtype=bool)) == pytest.approx(1)
    assert calibrating.error(np.zeros(0), np.zeros(0, dtype=bool)) == 0


def test_coverage_says_how_many_and_how_right() -> None:
    found = calibrating.coverage(np.array([True, True, False, False]), np.array([True, False, True, True]))
    assert (found.share, found.precision) == (0.5, 0.5)
    nobody = calibrating.coverage(np.zeros(2, dtype=bool), np.ones(2, dtype=bool))
    assert (nobody.share, nobody.precision) == (0.0, 1.0)


def test_the_bend_brings_the_first_probability_to_how_often_it_is_right() -> None:
    random = np.random.default_rng(5)
    said = random.uniform(0.05, 0.95, 20_000)
    truly = 1 / (1 + np.exp(-(0.4 * np.log(said / (1 - said)) + 0.7)))
    slope, lift = calibrating.bend(said, random.uniform(size=len(said)) < truly)
    assert (slope, lift) == pytest.approx((0.4, 0.7), abs=0.05)


def test_without_texts_nothing_is_bent() -> None:
    assert calibrating.bend(np.zeros(0), np.zeros(0, dtype=bool)) == (1.0, 0.0)
