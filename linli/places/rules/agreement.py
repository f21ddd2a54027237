"""How far areas that a program read from texts agree with those that a person read. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from linli.places.city import City

Outcome = Literal["right", "wrong", "deeper", "arguable", "abstained"]


@dataclass(frozen=True, slots=True)
class Pair:
    """What a person and the program read in one text; empty is no place in the city. `unsure`: people could differ."""

    label: str
    answer: str
    unsure: bool


@dataclass(slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def take(self, *, is_hit: bool) -> None:
        """One more, a hit or not."""
        self.of += 1
        self.hits += is_hit


@dataclass(slots=True)
class Agreement:
    """Counts over pairs.

    `precision`: of the answers below the city, those that are the label or hold it. An answer deeper than a label that
    people could differ about is `arguable` and left out. `recall`, by level: of the labels of that level or deeper,
    those whose area there was answered.
    """

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    precision: Share = field(default_factory=Share)
    recall: dict[str, Share] = field(default_factory=dict)


def agreement(*, pairs: Iterable[Pair], city: City) -> Agreement:
    """What the pairs come to. Raises CityInvalid for a label whose length no level has."""
    found = Agreement()
    for pair in pairs:
        result = outcome(pair=pair, city=city)
        found.outcomes[result] += 1
        if result not in ("abstained", "arguable") and len(pair.answer) > len(city.root):
            found.precision.take(is_hit=result == "right")
        for code in _below_the_city(pair.label, city):
            share = found.recall.setdefault(city.level_of(code), Share())
            share.take(is_hit=pair.answer.startswith(code))
    return found


def outcome(*, pair: Pair, city: City) -> Outcome:
    """An answer is right if it is the label or an area that holds it."""
    label = pair.label or city.root
    if not pair.answer:
        return "abstained"
    if label.startswith(pair.answer):
        return "right"
    if pair.answer.startswith(label):
        return "arguable" if pair.unsure else "deeper"
    return "wrong"


def _below_the_city(code: str, city: City) -> tuple[str, ...]:
    return tuple(one for one in (*city.ancestors(code), code) if len(one) > len(city.root)) if code else ()
