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
_CALM_PARTS = ("just_before", "before", "just_after", "after")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,19}")
_STOPS = "，。！？；,.!?;\n"
_CLAUSE = re.compile(f"[^{_STOPS}]*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)?(\d\d)年")
_JUST_NOW = re.compile(
    r"(?:\d{1,3}|[一二两三四五六七八九十几半]{1,3})\s?(?:多|来)?(?:个)?(?:分钟|分|刻钟|秒钟?|小时)(?:之前|以前|前)"
)
"""Some minutes or hours ago is now."""
_LOOKED_AT = 5000
"""Characters of a text."""
MOST = 5
"""Cues of a text that are told."""


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
        self._just_after = re.compile(f"[的 ]?(?:{_any_of(calm['just_after'])})")
        self._after = re.compile(_any_of(calm["after"]))

    def find(self, text: str, *, year: int = 0) -> tuple[Found, ...]:
        """The cues of a text, at most five, each once with the first word that said so, in the order of the text.

        A word does not count where the same clause denies it, supposes it or sets it in the past: in another
        year than `year` too, so that a report may say today's date.
        """
        text = text[:_LOOKED_AT].lower()
        found: dict[str, Found] = {}
        if not any(word in text for word in self._key_of):
            return ()
        for match in self._words.finditer(text):
            key = self._key_of.get(match[0])
            if key and key not in found and not self._is_calm(text, match, year):
                found[key] = Found(key, match[0])
            if len(found) == MOST:
                break
        return tuple(found.values())

    def _is_calm(self, text: str, match: re.Match[str], year: int) -> bool:
        farthest = max(0, match.start() - 60)
        start = max(text.rfind(stop, farthest, match.start()) for stop in _STOPS) + 1
        before = _JUST_NOW.sub("", text[max(start, farthest) : match.start()])
        rest = _CLAUSE.match(text, match.end(), min(len(text), match.end() + 40))
        after = rest[0] if rest else ""
        if any(int(named) != year % 100 for named in _YEAR.findall(before)):
            return True
        if self._just_before.search(before) or self._just_after.match(after):
            return True
        return bool(self._before.search(before) or self._after.search(after))


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
    if not _KEY.fullmatch(key):
        raise CuesInvalid(f"cues: [{key}] must be a key of a-z, 0-9 and _ of at most 20 characters")
    _check_parts(key, part, _PARTS)
    title = part.get("title", {} if known else None)
    if not _is_title(title, whole=not known):
        raise CuesInvalid(f"cues: [{key}] needs a title in zh and en")
    return Cue(key, title, _words(key, part.get("words", [])), _words(key, part.get("not_in", [])))


def _check_parts(key: str, part: Any, parts: Iterable[str]) -> None:
    if not isinstance(part, dict) or not set(part) <= set(parts):
        raise CuesInvalid(f"cues: [{key}] may hold {', '.join(sorted(parts))} only")


def _is_title(title: Any, *, whole: bool) -> bool:
    """Words by language; in both where the cue has none yet."""
    if not isinstance(title, dict) or not all(isinstance(said, str) and said.strip() for said in title.values()):
        return False
    return set(title) == {"zh", "en"} if whole else set(title) <= {"zh", "en"}


def _words(key: str, words: Any, *, least: int = 2) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) and len(word.strip()) >= least for word in words):
        raise CuesInvalid(f"cues: [{key}] needs words of {least} characters and more, in a list")
    return tuple(word.lower() for word in words)


def _calm(part: Any) -> dict[str, tuple[str, ...]]:
    _check_parts(CALM, part, _CALM_PARTS)
    return {name: _words(CALM, part.get(name, []), least=1) for name in _CALM_PARTS}


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
