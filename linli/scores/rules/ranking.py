"""Fair ranking of bodies by one rate: for the mix, for size, with ties. Pure.

1. The mix: what is expected of each body by its own matters and channels (`mixing`).
2. The size: each body's rate is drawn towards what was expected of it, the fewer its cases, the more. By how much is
   learnt from how far bodies differ beyond chance: beta-binomial, by moments (Kleinman 1973, JASA 68:46-54).
3. The interval is as wide as the body's own cases make it (Wilson): being drawn towards others never narrows it.
4. Ranks: whoever's interval meets another's stands beside them, so a rank never says more than the counts do. For this,
   an interval reaches as far as if one case had ended the other way: nobody stands below others by a single case.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from linli.scores.rules.intervals import Interval, wilson
from linli.scores.rules.mixing import Array, Mix, Stratum, Table, compared, table

_EDGE = 1e-6
Apart = Literal["few", "odd", "alone"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum of a body's mix: its own share and the rate of all together; not `is_shared`: left out."""

    stratum: Stratum
    k: float
    n: float
    everyone: float
    is_shared: bool


@dataclass(frozen=True, slots=True)
class Placed:
    """A body's place and all that it is made of. `rank` 1 is the best; those beside it are `tied`.

    `raw`: k of n over the compared cases. `expected`: by its mix. `weight`: how far its own cases count, from 0 to 1.
    `adjusted`: as if all had the same mix, with its `interval`. `reach`: the interval that ties go by.
    """

    key: str
    rank: int
    k: float
    n: int
    raw: float
    expected: float
    weight: float
    adjusted: float
    interval: Interval
    reach: Interval
    tied: tuple[str, ...]
    parts: tuple[Part, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A body that is not ranked: of too few cases (`few`), too few that others have too (`alone`), no share (`odd`)."""

    key: str
    n: int
    why: Apart


@dataclass(frozen=True, slots=True)
class Ranking:
    """`overall`: the rate of all compared cases. `spread`: how far bodies differ beyond chance, 0 when not at all."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    overall: float | None
    spread: float


def rank(*, mixes: Mapping[str, Mix], least: int, better: Literal["higher", "lower"]) -> Ranking:
    """Ranks the bodies. Those with fewer than `least` comparable cases take no part, not even as others' yardstick."""
    chosen, apart = _chosen(mixes, least)
    if not chosen:
        return Ranking((), apart, None, 0.0)
    whole = table([mixes[key] for key in chosen])
    k, n, expected, chance = compared(whole)
    overall = float(k.sum() / n.sum())
    spread = _spread(k, n, expected, chance)
    weight = n * spread / (1 - spread + n * spread)
    bodies = [
        _body(key, whole, row, (k[row], n[row], expected[row] / n[row], weight[row], overall))
        for row, key in enumerate(chosen)
    ]
    return Ranking(_ranked(bodies, better), apart, overall, spread)


def _chosen(mixes: Mapping[str, Mix], least: int) -> tuple[list[str], tuple[Unplaced, ...]]:
    """Whom to rank, in the order of keys. Leaving somebody out may leave another without anybody to compare with."""
    apart = [Unplaced(key, round(_cases(mix)), "odd") for key, mix in mixes.items() if not _is_share(mix)]
    chosen = sorted(key for key, mix in mixes.items() if _is_share(mix))
    few = [key for key in chosen if _cases(mixes[key]) < max(least, 1)]
    apart += [Unplaced(key, round(_cases(mixes[key])), "few") for key in few]
    chosen = [key for key in chosen if key not in few]
    while chosen:
        n = compared(table([mixes[key] for key in chosen]))[1]
        lone = [key for key, cases in zip(chosen, n, strict=True) if cases < max(least, 1)]
        if not lone:
            break
        apart += [Unplaced(key, round(_cases(mixes[key])), "alone") for key in lone]
        chosen = [key for key in chosen if key not in lone]
    return chosen, tuple(sorted(apart, key=lambda one: (-one.n, one.key)))


def _cases(mix: Mix) -> float:
    return sum(share.n for share in mix.values())


def _is_share(mix: Mix) -> bool:
    return all(0 <= share.k <= share.n for share in mix.values())


def _spread(k: Array, n: Array, expected: Array, chance: Array) -> float:
    """The correlation within bodies, by moments: 0 where bodies differ no more than by chance."""
    seen = chance > 0
    if seen.sum() < 2:
        return 0.0
    excess = float((((k - expected) ** 2)[seen] / chance[seen]).sum()) - float(seen.sum() - 1)
    return min(max(excess / float((n[seen] - 1).sum() or 1), 0.0), 1 - _EDGE)


def _body(key: str, whole: Table, row: int, figures: tuple[float, float, float, float, float]) -> Placed:
    k, n, expected, weight, overall = map(float, figures)

    def drawn(raw: float) -> float:
        return weight * raw + (1 - weight) * expected

    def level(rate: float) -> float:
        return _moved(rate, expected, overall)

    own = wilson(rate=drawn(k / n), n=n)
    worse, better = wilson(rate=drawn(max(k - 1, 0) / n), n=n), wilson(rate=drawn(min(k + 1, n) / n), n=n)
    return Placed(
        key=key,
        rank=0,
        k=k,
        n=round(n),
        raw=k / n,
        expected=expected,
        weight=weight,
        adjusted=level(drawn(k / n)),
        interval=Interval(level(own.low), level(own.high)),
        reach=Interval(level(worse.low), level(better.high)),
        tied=(),
        parts=_parts(whole, row),
        left_out=round(float(whole.n[row, ~whole.shared].sum())),
    )


def _moved(rate: float, expected: float, overall: float) -> float:
    """The rate that a body would have with everybody's mix: its odds against what was expected of it, on all's odds."""
    if rate <= 0 or rate >= 1:
        return rate
    expected, overall = (min(max(one, _EDGE), 1 - _EDGE) for one in (expected, overall))
    odds = rate / (1 - rate) * (1 - expected) / expected * overall / (1 - overall)
    return odds / (1 + odds)


def _parts(whole: Table, row: int) -> tuple[Part, ...]:
    rates = whole.rates
    found = [
        Part(stratum, float(whole.k[row, at]), float(whole.n[row, at]), float(rates[at]), bool(whole.shared[at]))
        for at, stratum in enumerate(whole.strata)
        if whole.n[row, at] > 0
    ]
    return tuple(sorted(found, key=lambda part: (-part.n, part.stratum)))


def _ranked(bodies: Sequence[Placed], better: Literal["higher", "lower"]) -> tuple[Placed, ...]:
    """Groups of intervals that hang together, from the best. Within a group, by the adjusted rate, then by key."""
    sign = -1 if better == "higher" else 1
    groups: list[list[Placed]] = []
    edge = -np.inf
    for body in sorted(bodies, key=lambda one: _from_best(one, better)):
        near, far = _from_best(body, better)[0], _to_worst(body, better)
        if not groups or near > edge:
            groups.append([])
        groups[-1].append(body)
        edge = max(edge, far)
    return tuple(
        _at(body, rank, group)
        for rank, group in enumerate(groups, start=1)
        for body in sorted(group, key=lambda one: (sign * one.adjusted, one.key))
    )


def _from_best(body: Placed, better: str) -> tuple[float, str]:
    return (-body.reach.high if better == "higher" else body.reach.low), body.key


def _to_worst(body: Placed, better: str) -> float:
    return -body.reach.low if better == "higher" else body.reach.high


def _at(body: Placed, rank: int, group: Sequence[Placed]) -> Placed:
    return replace(body, rank=rank, tied=tuple(one.key for one in group if one.key != body.key))
