"""How well a model reads texts whose true labels are known."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from linli.reading.rules import calibrating, linear
from linli.reading.rules.linear import Model
from linli.reading.rules.masking import mask
from linli.reading.rules.scoring import by_label, macro_f1
from linli.reading.types import Example, Scores


def evaluate(
    *,
    model: Model,
    examples: Sequence[Example],
    precision: float,
    progress: Callable[[int], object] = lambda done: None,
) -> Scores:
    """The scores of a model on examples, masked as for a suggestion; a label that it does not know counts as missed."""
    chances = np.zeros((len(examples), len(model.labels)))
    is_sure = np.zeros(len(examples), dtype=bool)
    place = {label: column for column, label in enumerate(model.labels)}
    for row, one in enumerate(examples):
        reading = linear.read(model, mask(one.text).text, most=len(model.labels), says_words=False)
        is_sure[row] = reading.is_sure
        for likely in reading.likely:
            chances[row, place[likely.label]] = likely.probability
        progress(row + 1)
    truth = [one.label for one in examples]
    return scores_of(labels=model.labels, chances=chances, truth=truth, is_sure=is_sure, precision=precision)


def scores_of(
    *,
    labels: Sequence[str],
    chances: NDArray[np.float64],
    truth: Sequence[str],
    is_sure: NDArray[np.bool_],
    precision: float,
) -> Scores:
    """The scores of probabilities (a row for each text, a column for each label) against what is true."""
    order = np.argsort(-chances, axis=1, kind="stable")
    found = [labels[place] for place in order[:, 0]]
    first = chances.max(axis=1)
    is_right = np.array([one == other for one, other in zip(truth, found, strict=True)], dtype=bool)
    three = [one in {labels[place] for place in row[:3]} for one, row in zip(truth, order, strict=True)]
    each = by_label(truth, found)
    covered = calibrating.coverage(is_sure, is_right)
    return Scores(
        count=len(truth),
        macro_f1=macro_f1(each),
        accuracy=float(is_right.mean()),
        in_three=float(np.mean(three)),
        calibration_error=calibrating.error(first, is_right),
        precision=precision,
        coverage=covered.share,
        sure_precision=covered.precision,
        coverage_at=calibrating.coverage_at(first, is_right, precision=precision),
        labels=each,
    )
