"""Classes of times: so that a median can be read from sums, to within a tenth. Pure."""

from collections.abc import Mapping
from math import log2

PER_OCTAVE = 4
"""Classes from a time to twice that time."""


def band_of(*, minutes: int) -> int:
    """The class of a time: 1 for up to a minute, and one more for each quarter of an octave."""
    return 1 + int(PER_OCTAVE * log2(max(minutes, 1)) + 1e-9)


def bounds(*, band: int) -> tuple[float, float]:
    """The minutes between which the class lies."""
    return (0.0 if band <= 1 else 2 ** ((band - 1) / PER_OCTAVE)), 2 ** (band / PER_OCTAVE)


def quantile(*, bands: Mapping[int, int], share: float) -> float | None:
    """The minutes that this share of the cases did not exceed, as if those of a class lay evenly in it.

    `bands`: cases by class. None where there are none.
    """
    known = sorted((band, n) for band, n in bands.items() if band > 0 and n > 0)
    wanted = share * sum(n for _band, n in known)
    below = 0
    for band, n in known:
        if below + n >= wanted:
            low, high = bounds(band=band)
            return low + (high - low) * (wanted - below) / n
        below += n
    return None
