"""Groups reports about the same matter: the same place and the same problem, not long after one another. Pure.

No chains: a report belongs to a group when it is near the middle of all its others, never because it is near one of
them. The order in which reports come does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from linli.reading.rules.vectors import Ids, Vectors

WINDOW = 90.0
"""Days that may lie between a report and the nearest of its matter."""
WHERE, WHAT = 0.15, 0.20
"""The least that two reports must share of the words about where, and about what (cosines)."""
NEAR = 0.20
"""The mean of both cosines from which on a report may be gathered round another."""
BELONGS = 0.28
"""The mean of both cosines between a report and the middle of all others of its group."""
SAME, SAME_PLACE = 0.40, 0.32
"""The mean of both cosines between the middles of two groups from which on they are one, and the least about where."""

_CHUNK = 2000
_ROUNDS = 8
_SETTLING = 2
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Gathered:
    """For each report its group (0, 1, ...; -1 for none) and how near it is to the middle of the group's others."""

    groups: Ids
    scores: Floats

    @property
    def count(self) -> int:
        """How many groups there are."""
        return int(self.groups.max(initial=-1)) + 1


def gather(vectors: Vectors, *, days: Sequence[float] | Floats, parts: Ids) -> Gathered:
    """The groups of two reports and more. `days`: when each came in, in days; `parts`: see `vectors.Placed`."""
    when = np.asarray(days, dtype=np.float64)
    groups = _stars(*_pairs(vectors, when, parts), when)
    scores = np.zeros(len(when))
    for _round in range(_SETTLING):
        groups = _merged(vectors, when, parts, groups)
        groups, scores = _settled(vectors, when, parts, groups)
    return Gathered(groups, scores)


def join(vectors: Vectors, *, days: Sequence[float] | Floats, parts: Ids, groups: Ids) -> Gathered:
    """Groups that are known, and reports that are in none (-1) put into those to which they belong. Nobody leaves."""
    when = np.asarray(days, dtype=np.float64)
    best, scores = _nearest(vectors, when, parts, groups, np.flatnonzero(groups < 0))
    return Gathered(np.where(groups < 0, best, groups), scores)


def _pairs(vectors: Vectors, when: Floats, parts: Ids) -> tuple[Ids, Ids, Floats]:
    """Every two reports that are near in place, problem and time; found by the words about where."""
    order = np.argsort(when, kind="stable")
    where, what, sorted_when = vectors.where[order], vectors.what[order], when[order]
    found: list[tuple[Ids, Ids, Floats]] = []
    for start in range(0, len(order), _CHUNK):
        stop = min(start + _CHUNK, len(order))
        first = int(np.searchsorted(sorted_when, sorted_when[start] - WINDOW))
        shared = (where[start:stop] @ where[first:stop].T).tocoo()
        left, right = shared.row + start, shared.col + first
        kept = (shared.data >= WHERE) & (right < left)
        kept[kept] = sorted_when[left[kept]] - sorted_when[right[kept]] <= WINDOW
        left, right, place = left[kept], right[kept], shared.data[kept]
        problem = _dots(what, what, left, right)
        near = (problem >= WHAT) & ((place + problem) / 2 >= NEAR)
        near &= _fits(parts[order[left]], parts[order[right]])
        found.append((order[left[near]], order[right[near]], ((place + problem) / 2)[near]))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    lefts, rights, scores = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(scores)


def _dots(left: sparse.csr_matrix, right: sparse.csr_matrix, rows: Ids, columns: Ids) -> Floats:
    """The product of a row of the one with a row of the other, pair by pair."""
    parts = [
        np.asarray(left[rows[at : at + 50_000]].multiply(right[columns[at : at + 50_000]]).sum(axis=1)).ravel()
        for at in range(0, len(rows), 50_000)
    ]
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)


def _fits(one: Ids, other: Ids) -> NDArray[np.bool_]:
    """Whether two parts of the city may be the same: where one is not known, they may."""
    return np.asarray((one == other) | (one < 0) | (other < 0), dtype=bool)


def _stars(left: Ids, right: Ids, scores: Floats, when: Floats) -> Ids:
    """Each report that has most around it, the earlier of two, with what is near it and in no group yet."""
    count = len(when)
    both = (np.concatenate([scores, scores]), (np.concatenate([left, right]), np.concatenate([right, left])))
    near = sparse.csr_matrix(both, shape=(count, count))
    weight = np.asarray(near.sum(axis=1)).ravel()
    groups, number = np.full(count, -1, dtype=np.int64), 0
    for centre in np.lexsort((when, -weight.round(5))):
        if weight[centre] <= 0:
            break
        around = near.indices[near.indptr[centre] : near.indptr[centre + 1]]
        around = around[groups[around] < 0]
        if groups[centre] < 0 and len(around):
            groups[around] = groups[centre] = number
            number += 1
    return groups


@dataclass(frozen=True, slots=True)
class _Middles:
    """Of each group: the sums of its rows and their lengths, its first and last day, its part of the city."""

    where: sparse.csr_matrix
    what: sparse.csr_matrix
    wide: tuple[Floats, Floats]
    first: Floats
    last: Floats
    part: Ids


def _middles(vectors: Vectors, when: Floats, parts: Ids, groups: Ids) -> _Middles:
    members = np.flatnonzero(groups >= 0)
    count = int(groups.max(initial=-1)) + 1
    ones = np.ones(len(members), dtype=np.float32)
    belongs = sparse.csr_matrix((ones, (groups[members], members)), shape=(count, len(groups)))
    where, what = (belongs @ vectors.where).tocsr(), (belongs @ vectors.what).tocsr()
    where.sort_indices()  # rows are multiplied with one another three times as fast
    what.sort_indices()
    first, last = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(first, groups[members], when[members])
    np.maximum.at(last, groups[members], when[members])
    return _Middles(where, what, (_lengths(where), _lengths(what)), first, last, _part(parts, groups, count))


