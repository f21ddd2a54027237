"""How unusual a count is: the upper tail of the negative binomial with a given mean and variance."""

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

MOST_TERMS = 20_000
_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def upper_tail(*, count: Floats, mean: Floats, variance: Floats) -> Floats:
    """The chance of at least `count` where `mean` and `variance` hold; the variance is above the mean.

    Summed from the first term upwards, so that a chance of 1e-30 is as exact as one of 0.1.
    """
    over = np.maximum(variance, mean * (1 + 1e-6))
    size, ratio = mean**2 / (over - mean), 1 - mean / over
    first = _log_gamma(count + size) - _log_gamma(count + 1) - _log_gamma(size)
    term = np.ones_like(mean)
    total, at = term.copy(), count.astype(float)
    for _term in range(MOST_TERMS):
        term = term * (at + size) / (at + 1) * ratio
        total += term
        at += 1
        if not np.any(term > total * 1e-13):
            break
    log_tail = first + size * np.log(mean / over) + count * np.log(ratio) + np.log(total)
    tail: Floats = np.exp(np.minimum(log_tail, 0.0))
    return tail


def _log_gamma(values: Floats) -> Floats:
    found: Floats = np.asarray(_lgamma(values), dtype=float)
    return found
