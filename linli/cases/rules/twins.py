"""When a new case is likely the same matter as an open one: near, alike in words, soon after. Pure; people decide."""

from dataclasses import dataclass
from datetime import timedelta

NEAR_METRES = 200
WITHIN = timedelta(days=14)
"""Later than this, the same words at the same place are more likely a new matter."""
ALIKE, ALIKE_OF_A_KIND = 65, 50
"""How alike words must be, of 100; less where both are of one category."""
_SAME_KIND, _SAME_SPOT = 15, 10
_SPOT_METRES = 50


@dataclass(frozen=True, slots=True)
class Compared:
    """How a case stands to an earlier one. `metres` is None where one of them has no point; then villages count."""

    likeness: int
    metres: int | None
    is_same_village: bool
    is_same_kind: bool
    earlier_by: timedelta


def is_near(one: Compared) -> bool:
    """Whether both lie at one place, as far as is known."""
    return one.is_same_village if one.metres is None else one.metres <= NEAR_METRES


def is_likely(one: Compared) -> bool:
    """Whether the desk should look at both together."""
    if not is_near(one) or not timedelta(0) <= one.earlier_by <= WITHIN:
        return False
    return one.likeness >= (ALIKE_OF_A_KIND if one.is_same_kind else ALIKE)


def points(one: Compared) -> int:
    """To tell the likeliest among several: words count, then the kind and the spot."""
    is_spot = one.metres is not None and one.metres <= _SPOT_METRES
    return one.likeness + _SAME_KIND * one.is_same_kind + _SAME_SPOT * is_spot
