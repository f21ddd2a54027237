"""Vector tiles, read back by a reader that was written apart from the writer."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.core import tiles
from linli.core.tiles import EXTENT, Frame, Layer
from linli.core.tiles.frame import MARGIN
from tests.mvt import Feature, decode

WORLD = Frame(0, 0, 0)


def drawn(*shapes: shapely.Geometry, frame: Frame = WORLD) -> list[Feature]:
    commands = tiles.polygons(shapes=np.array(shapes, dtype=object), frame=frame)
    named = [{"at": at} for at in range(len(shapes))]
    return decode(tiles.encode([Layer("areas", "polygon", commands, named)])).get("areas", [])


def area(ring: list[tuple[int, int]]) -> float:
    """By the surveyor's formula: positive for an outer ring."""
    following = [*ring[1:], ring[0]]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True)) / 2


def test_a_square_stands_where_it_lies() -> None:
    (one,) = drawn(shapely.box(-90, -66.51326, 90, 66.51326))
    quarter = EXTENT // 4
    assert one.kind == 3
    assert set(one.rings[0]) == {(x, y) for x in (quarter, 3 * quarter) for y in (quarter, 3 * quarter)}


def test_outer_rings_turn_one_way_and_holes_the_other() -> None:
    holed = shapely.difference(shapely.box(0, 0, 60, 60), shapely.box(20, 20, 40, 40))
    pair = shapely.union(holed, shapely.box(100, 0, 120, 20))
    for given_shape in (pair, shapely.reverse(pair)):
        (one,) = drawn(given_shape)
        assert [area(ring) > 0 for ring in one.rings] == [True, False, True]


def test_what_is_too_small_to_be_seen_is_left_out_and_its_hole_with_it() -> None:
    speck = shapely.difference(shapely.box(0, 0, 0.05, 0.05), shapely.box(0.01, 0.01, 0.02, 0.02))
    assert [one.properties["at"] for one in drawn(speck, shapely.box(0, 0, 9, 9))] == [1]


def test_shapes_are_cut_a_little_outside_the_tile() -> None:
    (one,) = drawn(shapely.box(-180, -80, 180, 80), frame=Frame(5, 20, 12))
    assert {value for point in one.rings[0] for value in point} == {-MARGIN, EXTENT + MARGIN}


def test_nothing_makes_an_empty_tile() -> None:
    assert (
        tiles.encode([Layer("areas", "polygon", tiles.polygons(shapes=np.array([], object), frame=WORLD), [])]) == b""
    )


def test_properties_are_texts_truths_and_numbers() -> None:
    said: dict[str, str | bool | int] = {"name": "文艺路街道", "is_schematic": True, "n": 40_000, "one": 1}
    found = decode(tiles.encode([Layer("spots", "point", tiles.points(lonlat=np.zeros((1, 2)), frame=WORLD), [said])]))
    assert found["spots"][0].properties == said
    assert found["spots"][0].rings == [[(EXTENT // 2, EXTENT // 2)]]
    assert isinstance(found["spots"][0].properties["is_schematic"], bool)


@pytest.mark.parametrize("at", [(0, 1, 0), (3, 0, 8), (-1, 0, 0), (40, 0, 0)])
def test_there_is_no_such_tile(at: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="no tile"):
        Frame(*at)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31), st.integers(0, 14))
def test_neighbours_meet_exactly_and_bounds_hold_what_they_say(seed: int, zoom: int) -> None:
    dice = np.random.default_rng(seed)
    west, south = dice.uniform(100, 110), dice.uniform(20, 40)
    middle = [(west + x, south + y) for x, y in zip(dice.uniform(-0.3, 0.3, 9), np.linspace(0, 1, 9), strict=True)]
    left = shapely.Polygon([(west - 1, south), *middle, (west - 1, south + 1)])
    right = shapely.Polygon([(west + 1, south), *middle, (west + 1, south + 1)])
    x, y = (
        int((west + 180) / 360 * 2**zoom),
        int(Frame(0, 0, 0).steps(np.array([[west, south]]))[0, 1] / EXTENT * 2**zoom),
    )
    frame = Frame(zoom, x, y)
    bounds = frame.bounds()
    corners = frame.steps(np.array([[bounds[0], bounds[3]], [bounds[2], bounds[1]]]))
    assert corners.tolist() == [[0, 0], [EXTENT, EXTENT]]
    found = drawn(left, right, frame=frame)
    if len(found) == 2:
        inside = [{p for ring in one.rings for p in ring if all(0 < v < EXTENT for v in p)} for one in found]
        border = {tuple(p) for p in frame.steps(np.array(middle)).tolist() if all(0 < v < EXTENT for v in p)}
        assert border <= inside[0] & inside[1]
