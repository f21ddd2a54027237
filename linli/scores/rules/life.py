"""The life of a warning: open, acknowledged, explained, acted on, closed; or, at any stage before, marked wrong."""

from collections.abc import Mapping

STEPS: Mapping[str, tuple[str, ...]] = {
    "open": ("acknowledged", "wrong"),
    "acknowledged": ("explained", "wrong"),
    "explained": ("acted", "closed", "wrong"),
    "acted": ("closed", "wrong"),
    "closed": (),
    "wrong": (),
}
"""From each stage, the stages that may follow. What was explained may be closed when nothing is left to be done."""
SETTLED = ("closed", "wrong")
WORDLESS = frozenset({"acknowledged"})
"""Stages that need no words: whoever acknowledges says only that it was seen."""


def may_follow(*, stage: str, to: str) -> bool:
    """Whether a warning may go from one stage to the other."""
    return to in STEPS.get(stage, ())
