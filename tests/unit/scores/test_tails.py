"""The upper tail of the negative binomial, against a plain sum of its terms."""

import math

import numpy as np
import pytest

from linli.scores.rules.tails import upper_tail


def plain(count: int, mean: float, variance: float) -> float:
    size, share = mean**2 / (variance - mean), mean / variance
    terms = (
        math.exp(math.lgamma(k + size) - math.lgamma(k + 1) - math.lgamma(size)) * share**size * (1 - share) ** k
        for k in range(count)
    )
    return 1 - math.fsum(terms)


@pytest.mark.parametrize(
    ("count", "mean", "variance"), [(5, 1.0, 1.2), (12, 6.0, 9.0), (40, 30.0, 90.0), (1, 0.2, 0.21)]
)
def test_it_is_the_sum_of_the_terms(count: int, mean: float, variance: float) -> None:
    found = upper_tail(count=np.array([float(count)]), mean=np.array([mean]), variance=np.array([variance]))
    assert found[0] == pytest.approx(plain(count, mean, variance), rel=1e-9)


def test_a_tiny_chance_is_not_lost() -> None:
    found = upper_tail(count=np.array([200.0]), mean=np.array([10.0]), variance=np.array([12.0]))
    assert 0 < found[0] < 1e-80


def test_nothing_or_more_is_certain() -> None:
    assert upper_tail(count=np.array([0.0]), mean=np.array([3.0]), variance=np.array([4.0]))[0] == pytest.approx(1)
