"""How text becomes search words: bigrams of Chinese, whole words of everything else, codes of the areas it lies in."""

import re

INDEXED = 1500
"""Characters of a case that are searchable."""
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


def document_of(*, text: str, areas: tuple[str, ...]) -> list[str]:
    """The words of a case: those of its text, and one for each area that it lies in."""
    return [*words_of(text[:INDEXED]), *(area_word(code) for code in areas)]


def area_word(code: str) -> str:
    """The word of an area. No text holds it: a colon never comes out of `words_of`."""
    return f"in:{code}"
