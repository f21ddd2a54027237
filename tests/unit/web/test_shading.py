"""Which shade a number has, and that the shades can be told apart without colour."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from linli.core.charts.shades import shades_of
from linli.scores.index.definition import COLOURS

TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"
LEAST_STEP = 10
"""Of CIE lightness between neighbours."""


@pytest.mark.parametrize(
    ("values", "shades"),
    [
        ([], []),
        ([7], [3]),
        ([0, 3], [1, 5]),
        ([0, 3, 9], [1, 3, 5]),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]),
        (list(range(10)), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
        (list(range(7)), [1, 1, 2, 3, 3, 4, 5]),
    ],
)
def test_as_many_values_to_a_shade_as_to_the_next(values: list[float], shades: list[int]) -> None:
    found = shades_of(values=values)
    assert [found[value] for value in values] == shades


@pytest.mark.parametrize("names", [tuple("12345"), COLOURS])
def test_shades_can_be_told_apart_without_colour(names: tuple[str, ...]) -> None:
    """Lightness rises or falls from each shade to the next, so also for readers who see no colour, and on paper."""
    found = re.findall(rf"--shade-(?:{'|'.join(names)}): (#[0-9a-f]{{6}});", TOKENS.read_text(encoding="utf-8"))
    assert len(found) == 15
    for theme in (found[:5], found[5:10], found[10:]):
        light = [_lightness(colour) for colour in theme]
        steps = [after - before for before, after in pairwise(light)]
        assert all(step * steps[0] > 0 and abs(step) >= LEAST_STEP for step in steps), light


def _lightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    light: float = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light
