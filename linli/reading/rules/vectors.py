"""What texts say about where and about what, as two sparse rows each: the ground on which issues are gathered. Pure.

A piece of text (a run of characters, `grams`) that turns up all over the city says what a matter is; one that stays
within a part or two of it says where: an estate, a road, a school. See docs/explanation/hot-issues.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from linli.reading.rules import grams

LENGTHS = (2, 3, 4)
READ = 400
"""Characters of a text that are read: whoever writes says first what it is about."""
SPREAD = 3
"""A piece that turns up in so many parts of the city says what, not where."""
COMMON = 0.2
"""A piece in so large a share of all texts says nothing."""
PLACED = 0.2
"""How much of `where` is the area itself, when a report lies deeper than a part of the city."""

_BATCH = 2000
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where reports lie. `parts`: a number for the part of the city (county), -1 where none is known; `spots`: one for
    the area itself (town, village) where it is deeper, else -1."""

    parts: Ids
    spots: Ids


@dataclass(frozen=True, slots=True)
class Vectors:
    """A row of length one for each text: pieces that say where, and pieces that say what."""

    where: sparse.csr_matrix
    what: sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class General:
    """Pieces (codes, sorted) that say what wherever they stand, and how often of so many further texts they are in.

    With them a few reports can be told apart too: what is common is known before it has come in.
    """

    codes: grams.Codes
    often: Ids
    texts: int

    def also(self, codes: grams.Codes) -> "General":
        """These and further pieces."""
        both = np.union1d(self.codes, codes)
        return General(both, self.often_of(both), self.texts)

    def often_of(self, codes: grams.Codes) -> Ids:
        """In how many of the further texts each piece is."""
        columns, is_known = grams.looked_up(codes, self.codes)
        return np.where(is_known, self.often[columns], 0) if len(self.often) else np.zeros(len(codes), dtype=np.int64)


NOTHING = General(np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64), 0)


def vectors(texts: Sequence[str], *, placed: Placed, general: General = NOTHING) -> Vectors:
    """Both rows of each text, weighted by how rare a piece is among the texts and how early it stands."""
    rows, codes, weights = _pieces(texts)
    known, columns = np.unique(codes, return_inverse=True)
    counts = sparse.csr_matrix((weights, (rows, columns)), shape=(len(texts), len(known)), dtype=np.float32)
    often = np.bincount(counts.indices, minlength=len(known))
    is_what = (_spread(counts, placed.parts) >= SPREAD) | grams.looked_up(known, general.codes)[1]
    everywhere, total = often + general.often_of(known), len(texts) + general.texts
    counts.data = np.log1p(counts.data) * np.log((1 + total) / (1 + everywhere)).astype(np.float32)[counts.indices]
    said = (often >= 2) & (everywhere <= max(COMMON * total, 2))
    return Vectors(
        where=_with_spots(_unit(counts, ~is_what, said), placed.spots),
        what=_unit(counts, is_what, said),
    )


def general(texts: Sequence[str]) -> General:
    """What texts that name no place say."""
    rows, codes, _weights = _pieces(texts)
    pairs = np.unique(np.stack([codes, rows.astype(np.uint64)]), axis=1)
    known, often = np.unique(pairs[0], return_counts=True)
    return General(known, often, len(texts))


def everywhere(texts: Sequence[str], *, parts: Ids) -> grams.Codes:
    """The pieces that turn up in `SPREAD` parts of the city, sorted."""
    rows, codes, weights = _pieces(texts)
    known, columns = np.unique(codes, return_inverse=True)
    counts = sparse.csr_matrix((weights, (rows, columns)), shape=(len(texts), len(known)), dtype=np.float32)
    return known[_spread(counts, parts) >= SPREAD]


def _pieces(texts: Sequence[str]) -> tuple[Ids, grams.Codes, NDArray[np.float32]]:
    """Every piece of every text: its row, its code, how much it counts where it stands."""
    rows, codes, weights = [], [], []
    for start in range(0, len(texts), _BATCH):
        joined = grams.joined([text[:READ] for text in texts[start : start + _BATCH]])
        for length in LENGTHS:
            found, starts = grams.codes_of(joined.characters, length)
            rows.append((joined.rows[starts] + start).astype(np.int32))
            codes.append(found)
            weights.append(grams.stress(joined.places[starts]))
    if not rows:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float32)
    return np.concatenate(rows), np.concatenate(codes), np.concatenate(weights)


def _spread(counts: sparse.csr_matrix, parts: Ids) -> Ids:
    """In how many parts of the city each piece turns up."""
    of_row = np.repeat(parts, np.diff(counts.indptr))
    spread = np.zeros(counts.shape[1], dtype=np.int64)
    for part in np.unique(parts[parts >= 0]):
        is_there = np.zeros(counts.shape[1], dtype=bool)
        is_there[counts.indices[of_row == part]] = True
        spread += is_there
    return spread


def _unit(counts: sparse.csr_matrix, kind: NDArray[np.bool_], said: NDArray[np.bool_]) -> sparse.csr_matrix:
    """Rows of length one over the pieces of a kind; those of one text alone count in the length and are left out."""
    squares = np.where(kind[counts.indices], counts.data**2, 0)
    lengths = np.sqrt(np.add.reduceat(np.append(squares, 0), counts.indptr[:-1]) * (np.diff(counts.indptr) > 0))
    chosen = np.flatnonzero(kind & said)
    rows = counts[:, chosen].tocsr()
    rows.sort_indices()
    rows.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr)).astype(np.float32)
    return rows


def _with_spots(rows: sparse.csr_matrix, spots: Ids) -> sparse.csr_matrix:
    """The same with the area itself as one more piece, still of length one at most."""
    has = np.flatnonzero(spots >= 0)
    if not len(has):
        return rows
    scale = np.ones(rows.shape[0], dtype=np.float32)
    scale[has] = np.sqrt(1 - PLACED)
    weights = np.full(len(has), np.sqrt(PLACED), dtype=np.float32)
    areas = sparse.csr_matrix((weights, (has, spots[has])), shape=(rows.shape[0], int(spots.max()) + 1))
    rows.data *= np.repeat(scale, np.diff(rows.indptr))
    return sparse.hstack([rows, areas], format="csr", dtype=np.float32)
