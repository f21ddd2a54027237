"""Which texts are nearly the same, so that a model is never asked about a text that it has been shown."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from linli.reading.rules import grams

_LENGTH = 3
_BANDS, _ROWS = 10, 4
"""Texts that share 70 % of their pieces meet with 94 %, those that share 5 % hardly ever (MinHash in bands, Broder)."""
_BATCH = 2000


def groups(texts: Sequence[str]) -> NDArray[np.int64]:
    """A number for each text; those that are nearly the same have the same."""
    signs = _signs(texts)
    owner = np.arange(len(texts))
    for band in range(_BANDS):
        _joined(owner, signs[:, band])
    return np.array([_root(owner, row) for row in range(len(texts))], dtype=np.int64)


def _joined(owner: NDArray[np.int64], signs: NDArray[np.uint64]) -> None:
    order = np.argsort(signs, kind="stable")
    same = np.flatnonzero(signs[order][1:] == signs[order][:-1])
    for place in same:
        left, right = _root(owner, int(order[place])), _root(owner, int(order[place + 1]))
        owner[max(left, right)] = min(left, right)


def _root(owner: NDArray[np.int64], row: int) -> int:
    while owner[row] != row:
        owner[row] = owner[owner[row]]
        row = int(owner[row])
    return row


def _signs(texts: Sequence[str]) -> NDArray[np.uint64]:
    """A row for each text, a sign for each band. Texts too short to compare get one of their own."""
    blocks = [_block(texts[start : start + _BATCH], start) for start in range(0, len(texts), _BATCH)]
    return np.concatenate(blocks) if blocks else np.zeros((0, _BANDS), dtype=np.uint64)


def _block(texts: Sequence[str], start: int) -> NDArray[np.uint64]:
    joined = grams.joined(texts)
    codes, places = grams.codes_of(joined.characters, _LENGTH)
    signs = np.repeat(np.arange(start, start + len(texts), dtype=np.uint64)[:, np.newaxis], _BANDS, axis=1)
    if not len(codes):
        return signs
    there, firsts = np.unique(joined.rows[places], return_index=True)
    random = np.random.default_rng(20260101)
    odd = random.integers(1, 2**63, size=(_BANDS, _ROWS), dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    for band in range(_BANDS):
        sign = np.zeros(len(there), dtype=np.uint64)
        for factor in odd[band]:
            mixed = codes * factor
            mixed ^= mixed >> np.uint64(29)
            mixed *= np.uint64(0xBF58476D1CE4E5B9)
            sign = sign * np.uint64(0x9E3779B97F4A7C15) + np.minimum.reduceat(mixed, firsts)
        signs[there, band] = sign
    return signs
