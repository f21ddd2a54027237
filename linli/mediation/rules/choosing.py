"""Who might mediate a case, and why: facts about the matter and about how much a mediator has to do. Pure.

Nothing here judges a person: no results, no ratings, no history beyond links of the case itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Conflict = Literal["reporter", "party", "handled", "mediated", "stepped_aside"]
"""Why somebody cannot mediate a case: they put it; belong to a party or to a body it is hidden from; took a step in a
linked case; mediated one; or stepped aside from this one, or were replaced at a party's wish."""
REACHES: Sequence[tuple[int, str]] = ((12, "village"), (9, "town"), (6, "county"), (4, "city"), (2, "province"))
"""How far two places lie apart: the smallest kind of area that holds both, by the length of its code."""
SPOKEN: Mapping[str, frozenset[str]] = {
    "en": frozenset({"en", "english", "英语", "英文"}),
    "zh-hans": frozenset({"zh", "zh-hans", "chinese", "mandarin", "普通话", "中文", "汉语", "国语"}),
}
"""What a participant's language is called among the languages of a mediator."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What counts of a mediator."""

    id: int
    fields: tuple[str, ...]
    languages: tuple[str, ...]
    area_code: str
    load: int
    most_cases: int
    away_until: date | None = None
    conflicts: frozenset[Conflict] = frozenset()


@dataclass(frozen=True, slots=True)
class Matter:
    """What counts of the case: its first-level category, its place, and the languages that participants asked for."""

    kind: str
    area_code: str
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for somebody (`is_good`) or against; `key` is said in words, with `value` in it."""

    key: str
    is_good: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with everything that put them in their place."""

    id: int
    reasons: tuple[Reason, ...]
    conflicts: tuple[Conflict, ...]
    is_away: bool

    @property
    def may_be_appointed(self) -> bool:
        """Not in conflict and not on leave. Somebody with many cases may be, for a reason."""
        return not self.conflicts and not self.is_away


def ranked(*, candidates: Sequence[Candidate], matter: Matter) -> tuple[Ranked, ...]:
    """Those who may be appointed first; among them by kind of dispute, language, room for one more, nearness, load.

    Who is equal in all of that stands in the order of entry, so that the same facts give the same list.
    """
    found = sorted(candidates, key=lambda one: _place(one, matter))
    return tuple(
        Ranked(one.id, _reasons(one, matter), tuple(sorted(one.conflicts)), one.away_until is not None) for one in found
    )


def reach(*, one: str, other: str) -> str:
    """The smallest kind of area that holds both places; "" when not even a province does."""
    return next((kind for length, kind in REACHES if _shares(one, other, length)), "")


def unspoken(*, languages: Sequence[str], wanted: frozenset[str]) -> tuple[str, ...]:
    """The languages asked for that the mediator does not speak."""
    spoken = {one.casefold() for one in languages}
    return tuple(sorted(one for one in wanted if not spoken & SPOKEN.get(one, frozenset({one.casefold()}))))


def wished_by_all(*, wishes: Mapping[str, Sequence[Sequence[int]]]) -> int | None:
    """The mediator whom every side wishes: `wishes` are the lists of each side's participants, first wish first.

    Of several the one whose best ranks add up to least, then the one entered first. None while a side wishes nobody.
    """
    best = [_best(lists) for lists in wishes.values()]
    common = set.intersection(*map(set, best)) if best else set()
    return min(common, key=lambda one: (sum(ranks[one] for ranks in best), one)) if common else None


def _best(lists: Sequence[Sequence[int]]) -> dict[int, int]:
    ranks: dict[int, int] = {}
    for wished in lists:
        for rank, one in enumerate(wished):
            ranks[one] = min(rank, ranks.get(one, rank))
    return ranks


def _place(one: Candidate, matter: Matter) -> tuple[bool, bool, int, int, bool, int, float, int]:
    return (
        bool(one.conflicts),
        one.away_until is not None,
        _fit(one, matter),
        len(unspoken(languages=one.languages, wanted=matter.languages)),
        one.load >= one.most_cases,
        _distance(one, matter),
        one.load / one.most_cases,
        one.id,
    )


def _fit(one: Candidate, matter: Matter) -> int:
    """0: named the kind; 1: takes every kind; 2: named others."""
    if matter.kind and matter.kind in one.fields:
        return 0
    return 2 if one.fields and matter.kind else 1


def _distance(one: Candidate, matter: Matter) -> int:
    kinds = [kind for _length, kind in REACHES]
    found = reach(one=one.area_code, other=matter.area_code)
    return kinds.index(found) if found else len(kinds)


def _reasons(one: Candidate, matter: Matter) -> tuple[Reason, ...]:
    fit, near = _fit(one, matter), reach(one=one.area_code, other=matter.area_code)
    missing = unspoken(languages=one.languages, wanted=matter.languages)
    count = f"{one.load}/{one.most_cases}"
    found = [
        Reason(("kind", "any_kind", "other_kind")[fit], fit < 2),
        Reason(f"near_{near}" if near else "far", near in {"village", "town", "county"}),
        Reason("full", False, count) if one.load >= one.most_cases else Reason("load", True, count),
        *(Reason("speaks", True, key) for key in sorted(matter.languages) if key not in missing),
        *(Reason("speaks_not", False, key) for key in missing),
    ]
    if one.away_until is not None:
        found.append(Reason("away", False, one.away_until.isoformat()))
    return tuple(found)


def _shares(one: str, other: str, length: int) -> bool:
    """Whether an area of this length holds both. Somebody of a whole county is near all of its villages."""
    return len(one) >= length and len(other) >= length and one[:length] == other[:length]
