"""Which category a report most likely belongs to: the one whose words its text names most. Explains itself."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from linli.process.definition import Pack


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category and the words that spoke for it."""

    category: str
    words: tuple[str, ...]


@lru_cache(maxsize=64)
def _lexicon(hashed: "_Hashed") -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """The pack's words as one pattern, longest first, and the categories of each."""
    by_word: dict[str, list[str]] = {}
    for item in hashed.pack.categories.values():
        for word in item.words:
            by_word.setdefault(word, []).append(item.key)
    longest_first = sorted(by_word, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(word) for word in longest_first) or r"(?!)")
    return pattern, {word: tuple(categories) for word, categories in by_word.items()}


@dataclass(frozen=True, slots=True)
class _Hashed:
    """A pack that hashes by its digest, so that the lexicon is made once a version."""

    pack: Pack

    def __hash__(self) -> int:
        return hash(self.pack.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Hashed) and other.pack.digest == self.pack.digest


def suggest(*, pack: Pack, text: str) -> Suggestion | None:
    """The best category for the text, or None when no word of any category is in it. A longer word counts more."""
    pattern, categories = _lexicon(_Hashed(pack))
    scores: Counter[str] = Counter()
    found: dict[str, list[str]] = {}
    for word in dict.fromkeys(pattern.findall(text)):
        for category in categories[word]:
            scores[category] += len(word)
            found.setdefault(category, []).append(word)
    if not scores:
        return None
    best = max(scores, key=lambda category: (scores[category], category))
    return Suggestion(category=best, words=tuple(found[best]))
