"""What a body's rate would be if it did as all together do, given its matters and channels. Pure.

Indirect standardisation: each body's own mix, at the rate that all bodies together have in each part of it. A part that
nobody else has cases in says nothing about the difference between bodies, and is left out of the comparison.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, order=True)
class Stratum:
    """A part of the mix: cases of one kind that came through one channel."""

    pack: str
    category: str = ""
    channel: str = ""

    @property
    def above(self) -> "Stratum":
        """The part that it belongs to: its first-level category, through the same channel."""
        return Stratum(self.pack, self.category.partition(".")[0], self.channel)


@dataclass(frozen=True, slots=True)
class Share:
    """`k` good (or bad) ones of `n` cases."""

    k: float
    n: float


Mix = Mapping[Stratum, Share]


@dataclass(frozen=True, slots=True)
class Table:
    """Bodies by strata: `k` of `n` cases. `shared`: strata in which two bodies or more have cases."""

    strata: tuple[Stratum, ...]
    k: Array
    n: Array
    shared: NDArray[np.bool_]

    @property
    def rates(self) -> Array:
        """The rate of all bodies together in each stratum."""
        n = self.n.sum(axis=0)
        rates: Array = np.divide(self.k.sum(axis=0), n, out=np.zeros_like(n), where=n > 0)
        return rates


def table(mixes: Sequence[Mix]) -> Table:
    """The mixes beside each other."""
    strata = tuple(sorted({stratum for mix in mixes for stratum in mix}))
    k, n = np.zeros((len(mixes), len(strata))), np.zeros((len(mixes), len(strata)))
    column = {stratum: at for at, stratum in enumerate(strata)}
    for row, mix in enumerate(mixes):
        for stratum, share in mix.items():
            k[row, column[stratum]], n[row, column[stratum]] = share.k, share.n
    return Table(strata, k, n, (n > 0).sum(axis=0) >= 2)


def compared(whole: Table) -> tuple[Array, Array, Array, Array]:
    """For each body, over the shared strata: k, n, what was expected of it, and the variance by chance alone."""
    k, n, rates = whole.k[:, whole.shared], whole.n[:, whole.shared], whole.rates[whole.shared]
    return k.sum(axis=1), n.sum(axis=1), n @ rates, n @ (rates * (1 - rates))


def gathered(mixes: Mapping[str, Mix], *, least: float = 100) -> Mapping[str, Mix]:
    """The mixes with categories of fewer than `least` cases among all taken together under their first-level category:
    of a handful of cases nobody's rate can be expected."""
    sizes: dict[Stratum, float] = {}
    for mix in mixes.values():
        for stratum, share in mix.items():
            sizes[stratum] = sizes.get(stratum, 0) + share.n
    return {key: _gathered(mix, {one for one, n in sizes.items() if n < least}) for key, mix in mixes.items()}


def _gathered(mix: Mix, small: Collection[Stratum]) -> Mix:
    found: dict[Stratum, Share] = {}
    for stratum, share in mix.items():
        at = stratum.above if stratum in small else stratum
        known = found.get(at, Share(0, 0))
        found[at] = Share(known.k + share.k, known.n + share.n)
    return found
