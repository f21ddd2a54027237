"""What an index is, once its file is read: plain values, no rules. It knows counts of matters, nothing of persons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from linli.scores.indicators.definition import Formula, Texts

Better = Literal["higher", "lower"]
Scale = Literal["share", "matters", "period"]
"""What a count is measured against: `share`, the other side of its own division; `matters`, all matters that came in;
`period`, nothing but the same days of other years."""
Name = Literal["green", "blue", "yellow", "orange", "red"]
COLOURS: tuple[Name, ...] = ("green", "blue", "yellow", "orange", "red")
"""From the best to the worst. A colour is never shown without its words."""

EVERY_KIND = frozenset({"opened", "closed", "on_time", "late", "reopened", "returned", "responded"})
"""What is counted of every case and opens the list behind it. A pack's own counts come beside these."""
FULL = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One count of an index. No pack: of every kind; no categories: of all. `weight` is its part of its group."""

    key: str
    title: Texts
    formula: Formula
    pack: str
    categories: tuple[str, ...]
    weight: int
    better: Better
    scale: Scale

    @property
    def measure(self) -> str:
        """What is counted: the one measure above the line."""
        return next(iter(self.formula.numerator))

    @property
    def over(self) -> frozenset[str]:
        """What it is a share of: the measures below the line."""
        return frozenset(self.formula.denominator or {})


@dataclass(frozen=True, slots=True)
class Group:
    """Items that belong together; `weight` is the group's part of the whole."""

    key: str
    title: Texts
    weight: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Colour:
    """The words for scores from `at_least` on, and the colour that repeats them."""

    name: Name
    at_least: int
    title: Texts


@dataclass(frozen=True, slots=True)
class Shares:
    """How far the reference is the area's own past, and how far its peers: together 100."""

    own: int
    peers: int


@dataclass(frozen=True, slots=True)
class Index:
    """One edition of an index. `months`: how many a score is of. `least`: of fewer cases nothing is scored.

    `prior`: how many cases at the reference every score starts from, so that a few of its own turn nothing.
    """

    key: str
    version: str
    valid_from: date
    valid_until: date | None
    title: Texts
    months: int
    least: int
    prior: int
    reference: Shares
    colours: tuple[Colour, ...]
    groups: tuple[Group, ...]
    source: Texts
    is_verified: bool

    def items(self) -> Iterator[Item]:
        """Every item, group by group."""
        for group in self.groups:
            yield from group.items

    def holds_on(self, day: date) -> bool:
        """Whether the edition is in force on the day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indices in force, each with its editions by date, and the keys of those that a city publishes."""

    indices: Mapping[str, tuple[Index, ...]]
    published: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all, those that the city publishes first."""
        return (*self.published, *(key for key in self.indices if key not in self.published))

    def edition(self, *, key: str, on: date) -> Index | None:
        """The edition of this index that is in force on the day, if there is one."""
        return next((one for one in self.indices.get(key, ()) if one.holds_on(on)), None)
