"""What an index comes to for an area: each item from 0 to 100, groups and the whole, and what each item took off. Pure.

1. The reference of an item is its own mean over the same days of up to three years and that of the peers together, in
   the stated shares; where one holds too few cases, the other alone. Times what the item is measured against, it says
   how many cases were to be expected.
2. One case beyond what was expected is let pass. What lies beyond that is set against what was expected and `prior`
   cases more, which every area starts from: (expected + prior) / (expected + prior + beyond) of 100, where fewer cases
   are better; where more are, 1 less what is missing beyond one case over (expected + prior). So a score lies between
   0 and 100, is 100 at the reference or better, never rises as things get worse, and one case of the area's own moves
   it by at most 100 / prior.
3. Of fewer than `least` cases expected (counts), or had (shares), nothing is scored: the reference decides for a count,
   so that an area is not scored just when it had a bad month.
4. Groups and the whole are means of what could be scored, by weight. Of less than half of the weight there is no score.

Exact fractions throughout, so that what each item took off adds up to what the whole lacks of 100.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from linli.scores.index.definition import FULL, Colour, Group, Index, Item, Shares

YEARS = 3
"""How many years back the own mean reaches."""
PASSED = 1
"""So many cases beyond the reference are let pass: no score rests on a single case."""
HALF = Fraction(1, 2)
"""Of less of the weight there is no score of the whole."""
Why = Literal["", "few", "alone", "odd"]


@dataclass(frozen=True, slots=True)
class Pair:
    """`k` cases counted, against `n`: those that they are a share of, all matters, or 1 for a period."""

    k: int
    n: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What of an item was counted: in the period, in the same days of the years with records, by the peers together."""

    now: Pair
    past: tuple[Pair, ...] = ()
    peers: Pair | None = None


