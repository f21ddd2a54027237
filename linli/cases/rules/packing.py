"""What a tally is of, packed into two whole numbers: millions are summed and sorted sooner so. Pure. See ADR 13.

`place`: measure, area, month, day of the month, from the highest bits down. `kind`: pack, category, organisation,
channel, class of times. Both sort as the keys of the tallies do, and what lies above (an area's county, a date's month,
a category's pack) is what is left when the lower bits are taken away.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Literal, TypeVar, get_args

from linli.cases.rules.keeping import View

MOST = 63
"""Bits of a whole number of the database, without its sign."""
DAY_BITS, MONTH_BITS, BAND_BITS = 5, 17, 8
DATE_BITS = MONTH_BITS + DAY_BITS
VIEW_BITS, GRAIN_BITS = 2, 1
VIEWS: tuple[View, ...] = tuple(sorted(get_args(View)))
Part = Literal["pack", "category", "org", "channel", "band"]
KEPT: Mapping[View, tuple[Part, ...]] = {
    "category": ("pack", "category", "band"),
    "channel": ("pack", "channel", "band"),
    "org": ("pack", "org", "band"),
    "pack": ("pack", "band"),
}
"""What each view keeps of a `kind`."""


Name = TypeVar("Name", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class What:
    """What a case is and how it came in, as bits of a `kind`; what is empty is left out of a view."""

    bits: int
    pack: str
    category: str
    channel: str


@dataclass(frozen=True)
class Packing:
    """The measures, areas, kinds and channels that occur, each with its number. Made by `packing`."""

    widths: tuple[int, ...]
    measures: Mapping[str, int]
    areas: Mapping[str, int]
    area_bits: tuple[int, ...]
    what: tuple[What, ...]
    orgs: Mapping[int, int]
    kind_bits: Mapping[Part, int]

    @property
    def measure_bits(self) -> int:
        """As many as the measures need."""
        return max(self.measures.values()).bit_length()

    @property
    def whole_area(self) -> int:
        """The bits of an area, as it is numbered in `areas`."""
        return (1 << sum(self.area_bits)) - 1

    def area_down_to(self, width: int) -> int:
        """The bits of an area that tell the one that holds it, whose code is `width` long."""
        below = sum(self.area_bits[self.widths.index(width) + 1 :])
        return self.whole_area >> below << below

    def area_at(self, width: int) -> int:
        """The bits that are zero where an area lies higher than codes of that width."""
        at = self.widths.index(width)
        return ((1 << self.area_bits[at]) - 1) << sum(self.area_bits[at + 1 :])

    def shift(self, part: Part) -> int:
        """How far up a part of a `kind` stands."""
        parts = list(self.kind_bits)
        return sum(self.kind_bits[below] for below in parts[parts.index(part) + 1 :])

    def of_kind(self, *parts: Part) -> int:
        """The bits of these parts of a `kind`."""
        return sum(((1 << self.kind_bits[part]) - 1) << self.shift(part) for part in parts)


def packing(
    *,
    codes: Collection[str],
    widths: Sequence[int],
    measures: Collection[str],
    kinds: Collection[tuple[str, str]],
    channels: Collection[str],
    orgs: Collection[int],
) -> Packing:
    """The numbers of what occurs. `widths`: of the codes of the levels that keep sums, from the highest down.

    `orgs`: ids of organisations, with 0, nobody, beside them; numbered as texts sort, because sums of areas keep texts.

    Raises OverflowError where so much occurs that two whole numbers cannot tell it apart.
    """
    areas, area_bits = _numbered_areas(codes, widths)
    packs = _numbered({pack for pack, _category in kinds})
    categories = {
        pair: at
        for _pack, pairs in groupby(sorted(pair for pair in set(kinds) if pair[1]), key=itemgetter(0))
        for at, pair in enumerate(pairs, start=1)
    }
    ways = _numbered(channel for channel in channels if channel)
    bodies = _numbered(str(org) for org in {0, *orgs})
    kind_bits: dict[Part, int] = {
        "pack": _bits(packs),
        "category": _bits(categories),
        "org": _bits(bodies),
        "channel": _bits(ways),
        "band": BAND_BITS,
    }
    found = Packing(
        tuple(widths),
        _numbered(measures),
        areas,
        area_bits,
        (),
        {int(org): at for org, at in bodies.items()},
        kind_bits,
    )
    used = found.measure_bits + sum(area_bits) + VIEW_BITS + GRAIN_BITS + DATE_BITS
    if max(used, sum(kind_bits.values())) > MOST:
        raise OverflowError(f"areas and measures need {used} bits, kinds {sum(kind_bits.values())}, of {MOST}")
    return replace(found, what=tuple(_what(found, packs, categories, ways)))


def _what(
    found: Packing, packs: Mapping[str, int], categories: Mapping[tuple[str, str], int], ways: Mapping[str, int]
) -> Iterator[What]:
    """Every kind with every category and channel, and without one or both, as views keep them."""
    pairs = [*((pack, "", 0) for pack in packs), *((pack, key, at) for (pack, key), at in categories.items())]
    for pack, category, at in pairs:
        for channel, way in (("", 0), *ways.items()):
            bits = packs[pack] << found.shift("pack") | at << found.shift("category") | way << found.shift("channel")
            yield What(bits, pack, category, channel)


def _numbered(names: Iterable[Name]) -> dict[Name, int]:
    """From one, in byte order."""
    return {name: at for at, name in enumerate(sorted(set(names)), start=1)}


def _bits(numbers: Mapping[Name, int]) -> int:
    return max(numbers.values(), default=0).bit_length()


def _numbered_areas(codes: Collection[str], widths: Sequence[int]) -> tuple[dict[str, int], tuple[int, ...]]:
    """Each code, and each code above it whose sums are kept, level below level: zero where a code ends higher."""
    chains = {code: _chain(code, widths) for code in codes}
    ranks: dict[tuple[str, ...], dict[str, int]] = {}
    for chain in sorted(chains.values()):
        for at, link in enumerate(chain):
            if link:
                beside = ranks.setdefault(chain[:at], {})
                beside.setdefault(link, len(beside) + 1)
    numbers = {
        chain: tuple(ranks[chain[:at]][link] if link else 0 for at, link in enumerate(chain))
        for chain in chains.values()
    }
    bits = tuple(max((one[at] for one in numbers.values()), default=0).bit_length() for at in range(len(widths) + 1))
    found: dict[str, int] = {}
    for chain, each in numbers.items():
        _pack(found, chain, each, bits)
    return found, bits


def _chain(code: str, widths: Sequence[int]) -> tuple[str, ...]:
    """The codes above, one for each level; the code itself last, where it is none of them."""
    above = tuple(code[:width] if len(code) >= width else "" for width in widths)
    return (*above, "" if code in above else code)


def _pack(found: dict[str, int], chain: Sequence[str], numbers: Sequence[int], bits: Sequence[int]) -> None:
    packed = 0
    left = sum(bits)
    for link, number, width in zip(chain, numbers, bits, strict=True):
        left -= width
        packed |= number << left
        if link:
            found[link] = packed
