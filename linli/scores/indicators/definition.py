"""What an indicator is, once its file is read: plain values, no rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["rate", "mean", "count"]
Better = Literal["higher", "lower", "neither"]
Unit = Literal["percent", "minute", "hour", "day", "case"]
Texts = Mapping[str, str]
Terms = Mapping[str, float]
"""How often each measure is taken: a sum, so that the parts of a place add up to the whole."""

MEASURES = frozenset({
    "opened", "closed", "on_time", "late", "reopened", "returned", "responded", "response_minutes", "took_minutes",
    "reached", "resolved", "satisfied", "rated",
})  # fmt: skip
"""What is counted of every case, and what most packs count of the reporter's word; packs count more (`[counts]`)."""
ORGANISATIONLESS = frozenset({"opened"})
"""Measures that are counted before anybody leads the case, so that no organisation has all of its own."""


@dataclass(frozen=True, slots=True)
class Formula:
    """`numerator` over `denominator`; a count has no denominator. `text` is how it was written."""

    text: str
    numerator: Terms
    denominator: Terms | None = None

    @property
    def measures(self) -> frozenset[str]:
        """Every measure that it names."""
        return frozenset(self.numerator) | frozenset(self.denominator or {})


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number about an area or an organisation. `least`: the fewest cases that it is shown for."""

    key: str
    title: Texts
    kind: Kind
    formula: Formula
    better: Better
    unit: Unit
    least: int
    source: Texts
    is_verified: bool

    @property
    def can_rank(self) -> bool:
        """Whether bodies are ranked by it: a share of cases, of which more or less is better."""
        return self.kind == "rate" and self.better != "neither"

    @property
    def can_rank_organisations(self) -> bool:
        """Whether each measure is counted for organisations."""
        return self.can_rank and not self.formula.measures & ORGANISATIONLESS


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indicators in force, and the keys of those whose ranking a city publishes."""

    indicators: Mapping[str, Indicator]
    published: tuple[str, ...] = ()
