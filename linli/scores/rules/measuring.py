"""What an indicator comes to for sums of measures: its value, of how many cases, within which interval. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from linli.scores.indicators.definition import Indicator
from linli.scores.indicators.formula import value
from linli.scores.rules.intervals import Interval, wilson

Why = Literal["", "few", "odd"]


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` is None where none may be shown: of too few cases (`few`), or of sums that are no share (`odd`, as where
    what is counted began in another period than what it is a share of). `k` of `n` cases, for a rate."""

    value: float | None
    n: int
    k: float
    interval: Interval | None = None
    why: Why = ""


def measured(*, indicator: Indicator, measures: Mapping[str, int]) -> Measured:
    """The indicator for the sums. Nothing is shown under the indicator's least number of cases."""
    formula = indicator.formula
    k = value(formula.numerator, measures)
    if formula.denominator is None:
        return Measured(k, round(k), k)
    over = value(formula.denominator, measures)
    n = round(over)
    if over < max(indicator.least, 1):
        return Measured(None, n, k, why="few")
    if indicator.kind == "mean":
        return Measured(k / over, n, k)
    if not 0 <= k <= over:
        return Measured(None, n, k, why="odd")
    return Measured(k / over, n, k, wilson(rate=k / over, n=over))
