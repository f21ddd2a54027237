"""Which pieces of many texts are worth knowing: those whose characters stick together, and words that come apart."""

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from linli.reading.rules import grams

BATCH = 2000
STICKS = 10.0
"""A piece is kept that is so many times as frequent as chance would have it, wherever it is cut in two."""
_LENGTHS = (1, *grams.LENGTHS)
_ROOM = 12_000_000
"""Codes that are counted at once; beyond, those seen once are forgotten (lossy counting)."""
_WORD = re.compile(r"(?:(?<=\s)|^)[\u4e00-\u9fff]{2,4}(?=\s|$)")
_APART = 0.15
"""A text with so large a share of spaces has been cut into words."""

Counts = NDArray[np.int64]
Progress = Callable[[int], object]


def learned(texts: Sequence[str], *, least: int, most: int, progress: Progress = lambda done: None) -> grams.Codes:
    """The codes to know, sorted: of pieces that are there at least so often, at most so many, the most frequent."""
    codes, counts = np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        codes, counts = _added(codes, counts, _all(batch))
        if len(codes) > _ROOM:
            codes, counts = codes[counts > 1], counts[counts > 1]
        progress(min(start + BATCH, len(texts)))
    sticks = (counts >= least) & (_cohesion(codes, counts) >= STICKS) & (codes >= 1 << 16)
    kept = np.flatnonzero(sticks | _among(codes, _words(texts)))
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-counts[kept], kind="stable")[:most]])
    return codes[kept]


def _all(texts: Sequence[str]) -> grams.Codes:
    characters = grams.joined(texts).characters
    return np.concatenate([grams.codes_of(characters, length)[0] for length in _LENGTHS])


def _added(codes: grams.Codes, counts: Counts, batch: grams.Codes) -> tuple[grams.Codes, Counts]:
    new, often = np.unique(batch, return_counts=True)
    both = np.concatenate([codes, new])
    order = np.argsort(both, kind="stable")
    both, weights = both[order], np.concatenate([counts, often])[order]
    is_first = np.ones(len(both), dtype=bool)
    is_first[1:] = both[1:] != both[:-1]
    starts = np.flatnonzero(is_first)
    return both[starts], np.add.reduceat(weights, starts) if len(starts) else weights


def _cohesion(codes: grams.Codes, counts: Counts) -> NDArray[np.float64]:
    """How many times as frequent a piece is as its two parts by chance, at its weakest cut."""
    total = float(counts[codes < 1 << 16].sum())
    weakest = np.full(len(codes), np.inf)
    for cut in range(1, grams.LENGTHS[-1]):
        longer = np.flatnonzero(codes >= np.uint64(1 << (16 * cut)))
        left, right = codes[longer] >> np.uint64(16 * cut), codes[longer] & np.uint64((1 << (16 * cut)) - 1)
        by_chance = _count_of(left, codes, counts) * _count_of(right, codes, counts)
        weakest[longer] = np.minimum(weakest[longer], counts[longer] * total / by_chance)
    return weakest


def _count_of(wanted: grams.Codes, codes: grams.Codes, counts: Counts) -> NDArray[np.float64]:
    columns, is_known = grams.looked_up(wanted, codes)
    return np.where(is_known, counts[columns], 1).astype(np.float64)


def _words(texts: Sequence[str]) -> grams.Codes:
    """The words of texts that have been cut into words, sorted; those seen once are left out."""
    found: dict[str, int] = {}
    for text in texts:
        if text.count(" ") >= _APART * max(len(text), 1):
            for word in set(_WORD.findall(text)):
                found[word] = found.get(word, 0) + 1
    return np.array(sorted(_code(word) for word, count in found.items() if count > 1), dtype=np.uint64)


def _code(word: str) -> int:
    code = 0
    for character in word:
        code = code << 16 | ord(character)
    return code


def _among(codes: grams.Codes, words: grams.Codes) -> NDArray[np.bool_]:
    return grams.looked_up(codes, words)[1]
