"""What passes between this room and those who ask it: examples, scores, kept models, suggestions."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from linli.reading.rules.linear import Likely, Model
from linli.reading.rules.scoring import LabelScore

Subject = Literal["category", "owner", "same"]
"""What was suggested: a category, who should lead, or that two matters are the same."""
Outcome = Literal["first", "second", "third", "other", "unsure"]
"""What became of a suggestion that somebody saw: which was taken, that another category was chosen, or that it was
unsure and suggested none."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what people decided that it is about."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Scores:
    """How well texts are read that were not learned from: counted on `count` of them.

    `calibration_error` is how far first probabilities are off (0 is best); `coverage` the share read surely, of which
    `sure_precision` is right; `coverage_at` the largest share that could be read surely at `precision`.
    """

    count: int
    macro_f1: float
    accuracy: float
    in_three: float
    calibration_error: float
    precision: float
    coverage: float
    sure_precision: float
    coverage_at: float
    labels: tuple[LabelScore, ...]


@dataclass(frozen=True, slots=True)
class About:
    """Where a model comes from: its version, when it was learned, from what, and how well it did.

    `fingerprint` is the SHA-256 of the examples; `left_out` are labels with too few of them.
    """

    name: str
    version: str
    trained_at: datetime
    source: str
    fingerprint: str
    examples: int
    left_out: tuple[str, ...]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that is not kept yet."""

    model: Model
    examples: int
    fingerprint: str
    left_out: tuple[str, ...]
    scores: Scores


@dataclass(frozen=True, slots=True)
class Kept:
    """A model of a kind of matter with what is known about it."""

    about: About
    model: Model


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Up to three categories with probabilities and the words that spoke for each; nothing is chosen by it.

    Not `is_sure` means that a person should read the text before any of them is taken. `version` names the model,
    and is empty where only the pack's own words spoke.
    """

    top: tuple[Likely, ...]
    is_sure: bool
    version: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How often suggestions of a model were taken; of one category where `category` says which."""

    pack: str
    version: str
    category: str
    first: int
    second: int
    third: int
    other: int
    unsure: int

    @property
    def shown(self) -> int:
        """How often categories were suggested and somebody chose."""
        return self.first + self.second + self.third + self.other

    @property
    def precision(self) -> float:
        """The share of those in which the first was taken; nought of none."""
        return self.first / self.shown if self.shown else 0.0
