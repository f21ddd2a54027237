"""The threshold that keeps a promise: so many false warnings a week in the whole city, and no more.

Thousands of series are tested every night over several windows, and those of one place hang together. How often chance
alone raises a warning is therefore counted, on the city's own ordinary days shuffled within their weekday: nothing
rises in them, and what is restless or hangs together in a day stays so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp, log

import numpy as np

from linli.scores.rules.baseline import KINDS, Ints, Series, first_night
from linli.scores.rules.ordinary import ordinary
from linli.scores.rules.surges import LOOSEST, Hit, episodes, hits
from linli.scores.rules.zones import Zone

WEEKS = 100
"""Weeks of shuffled nights that a threshold is counted on."""
LONGEST = 182
STRICTEST = 1e-15
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Threshold:
    """Warn at a chance of at most `chance`; counted on `weeks` weeks of shuffled nights, `counted` false warnings."""

    chance: float
    weeks: float
    counted: int


def threshold(*, series: Series, zones: Sequence[Zone], promise: float, seed: int, weeks: int = WEEKS) -> Threshold:
    """The chance at which shuffled days raise `promise` warnings a week. Raises ValueError for too short a history."""
    length = series.counts.shape[1]
    each = length - first_night()
    if each < 1:
        raise ValueError("too little history to be shuffled")
    random, days = np.random.default_rng(seed), ordinary(series)
    runs = [
        walk(series=shuffled(days, random), zones=zones, nights=range(first_night(), length))
        for _run in range(ceil(weeks * 7 / each))
    ]
    return settle(runs, weeks=len(runs) * each / 7, promise=promise)


def latest(series: Series) -> Series:
    """The last half year, which is what the threshold is counted on."""
    return Series(series.counts[:, -LONGEST:], series.category, series.whole, series.kinds[-LONGEST:])


def walk(*, series: Series, zones: Sequence[Zone], nights: range) -> list[tuple[Hit, ...]]:
    """The hits of every night, at the loosest threshold."""
    return [hits(series=series, zones=zones, night=night) for night in nights]


def shuffled(series: Series, random: np.random.Generator) -> Series:
    """Whole days exchanged for others of the same kind."""
    order: Ints = np.arange(len(series.kinds))
    for kind in range(KINDS):
        days = np.flatnonzero(series.kinds == kind)
        order[days] = random.permutation(days)
    return Series(series.counts[:, order], series.category, series.whole, series.kinds)


def settle(runs: Sequence[Sequence[Sequence[Hit]]], *, weeks: float, promise: float) -> Threshold:
    """The loosest chance under which the runs hold no more than the promise."""
    low, high = log(STRICTEST), log(LOOSEST)
    for _step in range(_STEPS):
        middle = (low + high) / 2
        if _count(runs, exp(middle)) <= promise * weeks:
            low = middle
        else:
            high = middle
    return Threshold(chance=exp(low), weeks=weeks, counted=_count(runs, exp(low)))


def _count(runs: Sequence[Sequence[Sequence[Hit]]], at_most: float) -> int:
    return sum(len(episodes(nights=nights, at_most=at_most)) for nights in runs)
