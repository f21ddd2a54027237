"""Texts as short pieces: every run of two to four characters, each an exact 64-bit code. No model here.

A city's messages come raw, and old collections come as words without stop words. Both are brought to one form: spaces
and stop words go; whatever is neither a Chinese character nor a word of letters parts the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LENGTHS = (2, 3, 4)
"""How many characters a piece has. Four of 16 bits fill a code."""
LONGEST = 4000
"""Characters of a text that are read: beyond them messages repeat themselves."""

_PART = 0
_NEAR, _FADES, _ALWAYS = 3.0, 40.0, 0.5
"""The first words say what it is about: a piece counts 3.5 at the start and half when far behind."""
_STOPS = re.compile(
    "我们|你们|他们|她们|它们|自己|大家|这个|那个|这些|那些|这样|那样|这里|那里|什么|怎么|为什么|一个|一些|没有|不是|但是|因为|所以"
    "|如果|虽然|而且|并且|或者|以及|还是|已经|可以|可是|就是|只是|于是|然后|之后|您好|你好"
    "|[的了是我你您他她它这那就也都和与及又还而但吗呢吧啊呀嘛很太]"
)
_SPACES = re.compile(r"\s+")
_LETTERS = re.compile(r"[A-Za-z]{3,}")
_TOKENS = re.compile(r"〔[^〔〕]{1,6}〕|\[[A-Za-z -]{3,12}\]")
"""What masking left in place of something personal: it says nothing about the matter."""

Codes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as the model sees it: its characters, 0 where it parts, and where each stands in the original."""

    characters: NDArray[np.uint32]
    places: Places


def plain(text: str) -> Plain:
    """The text without spaces and stop words; signs, digits and single letters part it."""
    text = text[:LONGEST]
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32).copy()
    is_han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    keeps, drops = is_han.copy(), np.zeros(len(codes), dtype=bool)
    for found in _LETTERS.finditer(text):
        keeps[found.start() : found.end()] = True
        codes[found.start() : found.end()] |= 0x20
    for found in _TOKENS.finditer(text):
        keeps[found.start() : found.end()] = False
    for found in _STOPS.finditer(text):
        drops[found.start() : found.end()] = True
    for found in _SPACES.finditer(text):
        drops[found.start() : found.end()] = _between_han(is_han, found.start(), found.end())
    codes[~keeps] = _PART
    return Plain(codes[~drops], np.flatnonzero(~drops))


def _between_han(is_han: NDArray[np.bool_], start: int, end: int) -> bool:
    return bool(start > 0 and end < len(is_han) and is_han[start - 1] and is_han[end])


def stress(places: Places) -> NDArray[np.float32]:
    """How much a piece counts that starts at this place of its plain text."""
    return (_ALWAYS + _NEAR * np.exp(places / -_FADES)).astype(np.float32)


def codes_of(characters: NDArray[np.uint32], length: int) -> tuple[Codes, Places]:
    """The code of every piece of so many characters that nothing parts, and the place of its first character."""
    count = len(characters) - length + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    wide = characters.astype(np.uint64)
    codes, whole = np.zeros(count, dtype=np.uint64), np.ones(count, dtype=bool)
    for step in range(length):
        codes = (codes << np.uint64(16)) | wide[step : step + count]
        whole &= characters[step : step + count] != _PART
    return codes[whole], np.flatnonzero(whole)


@dataclass(frozen=True, slots=True)
class Joined:
    """Many plain texts one after the other, parted: for each character its text and its place in that text."""

    characters: NDArray[np.uint32]
    rows: Places
    places: Places


def joined(texts: Sequence[str]) -> Joined:
    """The texts as plain texts in one row of characters."""
    plains = [plain(text).characters for text in texts]
    gap = np.zeros(1, dtype=np.uint32)
    characters = np.concatenate([part for one in plains for part in (one, gap)] or [gap])
    sizes = np.array([len(one) + 1 for one in plains], dtype=np.int64)
    rows = np.repeat(np.arange(len(plains)), sizes)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    return Joined(characters, rows, np.arange(len(rows)) - starts)


def looked_up(codes: Codes, known: Codes) -> tuple[Places, NDArray[np.bool_]]:
    """The column of each code among the known ones (sorted), and whether it is known at all."""
    if not len(known):
        return np.zeros(len(codes), dtype=np.int64), np.zeros(len(codes), dtype=bool)
    columns = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return columns, known[columns] == codes
