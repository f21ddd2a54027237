"""Learns a model from texts and what people decided about them. Nothing is kept here, and no text leaves."""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from linli.reading.errors import BadExamples, TooFewExamples
from linli.reading.queries.scoring import scores_of
from linli.reading.rules import calibrating, lexicon, likeness, matrices
from linli.reading.rules.linear import Model, honest, probabilities
from linli.reading.rules.masking import Kind, mask
from linli.reading.types import Example, Scores, Trained

LEAST = 3
"""Examples that a label needs; with fewer it is left out and said so."""
PRECISION = 0.95
"""Of what is read surely, so much must be right on texts that were not learned from."""
_FOLDS, _FEW, _MANY = 5, 2_000, 20_000
_CODES = (400_000, 40_000_000)
"""Codes kept at most, and weights at most (codes times labels): 80 MB at two bytes."""
_STRENGTH, _CLOSE = 0.2, 0.02
_FLOOR = 0.02
"""A text whose score is below that of all but so few of the rightly read ones is of an unknown kind."""
_LEAST_PIECES = 3
_IN_TITLES: frozenset[Kind] = frozenset({"name", "address"})
"""What a category's title may look like without being it. Labels are kept as they are: no number may be in them."""
_UNCALIBRATED = {"sharpness": 1.0, "slope": 1.0, "lift": 0.0, "sure_from": 1.0, "least_score": 0.0}

Step = Callable[[str, int, int], object]
"""Told what is done, how far, of how much."""


