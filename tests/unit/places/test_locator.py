"""From a point to the deepest polygon."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.rules.locator import NONE, Locator


@pytest.fixture(scope="module")
def locator() -> Locator:
    """A town of two villages, 1 degree square; the western one has four grids, the eastern one none."""
    town, west, east = shapely.box(0, 0, 1, 1), shapely.box(0, 0, 0.5, 1), shapely.box(0.5, 0, 1, 1)
    grids = [shapely.box(x, y, x + 0.25, y + 0.5) for x in (0, 0.25) for y in (0, 0.5)]
    return Locator(np.array([town, west, east, *grids], dtype=object), [0, 1, 1, 2, 2, 2, 2])


def test_it_finds_the_deepest(locator: Locator) -> None:
    assert locator.find(0.1, 0.1, 200).index == 3
    assert locator.find(0.7, 0.1, 200).index == 2


def test_a_point_on_a_shared_border_has_one_answer(locator: Locator) -> None:
    assert locator.find(0.25, 0.5, 200).index == 3


def test_just_outside_it_is_the_nearest_with_its_distance(locator: Locator) -> None:
    found = locator.find(0.1, -0.001, 200)
    assert found.index == 3
    assert found.distance_m == pytest.approx(111.2, abs=1)


@pytest.mark.parametrize(("x", "y"), [(0.1, -0.1), (50, 50), (float("nan"), 0.5), (400.0, 95.0)])
def test_far_away_it_is_outside(locator: Locator, x: float, y: float) -> None:
    assert locator.find(x, y, 200).index == NONE


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-0.01, 1.01), st.floats(-0.01, 1.01)), min_size=1, max_size=40))
def test_many_at_once_are_the_same_as_one_by_one(locator: Locator, points: list[tuple[float, float]]) -> None:
    indexes, distances = locator.find_many(np.array(points), 200)
    singles = [locator.find(x, y, 200) for x, y in points]
    assert indexes.tolist() == [single.index for single in singles]
    assert distances.tolist() == pytest.approx([single.distance_m for single in singles])