@dataclass(frozen=True, slots=True)
class ItemScore:
    """An item of an area. `own`, `peers`: their rates; `expected`: the cases at the reference.

    `score` is None where none is given: too `few` cases, nothing to compare with (`alone`), or counts that do not
    belong together (`odd`). `weight`: its part of the whole, from 0 to 1, once those without a score are left out.
    """

    item: Item
    seen: Seen
    own: Fraction | None
    peers: Fraction | None
    expected: Fraction | None
    score: Fraction | None
    why: Why = ""
    weight: Fraction = Fraction(0)

    @property
    def away(self) -> Fraction:
        """What it adds to what the whole lacks of 100: 0 or less."""
        return Fraction(0) if self.score is None else self.weight * (self.score - FULL)


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group of an area; no `score` where none of its items has one."""

    group: Group
    items: tuple[ItemScore, ...]
    score: Fraction | None
    weight: Fraction

    @property
    def away(self) -> Fraction:
        """What its items take off together."""
        return sum((one.away for one in self.items), Fraction(0))


@dataclass(frozen=True, slots=True)
class Scored:
    """An index of an area. `covered`: how much of the weight could be scored; under half, there is no `score`."""

    index: Index
    groups: tuple[GroupScore, ...]
    score: Fraction | None
    covered: Fraction

    @property
    def tenths(self) -> int | None:
        """The score as it is shown, in tenths of a point."""
        return None if self.score is None else round(self.score * 10)

    @property
    def colour(self) -> Colour | None:
        """By the score as it is shown, so that the two never contradict each other."""
        tenths = self.tenths
        if tenths is None:
            return None
        return next(one for one in self.index.colours if one.at_least * 10 <= tenths)

    def items(self) -> Iterator[ItemScore]:
        """Every item, group by group."""
        for group in self.groups:
            yield from group.items


def scored(*, index: Index, seen: Mapping[str, Seen]) -> Scored:
    """The index for what was counted of each of its items, by key."""
    groups = [_group(group, index, seen) for group in index.groups]
    whole = sum((group.group.weight for group in groups if group.score is not None), 0)
    groups = [_weighed(group, Fraction(group.group.weight, whole) if whole else Fraction(0)) for group in groups]
    covered = sum((_covered(group) for group in groups), Fraction(0))
    score = sum((group.weight * group.score for group in groups if group.score is not None), Fraction(0))
    return Scored(index, tuple(groups), score if covered >= HALF else None, covered)


def away(*, scored: Scored) -> Mapping[str, Fraction]:
    """What each item took off, by key: together the score less 100. Nothing where there is no score."""
    return {} if scored.score is None else {one.item.key: one.away for one in scored.items()}


def moved(*, now: Scored, before: Scored | None) -> Mapping[str, Fraction]:
    """What each item added since the period before, by key: together the score less the one before.

    An item without a score adds nothing; where it had one before, what it took off then is given back.
    """
    if before is None or now.score is None or before.score is None:
        return {}
    new, old = away(scored=now), away(scored=before)
    return {key: new.get(key, Fraction(0)) - old.get(key, Fraction(0)) for key in dict.fromkeys((*new, *old))}


def points(item: Item, k: int | Fraction, expected: Fraction, prior: int) -> Fraction:
    """The score of an item of which k cases were counted and so many expected."""
    whole = expected + prior
    if item.better == "lower":
        return FULL * whole / (whole + max(k - expected - PASSED, Fraction(0)))
    return FULL * (whole - max(expected - k - PASSED, Fraction(0))) / whole


def tenths(*, parts: Mapping[str, Fraction], total: int) -> Mapping[str, int]:
    """The parts in tenths of a point, rounded so that they still add up to the total as it is shown.

    Each is rounded down; what is then missing goes to those that lost most (largest remainders).
    """
    found = {key: (part * 10).__floor__() for key, part in parts.items()}
    order = sorted(parts, key=lambda key: found[key] - parts[key] * 10)
    missing = total - sum(found.values())
    for turn in range(abs(missing) if order else 0):
        at = turn % len(order)
        found[order[at] if missing > 0 else order[-1 - at]] += 1 if missing > 0 else -1
    return found


def _group(group: Group, index: Index, seen: Mapping[str, Seen]) -> GroupScore:
    items = tuple(_item(item, index, seen.get(item.key, Seen(Pair(0, 0)))) for item in group.items)
    parts = [(one.item.weight, one.score) for one in items if one.score is not None]
    whole = sum(weight for weight, _score in parts)
    score = sum((weight * score for weight, score in parts), Fraction(0)) / whole if whole else None
    return GroupScore(group, items, score, Fraction(0))


def _weighed(group: GroupScore, weight: Fraction) -> GroupScore:
    """The group with its part of the whole shared out among the items that have a score."""
    if group.score is None:
        return group
    whole = sum(one.item.weight for one in group.items if one.score is not None)
    items = (
        replace(one, weight=weight * Fraction(one.item.weight, whole)) if one.score is not None else one
        for one in group.items
    )
    return replace(group, items=tuple(items), weight=weight)


def _covered(group: GroupScore) -> Fraction:
    of_items = sum(one.item.weight for one in group.items if one.score is not None)
    return Fraction(group.group.weight * of_items, FULL * FULL)


def _item(item: Item, index: Index, seen: Seen) -> ItemScore:
    own = _rate(item, seen.past, index.least)
    peers = _rate(item, (seen.peers,) if seen.peers and item.scale != "period" else (), index.least)
    rate = _reference(own, peers, index.reference)
    expected = None if rate is None else rate * seen.now.n
    why = _why(item, seen, expected, index.least)
    score = points(item, seen.now.k, expected, index.prior) if expected is not None and not why else None
    return ItemScore(item, seen, own, peers, expected, score, why)


def _rate(item: Item, pairs: tuple[Pair, ...], least: int) -> Fraction | None:
    """The cases of all pairs over what they are measured against; a share is at most the whole.

    None where that is too little to be a reference: fewer than `least` cases, or no year at all.
    """
    n = sum(pair.n for pair in pairs)
    if n < (1 if item.scale == "period" else least):
        return None
    rate = max(Fraction(sum(pair.k for pair in pairs), n), Fraction(0))
    return rate if item.scale == "period" else min(rate, Fraction(1))


def _reference(own: Fraction | None, peers: Fraction | None, shares: Shares) -> Fraction | None:
    parts = [(share, rate) for share, rate in ((shares.own, own), (shares.peers, peers)) if share and rate is not None]
    whole = sum(share for share, _rate in parts)
    return sum((share * rate for share, rate in parts), Fraction(0)) / whole if whole else None


def _why(item: Item, seen: Seen, expected: Fraction | None, least: int) -> Why:
    """Why there is no score; empty where there is one."""
    if seen.now.k < 0 or seen.now.n < 0:
        return "odd"
    if item.scale == "share" and seen.now.n < least:
        return "few"
    if expected is None:
        return "alone"
    return "few" if item.scale != "share" and expected < least else ""
