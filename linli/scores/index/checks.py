"""What the shapes of an index alone do not tell: sums, dates, colours, and what may be counted. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from linli.process.definition import Pack
from linli.process.lines import Path
from linli.scores.index import definition as d
from linli.scores.reading import Problem

_CONFIDENTIAL = "confidential"


def index(one: d.Index, path: Path) -> Iterator[Problem]:
    """What is wrong with an edition as a whole."""
    if one.valid_until is not None and one.valid_until < one.valid_from:
        yield (*path, "valid_until"), f"{one.key}.valid_until is before valid_from: put the later day"
    if one.reference.own + one.reference.peers != d.FULL:
        together = one.reference.own + one.reference.peers
        yield (*path, "reference"), f"{one.key}.reference has shares of {together} together: make them {d.FULL}"
    if not one.reference.own and any(item.scale == "period" for item in one.items()):
        fault = (
            'has no share of its own past, and items of scale = "period" are compared with nothing else: give it one'
        )
        yield (*path, "reference"), f"{one.key}.reference {fault}"
    yield from _colours(one, path)


def _colours(one: d.Index, path: Path) -> Iterator[Problem]:
    """From the best down to 0, each once, in the order of colours, and none so narrow that one case could jump it."""
    where, steps = (*path, "colours"), [colour.at_least for colour in one.colours]
    if steps != sorted(set(steps), reverse=True) or steps[-1] != 0:
        yield where, f"{one.key}.colours must go down from the highest at_least to 0, each lower than the one before"
        return
    ranks = [d.COLOURS.index(colour.name) for colour in one.colours]
    if ranks != sorted(set(ranks)):
        yield where, f"{one.key}.colours must be in this order, each once: {', '.join(d.COLOURS)}"
    edges = [d.FULL, *steps]
    if any((high - low) * one.prior <= d.FULL for high, low in pairwise(edges)):
        narrow = d.FULL // one.prior + 1
        yield where, f"{one.key}.colours lie so close that one case could jump one: keep {narrow} points between them"


def item(one: d.Item, *, has_scale: bool, pack: Pack | None, path: Path, name: str) -> Iterator[Problem]:
    """What is wrong with an item whose formula can be read."""
    for fault in _formula(one, has_scale):
        yield (*path, "formula"), f"{name}.formula {fault}"
    if one.pack and pack is not None and pack.confidentiality == _CONFIDENTIAL:
        yield (*path, "pack"), f"{name}.pack is confidential and counted nowhere: leave it out"
    if one.categories and not one.pack:
        yield (*path, "categories"), f"{name}.categories need a pack: name the kind of matter that they belong to"
    elif pack is not None:
        for at, fault in _categories(one, pack):
            yield (*path, "categories", at), f"{name}.categories {fault}"


def _formula(one: d.Item, has_scale: bool) -> Iterator[str]:
    terms = {**one.formula.numerator, **(one.formula.denominator or {})}
    if len(one.formula.numerator) != 1 or any(factor != 1 for factor in terms.values()):
        yield "must be one measure, or one measure over a sum of measures, without factors: weights are said by weight"
    if one.formula.denominator is None and not has_scale:
        yield 'is a count: say against what by scale = "matters" or scale = "period"'
    if one.formula.denominator is not None and has_scale:
        yield "is a share already: leave scale out"


def _categories(one: d.Item, pack: Pack) -> Iterator[tuple[int, str]]:
    for at, key in enumerate(one.categories):
        if key not in pack.categories:
            yield at, f"name {key!r}, which the pack {pack.key} does not have: correct it"
        elif pack.confidentiality_of(key) == _CONFIDENTIAL:
            yield at, f"name {key!r}, which is confidential and counted nowhere: leave it out"
    for (_at, key), (at, other) in combinations(enumerate(one.categories), 2):
        if f"{key}.".startswith(f"{other}.") or f"{other}.".startswith(f"{key}."):
            yield at, f"count cases of {max(key, other, key=len)!r} twice: name it once"


def keys_once(raw: Mapping[str, Any], path: Path, name: str) -> Iterator[Problem]:
    """Groups and items are told apart by their keys, over the whole edition."""
    seen: set[tuple[str, str]] = set()
    for at, group in _tables(raw.get("groups")):
        entries = [("group", group, (*path, "groups", at))]
        entries += [("item", one, (*path, "groups", at, "items", n)) for n, one in _tables(group.get("items"))]
        for kind, one, where in entries:
            known = (kind, str(one.get("key")))
            if known in seen:
                yield (*where, "key"), f"{name} has two {kind}s called {known[1]!r}: give each a key of its own"
            seen.add(known)


def editions(named: Sequence[tuple[Path, Mapping[str, Any]]]) -> Iterator[Problem]:
    """Editions of one key differ in version, and no day has two of them."""
    for (_path, one), (path, other) in combinations(named, 2):
        if one.get("key") != other.get("key") or not isinstance(other.get("key"), str):
            continue
        if one.get("version") == other.get("version"):
            yield (*path, "version"), f"{other['key']} has two editions {other.get('version')!r}: count up"
        if _overlap(one, other):
            yield (*path, "valid_from"), f"{other['key']} has two editions in force at once: end one before the other"


def published(keys: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    """A city publishes what there is."""
    for at, key in enumerate(keys):
        if key not in known:
            yield ("publish", at), f"publish names {key!r}, which is no index: correct it"


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    spans = [_span(one), _span(other)]
    if None in spans:
        return False
    (a, b), (c, e) = (span for span in spans if span)
    return a <= e and c <= b


def _span(one: Mapping[str, Any]) -> tuple[date, date] | None:
    since, until = one.get("valid_from"), one.get("valid_until", date.max - timedelta(days=1))
    return (since, until) if type(since) is date and type(until) is date else None


def _tables(found: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if isinstance(found, list):
        yield from ((at, one) for at, one in enumerate(found) if isinstance(one, dict))
