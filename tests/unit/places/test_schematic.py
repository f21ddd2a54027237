"""The schematic map tiles exactly, at every level, and is always the same."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.places.rules.schematic import Node, Tiling, blob, tile


def city(counts: list[list[int]]) -> Node:
    """A tree of districts, towns and so many villages in each town."""
    districts = []
    for at, towns in enumerate(counts):
        code = f"{at:02d}"
        districts.append(
            Node(code, [Node(f"{code}{town:02d}", [Node(f"{code}{town:02d}{v:03d}") for v in range(villages)])
                        for town, villages in enumerate(towns)])
        )  # fmt: skip
    return Node("", districts)


def shapes(tiling: Tiling, length: int) -> np.ndarray:
    points = np.array(tiling.points)
    return np.array(
        [shapely.polygons(points[list(ring)]) for code, ring in tiling.rings.items() if len(code) == length]
    )


@settings(max_examples=15, deadline=None)
@given(
    counts=st.lists(st.lists(st.integers(1, 12), min_size=1, max_size=8), min_size=1, max_size=6),
    aspect=st.sampled_from([0.5, 1.0, 2.5]),
    seed=st.text(max_size=4),
)
def test_children_tile_their_parent(counts: list[list[int]], aspect: float, seed: str) -> None:
    tiling = tile(outline=blob(area_km2=500, seed=seed, aspect=aspect), root=city(counts), seed=seed)
    for length in (0, 2, 4, 7):
        level = shapes(tiling, length)
        assert shapely.is_valid(level).all()
        assert shapely.coverage_is_valid(level)
        assert shapely.area(level).sum() == pytest.approx(500e6, rel=1e-9)
    rings = {code: shapely.polygons(np.array(tiling.points)[list(ring)]) for code, ring in tiling.rings.items()}
    for code, whole in rings.items():
        parts = [shape for child, shape in rings.items() if child[: len(code)] == code and len(child) == len(code) + 2]
        if parts and len(code) < 4:
            assert shapely.equals(shapely.coverage_union_all(np.array(parts, dtype=object)), whole)


def test_it_is_always_the_same() -> None:
    one, two = (tile(outline=blob(area_km2=500, seed="a"), root=city([[3, 4], [5]]), seed="a") for _again in range(2))
    assert one == two


def test_sizes_follow_the_number_of_areas_below() -> None:
    tiling = tile(outline=blob(area_km2=1000, seed="b"), root=city([[30] * 4, [30] * 12]), seed="b")
    small, large = shapely.area(shapes(tiling, 2))
    assert large / small == pytest.approx(3, rel=0.15)


def test_it_copes_with_an_outline_that_is_not_convex() -> None:
    outline = [(0, 0), (9000, 0), (9000, 9000), (6000, 9000), (6000, 2000), (3000, 2000), (3000, 9000), (0, 9000)]
    tiling = tile(outline=[(float(x), float(y)) for x, y in outline], root=city([[7] * 5] * 6), seed="c")
    level = shapes(tiling, 7)
    assert shapely.is_valid(level).all()
    assert shapely.coverage_is_valid(level)
