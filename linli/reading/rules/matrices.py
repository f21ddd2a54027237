"""Many texts as a matrix of weighted pieces: what training works on. One text is `linear`'s business."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from linli.reading.rules import grams

BATCH = 2000
Progress = Callable[[int], object]


def stressed(texts: Sequence[str], known: grams.Codes, *, progress: Progress = lambda done: None) -> sparse.csr_matrix:
    """A row for each text, a column for each known code: how often it is there, counted by `grams.stress`."""
    blocks = []
    for start in range(0, len(texts), BATCH):
        blocks.append(_block(texts[start : start + BATCH], known))
        progress(min(start + BATCH, len(texts)))
    return sparse.vstack(blocks, format="csr")


def _block(texts: Sequence[str], known: grams.Codes) -> sparse.csr_matrix:
    joined = grams.joined(texts)
    rows, columns, weights = [], [], []
    for length in grams.LENGTHS:
        codes, starts = grams.codes_of(joined.characters, length)
        place, is_known = grams.looked_up(codes, known)
        starts = starts[is_known]
        rows.append(joined.rows[starts].astype(np.int32))
        columns.append(place[is_known].astype(np.int32))
        weights.append(grams.stress(joined.places[starts]))
    shape = (len(texts), len(known))
    placed = (np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns)))
    return sparse.csr_matrix(placed, shape=shape, dtype=np.float32)


def rarity(counts: sparse.csr_matrix) -> NDArray[np.float32]:
    """How much each column counts: the rarer, the more (smoothed inverse document frequency)."""
    often = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + often)) + 1, dtype=np.float32)


def weighted(counts: sparse.csr_matrix, rare: NDArray[np.float32]) -> sparse.csr_matrix:
    """Rows of length one: dampened counts times rarity. What `linear.Model` does to one text."""
    data = np.log1p(counts.data) * rare[counts.indices]
    filled = sparse.csr_matrix((data, counts.indices, counts.indptr), shape=counts.shape)
    lengths = np.sqrt(np.asarray(filled.multiply(filled).sum(axis=1)).ravel())
    scale = np.repeat(1 / np.maximum(lengths, 1e-9), np.diff(filled.indptr))
    filled.data = (filled.data * scale).astype(np.float32)
    return filled
