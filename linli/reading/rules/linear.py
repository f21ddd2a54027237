"""A linear model over pieces of text, as plain arrays: what it makes of one text, and which of its words said so."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linli.reading.rules import grams

WORDS = 4
_LONGEST = 8
_SHARE = 0.2
"""A character speaks for a label when it counts at least this share of the one that counts most."""

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Labels, the codes it knows (sorted) with their rarity, a weight for each code and label, and its calibration.

    `sharpness` turns scores into probabilities; `slope` and `lift` bring the first to how often it is right. A text is
    read surely when the first probability reaches `sure_from`, its score `least_score`, and at least `least_pieces`
    different pieces of it are known.
    """

    labels: tuple[str, ...]
    codes: grams.Codes
    rarity: Floats
    weights: Floats
    offsets: Floats
    sharpness: float
    slope: float
    lift: float
    sure_from: float
    least_score: float
    least_pieces: int


@dataclass(frozen=True, slots=True)
class Likely:
    """A label with its probability and the words of the text that spoke for it, the strongest first."""

    label: str
    probability: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The most likely labels in order, and whether the first may be relied on."""

    likely: tuple[Likely, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Seen:
    """The known pieces of one text: their columns and weights, where and how long each occurrence is."""

    plain: grams.Plain
    columns: NDArray[np.int64]
    values: Floats
    starts: NDArray[np.int64]
    lengths: NDArray[np.int64]
    of_column: NDArray[np.int64]


def read(model: Model, text: str, *, most: int = 3, says_words: bool = True) -> Reading:
    """What the text is most likely about. Without a known piece in it nothing is likely."""
    seen = _seen(model, text)
    if not len(seen.columns):
        return Reading((), is_sure=False)
    weights = model.weights[seen.columns].astype(np.float32)
    scores = seen.values @ weights + model.offsets
    chances = honest(probabilities(scores[np.newaxis], model.sharpness), model.slope, model.lift)[0]
    order = np.argsort(-scores, kind="stable")[:most]
    mean = weights.mean(axis=1)
    likely = tuple(
        Likely(
            model.labels[place],
            float(chances[place]),
            _words(text, seen, weights[:, place] - mean) if says_words else (),
        )
        for place in order
    )
    return Reading(likely, is_sure=_is_sure(model, seen, chances[order[0]], scores[order[0]]))


def probabilities(scores: NDArray[np.floating], sharpness: float) -> NDArray[np.float64]:
    """Scores (a row for each text) as probabilities that sum to one."""
    raised = np.asarray(scores, dtype=np.float64) * sharpness
    raised -= raised.max(axis=1, keepdims=True)
    grown = np.exp(raised)
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))


def honest(chances: NDArray[np.float64], slope: float, lift: float) -> NDArray[np.float64]:
    """Probabilities with the first brought to how often it is right, the others sharing the rest; it stays first."""
    rows = np.arange(len(chances))
    order = np.argpartition(chances, -2, axis=1)
    first, second = chances[rows, order[:, -1]], chances[rows, order[:, -2]]
    bent = 1 / (1 + np.exp(-(slope * odds(first) + lift)))
    bent = np.maximum(bent, second / np.maximum(1 - first + second, 1e-9))
    changed = chances * ((1 - bent) / np.maximum(1 - first, 1e-9))[:, np.newaxis]
    changed[rows, order[:, -1]] = bent
    return changed


def odds(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """The logarithm of the odds, within a millionth of nought and one."""
    within = np.clip(chances, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(within / (1 - within)))


def _is_sure(model: Model, seen: _Seen, chance: float, score: float) -> bool:
    is_known = len(seen.columns) >= model.least_pieces
    return bool(is_known and chance >= model.sure_from and score >= model.least_score)


def _seen(model: Model, text: str) -> _Seen:
    plain = grams.plain(text)
    found = [(length, *grams.codes_of(plain.characters, length)) for length in grams.LENGTHS]
    codes = np.concatenate([codes for _length, codes, _starts in found])
    starts = np.concatenate([starts for _length, _codes, starts in found])
    lengths = np.concatenate([np.full(len(codes), length) for length, codes, _starts in found])
    columns, is_known = grams.looked_up(codes, model.codes)
    distinct, of_column = np.unique(columns[is_known], return_inverse=True)
    amounts = np.bincount(of_column, weights=grams.stress(starts[is_known]), minlength=len(distinct))
    values = np.log1p(amounts) * model.rarity[distinct]
    size = math.sqrt(float(values @ values)) or 1.0
    return _Seen(plain, distinct, (values / size).astype(np.float32), starts[is_known], lengths[is_known], of_column)


def _words(text: str, seen: _Seen, lean: Floats) -> tuple[str, ...]:
    """Stretches of the original text whose pieces lean towards a label, the strongest first."""
    counts = _by_character(seen, lean)
    most = float(counts.max(initial=0.0))
    if most <= 0:
        return ()
    runs = _runs(seen.plain.places, counts, most * _SHARE)
    ranked = sorted(runs, key=lambda run: -float(counts[run[0] : run[1]].sum()))
    words = dict.fromkeys(_cut(text, seen, counts, run) for run in ranked)
    return tuple(list(words)[:WORDS])


def _by_character(seen: _Seen, lean: Floats) -> Floats:
    """How much each character of the plain text counts: its share of every piece that it is in."""
    counts = np.zeros(len(seen.plain.characters) + grams.LENGTHS[-1], dtype=np.float32)
    shares = (seen.values * lean)[seen.of_column] / seen.lengths
    for step in range(grams.LENGTHS[-1]):
        inside = seen.lengths > step
        np.add.at(counts, seen.starts[inside] + step, shares[inside])
    return counts[: len(seen.plain.characters)]


def _runs(places: NDArray[np.int64], counts: Floats, least: float) -> list[tuple[int, int]]:
    """Neighbours in the original text that count enough, two at least: from place to before place."""
    strong = np.flatnonzero(counts >= least)
    if not len(strong):
        return []
    cuts = np.flatnonzero((np.diff(strong) > 1) | (np.diff(places[strong]) > 1)) + 1
    groups = np.split(strong, cuts)
    return [(int(group[0]), int(group[-1]) + 1) for group in groups if len(group) >= 2]


def _cut(text: str, seen: _Seen, counts: Floats, run: tuple[int, int]) -> str:
    """The stretch as written; of a long one the part that counts most."""
    start, end = run
    if end - start > _LONGEST:
        sums = np.convolve(counts[start:end], np.ones(_LONGEST), "valid")
        start += int(sums.argmax())
        end = start + _LONGEST
    places = seen.plain.places
    return text[int(places[start]) : int(places[end - 1]) + 1]
