"""How text becomes search words: bigrams of Chinese, whole words of everything else, codes of the areas it lies in."""

import re
from collections.abc import Mapping, Sequence

INDEXED = 1500
"""Characters of a case that are searchable."""
WINDOWS = (12, 17)
"""Cases lie in windows of 2^12 and of 2^17 ids: a search looks through one after the other, newest first."""
ENOUGH = 1 / 400
"""The share of all cases from which on reading them costs less than holding more common words against the index."""
_RUNS = re.compile(r"[一-鿿㐀-䶿]+|[0-9A-Za-z]+")


def words_of(text: str) -> list[str]:
    """The search words of a text, in order, once each; a single Chinese character stands for itself."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(text.lower()):
        if (run[0] < "一" and not "㐀" <= run[0] <= "䶿") or len(run) == 1:
            found[run] = None
        else:
            found.update((run[at : at + 2], None) for at in range(len(run) - 1))
    return list(found)


def document_of(*, text: str, areas: tuple[str, ...], case_id: int) -> list[str]:
    """The words of a case: those of its text, one for each area that it lies in, and those of its windows."""
    windows = [window_word(case_id, bits=bits) for bits in WINDOWS]
    return [*words_of(text[:INDEXED]), *(area_word(code) for code in areas), *windows]


def area_word(code: str) -> str:
    """The word of an area. No text holds it: a colon never comes out of `words_of`."""
    return f"in:{code}"


def window_word(case_id: int, *, bits: int) -> str:
    """The word of the window of 2^`bits` ids in which a case lies. No text holds it."""
    return f"w{bits}:{case_id >> bits}"


def telling(words: Sequence[str], *, shares: Mapping[str, float]) -> list[str]:
    """The words by which to ask the index: the rarest, until few cases can hold them all; the others are held against
    what it finds. `shares` has the share of cases that hold a word, of common words. Two that overlap tell little more
    than one. All words when nothing is known of any.
    """
    if not shares:
        return list(words)
    chosen: list[str] = []
    share = 1.0
    rare = min(shares.values())
    for word in sorted(words, key=lambda word: shares.get(word, 0.0)):
        if share <= ENOUGH and chosen:
            break
        if not any(_overlap(word, other) for other in chosen):
            chosen.append(word)
            share *= shares.get(word, rare)
    return chosen


def _overlap(one: str, other: str) -> bool:
    """Whether two bigrams may be neighbours in a text."""
    return len(one) == len(other) == 2 and (one[1] == other[0] or one[0] == other[1])