def _part(parts: Ids, groups: Ids, count: int) -> Ids:
    """The part of the city that most members of each group name."""
    named = np.flatnonzero((groups >= 0) & (parts >= 0))
    width = int(parts.max(initial=-1)) + 1
    if not len(named):
        return np.full(count, -1, dtype=np.int64)
    votes = sparse.csr_matrix((np.ones(len(named)), (groups[named], parts[named])), shape=(count, width)).tolil()
    return np.array([row[int(np.argmax(votes.data[at]))] if row else -1 for at, row in enumerate(votes.rows)])


def _lengths(rows: sparse.csr_matrix) -> Floats:
    return np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1), dtype=np.float64).ravel())


def _scaled(rows: sparse.csr_matrix, lengths: Floats) -> sparse.csr_matrix:
    scale = np.repeat(1 / np.maximum(lengths, 1e-9), np.diff(rows.indptr)).astype(np.float32)
    return sparse.csr_matrix((rows.data * scale, rows.indices, rows.indptr), shape=rows.shape)


def _merged(vectors: Vectors, when: Floats, parts: Ids, groups: Ids) -> Ids:
    """Groups whose middles are the same matter made one, the nearest two first, until none are left."""
    for _round in range(_ROUNDS):
        middles = _middles(vectors, when, parts, groups)
        left, right, scores = _alike(middles)
        target = np.arange(len(middles.first))
        is_free = np.ones(len(target), dtype=bool)
        for at in np.argsort(-scores, kind="stable"):
            one, other = left[at], right[at]
            if is_free[one] and is_free[other]:
                is_free[[one, other]] = False
                target[other] = one
        if is_free.all():
            break
        groups = renumbered(np.where(groups >= 0, target[groups], -1))
    return groups


def _alike(middles: _Middles) -> tuple[Ids, Ids, Floats]:
    where, what = _scaled(middles.where, middles.wide[0]), _scaled(middles.what, middles.wide[1])
    found: list[tuple[Ids, Ids, Floats]] = []
    for start in range(0, where.shape[0], _CHUNK):
        shared = (where[start : start + _CHUNK] @ where.T).tocoo()
        left, right = shared.row + start, shared.col
        kept = (right > left) & (shared.data >= SAME_PLACE)
        left, right, place = left[kept], right[kept], shared.data[kept]
        kept = middles.first[left] - middles.last[right] <= WINDOW
        kept &= middles.first[right] - middles.last[left] <= WINDOW
        kept &= _fits(middles.part[left], middles.part[right])
        left, right, place = left[kept], right[kept], place[kept]
        scores = (place + _dots(what, what, left, right)) / 2
        same = scores >= SAME
        found.append((left[same], right[same], scores[same]))
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    lefts, rights, scored = zip(*found, strict=True)
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(scored)


def _settled(vectors: Vectors, when: Floats, parts: Ids, groups: Ids) -> tuple[Ids, Floats]:
    """Each report in the group whose others it is nearest to, or in none; groups of fewer than two go."""
    best, scores = _nearest(vectors, when, parts, groups, np.arange(len(when)))
    sizes = np.bincount(best[best >= 0], minlength=int(groups.max(initial=-1)) + 1)
    alone = np.isin(best, np.flatnonzero(sizes < 2))
    best[alone], scores[alone] = -1, 0
    return renumbered(best), scores


def _nearest(vectors: Vectors, when: Floats, parts: Ids, groups: Ids, chosen: Ids) -> tuple[Ids, Floats]:
    """For the chosen rows the group whose others each is nearest to, if it is near enough, and how near."""
    middles = _middles(vectors, when, parts, groups)
    best, scores = np.full(len(when), -1, dtype=np.int64), np.zeros(len(when))
    where_t = middles.where.T.tocsr()
    for start in range(0, len(chosen), _CHUNK):
        rows = chosen[start : start + _CHUNK]
        shared = (vectors.where[rows] @ where_t).tocoo()
        row, column = rows[shared.row], shared.col
        is_own = groups[row] == column
        place = _without(shared.data, middles.wide[0][column], is_own, vectors.where, row)
        kept = (place >= WHERE) & _fits(parts[row], middles.part[column])
        kept &= (when[row] >= middles.first[column] - WINDOW) & (when[row] <= middles.last[column] + WINDOW)
        row, column, is_own, place = row[kept], column[kept], is_own[kept], place[kept]
        raw = _dots(vectors.what, middles.what, row, column)
        problem = _without(raw, middles.wide[1][column], is_own, vectors.what, row)
        score = (place + problem) / 2
        good = (problem >= WHAT) & (score >= BELONGS)
        row, column, score = row[good], column[good], score[good]
        order = np.argsort(score, kind="stable")  # of several the nearest is written last
        best[row[order]], scores[row[order]] = column[order], score[order]
    return best, scores


def _without(
    dots: NDArray[np.floating], lengths: Floats, is_own: NDArray[np.bool_], rows: sparse.csr_matrix, row: Ids
) -> Floats:
    """The cosine of a row to the sum of a group's others: of its own group it is taken out first."""
    own = _lengths(rows)[row] ** 2 * is_own
    rest = np.sqrt(np.maximum(lengths**2 - (2 * dots - own) * is_own, 0))
    cosines = (dots - own) / np.maximum(rest, 1e-9)
    return np.where(rest > 1e-6, cosines, 0)


def renumbered(groups: Ids) -> Ids:
    """The same groups, numbered 0, 1, ... without gaps."""
    found = np.unique(groups[groups >= 0])
    return np.where(groups >= 0, np.searchsorted(found, groups), -1)
