"""All the areas that a text could mean, ranked: what it names, then what it might. Pure.

The first is what `NameIndex.read` answers, where it answers. The others are for somebody who looks and chooses.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from linli.places.rules.hits import Hit
from linli.places.rules.text import NameIndex, Reading, Why

Could = Why | Literal["one_of_several", "contradicted", "home", "short"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An area that the text could mean. `is_answer`: what the text supports, and no more than one is.

    `spans` are start and end of the words in the text, `context` what else speaks for it or, contradicted, against.
    """

    area_code: str
    matched: str
    why: Could
    context: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    is_answer: bool


def candidates(names: NameIndex, text: str, *, most: int) -> tuple[Candidate, ...]:
    """At most `most`, the likeliest first; each area once, and none that only holds one before it."""
    kept: dict[str, Candidate] = {}
    for candidate in _ranked(names, text):
        if len(kept) == most:
            break
        if not any(code.startswith(candidate.area_code) for code in kept):
            kept[candidate.area_code] = candidate
    return tuple(kept.values())


def _ranked(names: NameIndex, text: str) -> Iterator[Candidate]:
    hits = names.hits(text)
    answer = names.read(text)
    if answer is not None:
        yield _of(answer, is_answer=True)
    firm = [hit for hit in hits if hit.strength not in ("loose", "home")]
    yield from sorted(_named(names, firm), key=_order)
    yield from _not_alone(names, firm)
    yield from _weaker(hits)
    yield from _of_bare_names(names, text, hits, "" if answer is None else names.county_of(answer.area_code))


def _order(candidate: Candidate) -> tuple[int, int]:
    """The deepest first, and of these the one that is named first."""
    return -len(candidate.area_code), candidate.spans[0][0]


def _of(reading: Reading, *, is_answer: bool = False) -> Candidate:
    return Candidate(
        reading.area_code, reading.matched, reading.why, reading.context, reading.spans, is_answer=is_answer
    )


def _from(hit: Hit, code: str, why: Could) -> Candidate:
    return Candidate(code, hit.written, why, (), (hit.span,), is_answer=False)


def _named(names: NameIndex, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Names that mean one area, though the title or another place spoke louder."""
    for hit in hits:
        code, support = names.resolve(hit, hits)
        if code:
            yield _of(names.reading(code, hit, support))


def _not_alone(names: NameIndex, hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Names that several areas bear, names in short, and names that contradict what else is named."""
    for hit in hits:
        if names.resolve(hit, hits)[0]:
            continue
        fitting, _support = names.fitting(hit, hits)
        why: Could = "one_of_several" if len(hit.codes) > 1 else "short" if hit.strength == "short" else "contradicted"
        for code in fitting or hit.codes:
            yield _from(hit, code, why if fitting else "contradicted")


def _weaker(hits: Sequence[Hit]) -> Iterator[Candidate]:
    """Loose names, then where somebody says that they are from."""
    for hit in hits:
        if hit.strength == "loose":
            yield _from(hit, hit.codes[0], "known_as")
    for hit in sorted(hits, key=lambda hit: -len(hit.codes[0])):
        if hit.strength == "home" and len(hit.codes) == 1:
            yield _from(hit, hit.codes[0], "home")


def _of_bare_names(names: NameIndex, text: str, hits: Sequence[Hit], county: str) -> Iterator[Candidate]:
    """Towns and villages of the county whose names stand in the text without their ending, also as a road's name."""
    taken = {at for hit in hits for at in range(*hit.span)}
    for hit in names.bare_hits(text):
        if taken.isdisjoint(range(*hit.span)):
            codes = [code for code in hit.codes if code.startswith(county)]
            for code in codes:
                yield _from(hit, code, "short" if len(codes) == 1 else "one_of_several")
