"""What was to be expected of every series at a night, and how far counts stray from it by themselves.

After Farrington (flexible): a level of its own for each series from the eight weeks before, without the last one;
weekday, and trend or season, of the category in the whole city; past surges weighted down; quasi-Poisson dispersion.
Noufaily et al., An improved algorithm for outbreak detection in multiple surveillance systems, Stat. Med. 32 (2013).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.scores.rules.tails import Floats

Ints = NDArray[np.int64]

WINDOWS = (1, 3, 7)
"""Days that end with the night, over which a rise is looked for."""
GUARD = max(WINDOWS)
"""The last days, which say nothing of what was to be expected."""
BASE, LEAST_BASE = 56, 28
YEAR = 364
"""A year in whole weeks: the same weekday."""
SEASON_AROUND = 10
KINDS = 7
PRIOR = 10.0
"""Cases of an even week that a category's weekdays are drawn towards."""
LEVEL_PRIOR = 0.5
OUTLYING = 2.58
STEEPEST = 0.02
"""The most that a trend may rise or fall in a day."""
POOL = 8.0
"""Independent windows' worth of what series of a category share of over-dispersion."""


@dataclass(frozen=True, slots=True)
class Series:
    """Daily counts, one row each: `counts` [rows, days]; `category` and `whole` [rows]: its category's number, and the
    row of that category in the whole city; `kinds` [days]: 0 to 6, Monday to Sunday, holidays as Sundays."""

    counts: Floats
    category: Ints
    whole: Ints
    kinds: Ints


@dataclass(frozen=True, slots=True)
class Expected:
    """Of every series and window: `mean` and `variance` [rows, windows]; `daily` [rows, GUARD] of the last days."""

    mean: Floats
    variance: Floats
    daily: Floats


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a category has in common: `past` [categories, days] and `last` [categories, GUARD] around 1, and the
    squared error of the trend from the middle of the past to the last days."""

    past: Floats
    last: Floats
    error: Floats


def first_night(*, start: int = 0) -> int:
    """The first day with enough history before it, for a history that begins on day `start`."""
    return start + LEAST_BASE + GUARD - 1


def expect(*, series: Series, night: int) -> Expected:
    """What was to be expected of the days that end with `night`. There are at least `first_night` days before it."""
    until = night - GUARD + 1
    past = slice(max(0, until - BASE), until)
    counts = series.counts[:, past]
    weights = np.ones_like(counts)
    for _pass in range(2):
        shape = _shape(series, weights, past, night)
        form = shape.past[series.category]
        exposure = (weights * form).sum(axis=1)
        level = ((weights * counts).sum(axis=1) + LEVEL_PRIOR) / exposure
        mean = level[:, None] * form
        weights = weights_of(counts, mean)
    daily = level[:, None] * shape.last[series.category]
    rest = weights * (counts - mean)
    error = shape.error[series.category]
    means, variances = [], []
    for window in WINDOWS:
        over = spread(series, rest, mean, window)
        expected = daily[:, -window:].sum(axis=1)
        means.append(expected)
        variances.append(over * expected + expected**2 * (over / (level * exposure) + error))
    return Expected(np.stack(means, axis=1), np.stack(variances, axis=1), daily)


def weights_of(counts: Floats, mean: Floats) -> Floats:
    """Days far above what was expected count the less, the further they are: they may have been surges themselves."""
    spread = np.maximum(1.0, ((counts - mean) ** 2 / mean).mean(axis=1, keepdims=True))
    far = np.maximum((counts - mean) / np.sqrt(mean * spread), OUTLYING)
    weights: Floats = (OUTLYING / far) ** 2
    return weights


def _shape(series: Series, weights: Floats, past: slice, night: int) -> _Shape:
    """Weekday, and season or else trend, of each category in the whole city."""
    rows = wholes(series)
    counts, weight = series.counts[rows, past], weights[rows]
    weekday = weekdays(counts, weight, series.kinds[past])
    last_days = np.arange(night - GUARD + 1, night + 1)
    before, after = weekday[:, series.kinds[past]], weekday[:, series.kinds[last_days]]
    if past.start >= YEAR:
        return _Shape(before, after * _season(series.counts[rows], past, night)[:, None], np.zeros(len(rows)))
    days = np.arange(past.start, past.stop, dtype=float)
    middle = days.mean()
    slope, error = _trend(counts, weight, before, days - middle)
    return _Shape(
        before * np.exp(slope[:, None] * (days - middle)),
        after * np.exp(slope[:, None] * (last_days - middle)),
        error * (last_days.mean() - middle) ** 2,
    )


def wholes(series: Series) -> Ints:
    """The row of each category in the whole city, by the category's number."""
    rows = np.zeros(int(series.category.max()) + 1, dtype=np.int64)
    rows[series.category] = series.whole
    return rows


def weekdays(counts: Floats, weight: Floats, kinds: Ints) -> Floats:
    """[categories, KINDS]: how much more or less than a day's mean each kind of day brings."""
    even = (weight * counts).sum(axis=1) / weight.sum(axis=1)
    found = np.ones((len(counts), KINDS))
    for kind in range(KINDS):
        days = kinds == kind
        seen = (weight * counts)[:, days].sum(axis=1)
        found[:, kind] = (seen + PRIOR) / (even * weight[:, days].sum(axis=1) + PRIOR)
    return found


def _trend(counts: Floats, weight: Floats, form: Floats, days: Floats) -> tuple[Floats, Floats]:
    """The slope of the logarithm in a day, nothing unless it is twice its error; and its squared error."""
    level = ((weight * counts).sum(axis=1) + LEVEL_PRIOR) / (weight * form).sum(axis=1)
    mean = level[:, None] * form
    spread = np.maximum(1.0, (weight * (counts - mean) ** 2 / mean).mean(axis=1))
    known = (weight * mean * days**2).sum(axis=1)
    slope = (weight * (counts - mean) * days).sum(axis=1) / known
    error = spread / known
    kept = np.maximum(0.0, 1 - 4 * error / np.maximum(slope**2, 1e-12))
    return np.clip(slope * kept, -STEEPEST, STEEPEST), np.where(kept > 0, error, 0.0)


def _season(counts: Floats, past: slice, night: int) -> Floats:
    """How a year ago the days around these stood to the weeks that led up to them, drawn towards 1."""
    middle = night - YEAR - GUARD // 2
    around = counts[:, max(0, middle - SEASON_AROUND) : middle + SEASON_AROUND + 1]
    lead = counts[:, past.start - YEAR : past.stop - YEAR]
    days = around.shape[1]
    found: Floats = (around.sum(axis=1) + 2 * PRIOR) / (lead.mean(axis=1) * days + 2 * PRIOR)
    return found


def spread(series: Series, rest: Floats, mean: Floats, window: int) -> Floats:
    """Variance over mean of sums of `window` days: a series' own, drawn towards what its category has in common."""
    squares, sums = (_rolling(rest, window) ** 2).sum(axis=1), _rolling(mean, window)
    total = sums.sum(axis=1)
    own = squares / total
    size = int(series.category.max()) + 1
    over = np.bincount(series.category, squares - total, size)
    common = np.maximum(0.0, over / np.bincount(series.category, (sums**2).sum(axis=1), size))
    shared = 1 + common[series.category] * sums.mean(axis=1)
    windows = rest.shape[1] / window
    found: Floats = np.maximum(1.0, (windows * own + POOL * shared) / (windows + POOL))
    return found


def _rolling(values: Floats, window: int) -> Floats:
    sums = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    return sums[:, window:] - sums[:, :-window]
