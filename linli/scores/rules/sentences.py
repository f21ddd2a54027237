"""What a sentence of a brief is: its key, and the values in its gaps. No choice and no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, get_args

from linli.scores.rules.briefs import Behind, Texts

Section = Literal["came_in", "late", "rising", "well"]
SECTIONS: tuple[Section, ...] = get_args(Section)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number and what it counts; `is_change` is told with its sign."""

    n: int
    behind: Behind | None = None
    is_change: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A share from 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class About:
    """A number that was expected, told to one decimal."""

    value: float


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time."""

    minutes: float


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called."""

    texts: Texts


@dataclass(frozen=True, slots=True)
class Item:
    """One of several that are named, with its number; where a share is told, the number is that share of `of`."""

    name: Texts
    number: Number
    share: float | None = None
    of: int = 0


Value = Number | Rate | About | Length | Name | tuple[Item, ...] | datetime | date


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of `briefwords.SENTENCES`, and what stands in its gaps."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
