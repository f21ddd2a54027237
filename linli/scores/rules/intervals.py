"""Intervals of rates, so that no rate is shown without its uncertainty. Pure."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959964
"""Of the standard normal distribution: 19 times in 20."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the true value may well lie; both ends belong to it."""

    low: float
    high: float

    def meets(self, other: "Interval") -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


def wilson(*, rate: float, n: float) -> Interval:
    """Wilson's score interval of a share of `n` cases (Wilson 1927, JASA 22:209-212). `n` is above 0."""
    square = Z * Z / n
    centre = (rate + square / 2) / (1 + square)
    half = Z * sqrt(max(rate * (1 - rate) / n + square / (4 * n), 0.0)) / (1 + square)
    return Interval(max(0.0, min(centre - half, rate)), min(1.0, max(centre + half, rate)))
