"""Scores made honest: how sharp probabilities are, from where on they may be relied on, how far they are off."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.reading.rules.linear import odds, probabilities

BINS = 10
NEVER = 1.01
"""A bar that no probability reaches."""

_STRIDE = 0.5
"""How far one step of Newton's method may lead, so that it never runs away."""

Scores = NDArray[np.float32]
Truth = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The share of texts that are read surely, and how many of those are read rightly."""

    share: float
    precision: float


def sharpness(scores: Scores, truth: Truth) -> float:
    """The factor under which the true labels are likeliest (temperature scaling, Guo et al. 2017)."""
    low, high, ratio = -3.0, 7.0, (5**0.5 - 1) / 2
    for _step in range(40):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if _surprise(scores, truth, np.exp(left)) < _surprise(scores, truth, np.exp(right)):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def _surprise(scores: Scores, truth: Truth, factor: float) -> float:
    chances = probabilities(scores, factor)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(chances, 1e-12)).mean())


def bend(first: NDArray[np.float64], is_right: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope and lift on the odds of first probabilities that bring them to how often they are right (Platt, 1999).

    Drawn towards (1, 0), no bend, as by a few texts; Newton's method.
    """
    columns = np.stack([odds(first), np.ones(len(first))], axis=1)
    found = np.array([1.0, 0.0])
    for _step in range(50):
        chances = 1 / (1 + np.exp(-np.clip(columns @ found, -30, 30)))
        slope = columns.T @ (is_right - chances) - (found - [1.0, 0.0])
        curve = (columns * (chances * (1 - chances))[:, np.newaxis]).T @ columns + np.eye(2)
        step = np.linalg.solve(curve, slope)
        found = found + step / max(1.0, float(np.linalg.norm(step)) / _STRIDE)
    return max(float(found[0]), 0.05), float(found[1])


def sure_from(chances: NDArray[np.float64], is_right: NDArray[np.bool_], *, precision: float) -> float:
    """The lowest first probability from which on so large a share of all above is right; `NEVER` if there is none.

    The share is counted as (right + 0) / (all + 1): a handful of texts proves nothing.
    """
    order = np.argsort(-chances, kind="stable")
    shares = np.cumsum(is_right[order]) / (np.arange(len(order)) + 2)
    good = np.flatnonzero(shares >= precision)
    return float(chances[order[good[-1]]]) if len(good) else NEVER


def error(chances: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Expected calibration error: how far the first probability is off the share that is right, over equal bins."""
    if not len(chances):
        return 0.0
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    gaps = (abs(chances[bins == one].sum() - is_right[bins == one].sum()) for one in range(BINS))
    return float(sum(gaps) / len(chances))


def coverage(is_sure: NDArray[np.bool_], is_right: NDArray[np.bool_]) -> Coverage:
    """How many are read surely, and the share of those that is right (one when there are none)."""
    return Coverage(
        float(is_sure.mean()) if len(is_sure) else 0.0, float(is_right[is_sure].mean()) if is_sure.any() else 1.0
    )


def coverage_at(chances: NDArray[np.float64], is_right: NDArray[np.bool_], *, precision: float) -> float:
    """The largest share of these texts that could be read surely at this precision, the bar set with hindsight."""
    bar = sure_from(chances, is_right, precision=precision)
    return float((chances >= bar).mean()) if len(chances) else 0.0
