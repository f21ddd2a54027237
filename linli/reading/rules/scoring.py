"""How well labels were found: F1 by label and on average, counted from what was true and what was found."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LabelScore:
    """One label: how many there are, how many of those found are right, how many of those there were found."""

    label: str
    count: int
    precision: float
    recall: float
    f1: float


def by_label(truth: Sequence[str], found: Sequence[str]) -> tuple[LabelScore, ...]:
    """The score of every label that is true of a text, in order."""
    return tuple(_score(label, truth, found) for label in sorted(set(truth)))


def macro_f1(scores: Sequence[LabelScore]) -> float:
    """The mean F1: every label counts the same, however rare."""
    return sum(score.f1 for score in scores) / len(scores) if scores else 0.0


def _score(label: str, truth: Sequence[str], found: Sequence[str]) -> LabelScore:
    there, given = truth.count(label), list(found).count(label)
    right = sum(one == label == other for one, other in zip(truth, found, strict=True))
    return LabelScore(label, there, right / given if given else 0.0, right / there, 2 * right / (there + given))
