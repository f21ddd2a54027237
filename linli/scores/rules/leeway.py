"""How far chance alone may have moved the score of an index: the range that stands beside it. Pure.

Each item's count has the interval that its own cases leave open 19 times in 20: Wilson's for a share, the score
interval of a Poisson mean for a count. Its two ends give two scores of the item. The whole is a weighted sum of items
taken as independent; its range is put together from theirs by the method of variance estimates recovery (Zou and
Donner 2008, Statistics in Medicine 27:1693-1702). The reference is taken as it stands.
"""

from fractions import Fraction
from math import sqrt

from linli.scores.index.definition import FULL
from linli.scores.rules.index import ItemScore, Scored, points
from linli.scores.rules.intervals import Interval, Z, wilson


def leeway(*, scored: Scored) -> Interval | None:
    """The range of the whole; None where it has no score."""
    if scored.score is None:
        return None
    middle, down, up = float(scored.score), 0.0, 0.0
    for one in scored.items():
        if one.score is not None:
            ends, weight, score = _of_item(one, scored.index.prior), float(one.weight), float(one.score)
            down += (weight * (score - ends.low)) ** 2
            up += (weight * (ends.high - score)) ** 2
    return Interval(max(middle - sqrt(down), 0.0), min(middle + sqrt(up), float(FULL)))


def _of_item(one: ItemScore, prior: int) -> Interval:
    """The scores that the item would have at the two ends of its count."""
    assert one.expected is not None  # it has a score
    count = _count(one)
    ends = [float(points(one.item, Fraction(k), one.expected, prior)) for k in (count.low, count.high)]
    return Interval(min(ends), max(ends))


def _count(one: ItemScore) -> Interval:
    k, n = one.seen.now.k, one.seen.now.n
    if one.item.scale == "share" and k <= n:
        share = wilson(rate=k / n, n=n)
        return Interval(share.low * n, share.high * n)
    half = Z * sqrt(k + Z * Z / 4)
    middle = k + Z * Z / 2
    return Interval(max(min(middle - half, k), 0.0), max(middle + half, k))
