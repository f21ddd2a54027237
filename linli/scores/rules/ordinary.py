"""A city's ordinary days: its counts with what is beyond chance in single days cut off, to be shuffled."""

import numpy as np

from linli.scores.rules import baseline
from linli.scores.rules.baseline import Series
from linli.scores.rules.tails import Floats, upper_tail

BEYOND = 1e-5
"""A day whose count has a smaller chance than this was a surge itself, and is cut to what has this chance.

Rarer than what chance brings in a year of most series: cut at 1e-3, cities where nothing rises raised half as many
false warnings again as was promised."""
_PASSES = 3
_LOOK = 2.0
_HALVINGS = 24


def ordinary(series: Series) -> Series:
    """The same series without days that were surges themselves: they are what is looked for, not what is usual."""
    mean, spread = _usual(series)
    variance = mean * spread * (1 + 1e-4)
    look = series.counts > np.maximum(1, mean + _LOOK * np.sqrt(variance))
    counts = series.counts.copy()
    counts[look] = _cut(counts[look], mean[look], variance[look])
    return Series(counts, series.category, series.whole, series.kinds)


def _usual(series: Series) -> tuple[Floats, Floats]:
    """What each day brought by its weekday, and how much more than by chance the days of a series differ."""
    weights = np.ones_like(series.counts)
    rows = baseline.wholes(series)
    mean = weights
    for _pass in range(_PASSES):
        weekday = baseline.weekdays(series.counts[rows], weights[rows], series.kinds)
        form = weekday[:, series.kinds][series.category]
        level = ((weights * series.counts).sum(axis=1) + baseline.LEVEL_PRIOR) / (weights * form).sum(axis=1)
        mean = level[:, None] * form
        weights = baseline.weights_of(series.counts, mean)
    return mean, baseline.spread(series, weights * (series.counts - mean), mean, 1)[:, None]


def _cut(count: Floats, mean: Floats, variance: Floats) -> Floats:
    """The highest count, up to the one that was, whose chance is not below `BEYOND`."""
    low, high = np.floor(mean), count.copy()
    fits = upper_tail(count=count, mean=mean, variance=variance) >= BEYOND
    for _step in range(_HALVINGS):
        middle = np.ceil((low + high) / 2)
        usual = upper_tail(count=middle, mean=mean, variance=variance) >= BEYOND
        low, high = np.where(usual, middle, low), np.where(usual, high, middle - 1)
        high = np.maximum(low, high)
        if np.all(low == high):
            break
    return np.where(fits, count, np.maximum(low, 1))
