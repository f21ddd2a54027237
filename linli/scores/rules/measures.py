"""Which counts a promise may be measured by. A pack's own counts come beside these."""

from collections.abc import Mapping

COUNTS = ("opened", "closed", "on_time", "late", "reopened")
"""Counted between two days, both held."""
RATES: Mapping[str, tuple[str, str]] = {
    "closed/opened": ("closed", "opened"),
    "on_time/promised": ("on_time", "on_time+late"),
    "late/promised": ("late", "on_time+late"),
    "reopened/closed": ("reopened", "closed"),
}
"""What is divided by what; sums are joined by a plus."""


def parts(*, measure: str) -> tuple[str, ...]:
    """The measures that are added up."""
    return tuple(measure.split("+"))