def train(
    *,
    examples: Sequence[Example],
    given: Sequence[Example] = (),
    precision: float = PRECISION,
    progress: Step = lambda what, done, total: None,
) -> Trained:
    """A model with its calibration, scored on texts that the scored model had not seen.

    Personal data in the texts is masked first. Near copies of a text never stand on both sides of a scoring. What is
    `given` (such as a pack's own words) is always learned from and never scored. Raises TooFewExamples, and BadExamples
    for a label that holds somebody's number.
    """
    used, left_out = _usable(examples)
    scorable = len(used)
    used += [one for one in given if one.label not in left_out]
    labels = tuple(sorted({one.label for one in used}))
    place = {label: column for column, label in enumerate(labels)}
    truth = np.array([place[one.label] for one in used], dtype=np.int64)
    texts = _masked(used, progress)
    most = min(_CODES[0], _CODES[1] // len(labels))
    codes = lexicon.learned(
        texts, least=_seldom(len(texts)), most=most, progress=lambda done: progress("finding words", done, len(texts))
    )
    counts = matrices.stressed(texts, codes, progress=lambda done: progress("counting", done, len(texts)))
    rare = matrices.rarity(counts)
    rows = matrices.weighted(counts, rare)
    folds = _folds(likeness.groups(texts), scorable)
    scored, scores = _held_out(rows, truth, folds, len(labels), progress)
    progress("learning", 0, 1)
    weights, offsets = _fitted(rows, truth, len(labels))
    progress("learning", 1, 1)
    plain = Model(labels, codes, rare, weights.astype(np.float16), offsets, **_UNCALIBRATED, least_pieces=_LEAST_PIECES)
    model = _calibrated(plain, scores, truth[scored], precision)
    found = _scores(model, scores, truth[scored], precision)
    return Trained(model, len(used), fingerprint(used), left_out, found)


def _seldom(texts: int) -> int:
    """How often a piece must be there to be worth knowing."""
    return 1 if texts < _FEW else 4


def _usable(examples: Sequence[Example]) -> tuple[list[Example], tuple[str, ...]]:
    filled = [one for one in examples if one.text.strip() and one.label]
    often = Counter(one.label for one in filled)
    if any(mask(label).kinds - _IN_TITLES for label in often):
        raise BadExamples(_("What was decided holds somebody’s number, such as a telephone. Name another column."))
    left_out = tuple(sorted(label for label, count in often.items() if count < LEAST))
    used = [one for one in filled if often[one.label] >= LEAST]
    if len(often) - len(left_out) < 2:
        text = _("There is too little to learn from: at least two categories need %(least)d texts each.")
        raise TooFewExamples(text % {"least": LEAST})
    return used, left_out


def _masked(used: Sequence[Example], progress: Step) -> list[str]:
    texts = []
    for done, one in enumerate(used, start=1):
        texts.append(mask(one.text).text)
        if done % 500 == 0 or done == len(used):
            progress("masking", done, len(used))
    return texts


def _folds(groups: NDArray[np.int64], scorable: int) -> list[NDArray[np.bool_]]:
    """For each scoring, which texts are held out: every text once, or a fifth when there are very many."""
    order = np.random.default_rng(7).permutation(int(groups.max(initial=0)) + 1)
    fold = order[groups] % _FOLDS
    fold[scorable:] = _FOLDS
    return [fold == one for one in range(_FOLDS if len(groups) <= _MANY else 1)]


def _held_out(
    rows: sparse.csr_matrix, truth: NDArray[np.int64], folds: list[NDArray[np.bool_]], labels: int, progress: Step
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Which rows were scored by a model that had not seen them, and their scores."""
    scored, scores = [], []
    for done, held in enumerate(folds):
        progress("scoring", done, len(folds))
        weights, offsets = _fitted(rows[~held], truth[~held], labels)
        scored.append(np.flatnonzero(held))
        scores.append(rows[held] @ weights + offsets)
    progress("scoring", len(folds), len(folds))
    return np.concatenate(scored), np.concatenate(scores).astype(np.float32)


def _fitted(rows: sparse.csr_matrix, truth: NDArray[np.int64], labels: int) -> tuple[NDArray[np.float32], ...]:
    """A weight for each code and label, and what each label starts from. A label not in `truth` is never found."""
    there = np.unique(truth)
    weights = np.zeros((rows.shape[1], labels), dtype=np.float32)
    offsets = np.full(labels, -9.0, dtype=np.float32)
    machine = LinearSVC(C=_STRENGTH, tol=_CLOSE, class_weight="balanced", random_state=0)
    machine.fit(rows, truth)
    if len(there) == 2:
        weights[:, there] = np.stack([-machine.coef_[0], machine.coef_[0]], axis=1)
        offsets[there] = -machine.intercept_[0], machine.intercept_[0]
    else:
        weights[:, there] = machine.coef_.T
        offsets[there] = machine.intercept_
    return weights, offsets


def _calibrated(model: Model, scores: NDArray[np.float32], truth: NDArray[np.int64], precision: float) -> Model:
    """With probabilities that say how often they are right, and the bars from which on a text is read surely."""
    is_right = scores.argmax(axis=1) == truth
    sharpness = calibrating.sharpness(scores, truth)
    slope, lift = calibrating.bend(probabilities(scores, sharpness).max(axis=1), is_right)
    model = replace(model, sharpness=sharpness, slope=slope, lift=lift)
    best = scores.max(axis=1)[is_right]
    return replace(
        model,
        sure_from=calibrating.sure_from(_chances(model, scores).max(axis=1), is_right, precision=precision),
        least_score=float(np.quantile(best, _FLOOR)) if len(best) else float("inf"),
    )


def _chances(model: Model, scores: NDArray[np.float32]) -> NDArray[np.float64]:
    return honest(probabilities(scores, model.sharpness), model.slope, model.lift)


def _scores(model: Model, scores: NDArray[np.float32], truth: NDArray[np.int64], precision: float) -> Scores:
    chances = _chances(model, scores)
    is_sure = (chances.max(axis=1) >= model.sure_from) & (scores.max(axis=1) >= model.least_score)
    return scores_of(
        labels=model.labels,
        chances=chances,
        truth=[model.labels[place] for place in truth],
        is_sure=is_sure,
        precision=precision,
    )


def fingerprint(used: Sequence[Example]) -> str:
    """The SHA-256 of what was learned from, whatever its order."""
    each = sorted(hashlib.sha256(f"{one.label}\0{one.text}".encode()).digest() for one in used)
    return hashlib.sha256(b"".join(each)).hexdigest()
