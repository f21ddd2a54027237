"""A title for an issue, out of the titles of its own reports. Pure.

The title says nothing that one person alone said: a run of characters stays only where reports of several different
people have it too, so that a name or a story told once cannot stand in it. Texts come masked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LONGEST = 60
SHORTEST = 4
"""Fewer characters than this that several people share make no title."""
LEAST_PEOPLE = 2
"""So many different people must have written what stands in a title, and so large a share of all: `SHARE`."""
SHARE = 0.15
_GAP = "…"
_WORDS = re.compile(r"[A-Za-z]+|\d+|.", re.DOTALL)
_TOKEN = re.compile(r"〔[^〔〕]{1,6}〕|\[[A-Za-z -]{3,12}\]")
_OPEN = re.compile(r"[（(][^（()）]*$")
"""What was to stand in brackets and lost its end."""
_EDGES = "，,。.！!？?、；;：:（(）)“”\"' …-—·"


@dataclass(frozen=True, slots=True)
class Said:
    """The masked title and text of one report; `person`: the same for the same reporter."""

    title: str
    text: str
    person: int


@dataclass(frozen=True, slots=True)
class Titled:
    """A title, empty where the reports share too little, and the report that it comes from."""

    title: str
    source: int


def title(said: Sequence[Said]) -> Titled:
    """The title that most people would recognise: of all, the one with the largest share of common words."""
    having = _having(said)
    needed = max(LEAST_PEOPLE, round(SHARE * len({one.person for one in said})))
    best, source, most = "", -1, 0.0
    for number, one in enumerate(said):
        words = _words(one.title)
        kept = _kept(words, having, needed)
        text = _written(words, kept)
        if len(text) < SHORTEST:
            continue
        known = sum(having.get(pair, 0) for pair in set(_pairs(words)))
        value = known / len(said) / max(len(words), 12) ** 0.5 * (sum(kept) / len(words)) ** 2
        if value > most:
            best, source, most = text, number, value
    return Titled(best, source)


def _having(said: Sequence[Said]) -> dict[tuple[str, str], int]:
    """How many people have each two words behind one another."""
    people: dict[tuple[str, str], set[int]] = {}
    for one in said:
        for part in (one.title, one.text):
            for pair in _pairs(_words(part)):
                people.setdefault(pair, set()).add(one.person)
    return {pair: len(those) for pair, those in people.items()}


def _words(text: str) -> list[str]:
    """Single characters, and whole words of letters and numbers; what masking left in place of somebody parts."""
    return _WORDS.findall(_TOKEN.sub("\0", text))


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in pairwise(words) if "\0" not in (one, other)]


def _kept(words: Sequence[str], having: dict[tuple[str, str], int], needed: int) -> list[bool]:
    """Which words stand in a pair that enough people have."""
    kept = [False] * len(words)
    for at, pair in enumerate(pairwise(words)):
        if having.get(pair, 0) >= needed:
            kept[at] = kept[at + 1] = True
    return [stays or _is_gap(words, kept, at) for at, stays in enumerate(kept)]


def _is_gap(words: Sequence[str], kept: Sequence[bool], at: int) -> bool:
    """A single character behind kept ones and before kept ones or the end: alone it names nobody."""
    ends = at + 1 == len(words)
    return len(words[at]) == 1 and words[at] != "\0" and at > 0 and kept[at - 1] and (ends or kept[at + 1])


def _written(words: Sequence[str], kept: Sequence[bool]) -> str:
    """The kept words, with a sign where others stood between them."""
    pieces: list[str] = []
    for word, stays in zip(words, kept, strict=True):
        if stays:
            pieces.append(word)
        elif pieces and pieces[-1] != _GAP:
            pieces.append(_GAP)
    return _OPEN.sub("", "".join(pieces).strip(_EDGES)[:LONGEST]).rstrip(_EDGES)
