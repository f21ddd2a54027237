"""Finds what in a report says that somebody may be in danger now. About the matter; nothing about who wrote."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NATIONAL = Path(__file__).parent.parent / "cues.toml"
"""The cues that come with Linli."""
CALM = "calm"
_PARTS = frozenset({"title", "words", "not_in"})
_CALM_PARTS = ("just_before", "before", "after")
_CLAUSE = re.compile(r"[^，。！？；,.!?;\n]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)?(\d\d)年")
_MOST = 5000
"""Characters that are looked at."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A kind of danger: its key, its title by language (zh, en) and the words that say it."""

    key: str
    title: Mapping[str, str]
    words: tuple[str, ...]
    not_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in a text, and the word that said so."""

    key: str
    word: str


class CuesInvalid(ValueError):
    """A file of cues that cannot be used; the text says where and why."""


class Lexicon:
    """Cues made ready for many texts."""

    def __init__(self, cues: Mapping[str, Cue], calm: Mapping[str, tuple[str, ...]]) -> None:
        self.cues, self.calm = cues, calm
        self._key_of = {word: cue.key for cue in cues.values() for word in cue.words}
        harmless = {phrase for cue in cues.values() for phrase in cue.not_in}
        self._words = re.compile(_any_of({*self._key_of, *harmless}))
        self._just_before = re.compile(f"(?:{_any_of(calm['just_before'])})[了过有的一任何 a]{{0,2}}$")
        self._before = re.compile(_any_of(calm["before"]))
        self._after = re.compile(_any_of(calm["after"]))

    def find(self, text: str, *, year: int = 0) -> tuple[Found, ...]:
        """The cues of a text, each once with the first word that said so, in the order of the text.

        A word does not count where the same clause denies it, supposes it or sets it in the past: in another
        year than `year` too, so that a report may say today's date.
        """
        text = text[:_MOST].lower()
        found: dict[str, Found] = {}
        if not any(word in text for word in self._key_of):
            return ()
        for match in self._words.finditer(text):
            key = self._key_of.get(match[0])
            if key and key not in found and not self._is_calm(text, match, year):
                found[key] = Found(key, match[0])
        return tuple(found.values())

    def _is_calm(self, text: str, match: re.Match[str], year: int) -> bool:
        start = max(text.rfind(mark, max(0, match.start() - 60), match.start()) for mark in "，。！？；,.!?;\n") + 1
        before = text[max(start, match.start() - 60) : match.start()]
        rest = _CLAUSE.match(text, match.end(), min(len(text), match.end() + 40))
        after = rest[0] if rest else ""
        if any(int(named) != year % 100 for named in _YEAR.findall(before)):
            return True
        return bool(self._just_before.search(before) or self._before.search(before) or self._after.search(after))


def read(own: str = "") -> Lexicon:
    """The cues that come with Linli, with a city's own (TOML) added. Raises CuesInvalid."""
    table = _table(NATIONAL.read_text(encoding="utf-8"))
    cues = {key: _cue(key, part) for key, part in table.items() if key != CALM}
    calm = _calm(table[CALM])
    added = _table(own)
    for key, part in added.items():
        if key != CALM:
            cues[key] = _joined(cues.get(key), _cue(key, part, known=key in cues))
    more = _calm(added.get(CALM, {}))
    return Lexicon(cues, {part: (*calm[part], *more[part]) for part in _CALM_PARTS})


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CuesInvalid(f"cues: {error}") from None


def _cue(key: str, part: Any, *, known: bool = False) -> Cue:
    if not isinstance(part, dict) or not set(part) <= _PARTS:
        raise CuesInvalid(f"cues: [{key}] may hold {', '.join(sorted(_PARTS))} only")
    title = part.get("title", {})
    if not known and not (isinstance(title, dict) and title.get("zh") and title.get("en")):
        raise CuesInvalid(f"cues: [{key}] needs a title in zh and en")
    return Cue(key, title, _words(key, part.get("words", [])), _words(key, part.get("not_in", [])))


def _words(key: str, words: Any) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and len(word) > 1 for word in words):
        raise CuesInvalid(f"cues: [{key}] needs words of two characters and more, in a list")
    return tuple(word.lower() for word in words)


def _calm(part: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(word).lower() for word in part.get(name, [])) for name in _CALM_PARTS}


def _joined(old: Cue | None, new: Cue) -> Cue:
    if old is None:
        return new
    return Cue(old.key, {**old.title, **new.title}, (*old.words, *new.words), (*old.not_in, *new.not_in))


def _any_of(words: Iterable[str]) -> str:
    """A pattern of these words, the longest first; those of Latin letters as whole words."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return (
        "|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in longest_first) or "(?!)"
    )
