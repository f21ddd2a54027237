"""Which areas border on each other, from surveyed boundaries; a schematic map says nothing of that."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import shapely

from linli.places import queries as places
from linli.places.city import current

TOUCHING = 0.0003
"""Degrees, some 30 m: boundaries drawn by different hands leave gaps."""


def neighbours() -> Mapping[str, tuple[str, ...]]:
    """Of every area of the city with a surveyed boundary, those of its level that border on it, nearest first."""
    return _neighbours(places.map_version(), current().root)


@lru_cache(maxsize=4)
def _neighbours(version: int, root: str) -> Mapping[str, tuple[str, ...]]:
    by_level: dict[str, list[str]] = {}
    for row in places.areas_under(root):
        if row.code != root and places.boundary_of(row.code) is not None and not places.is_schematic(row.code):
            by_level.setdefault(row.level, []).append(row.code)
    found: dict[str, tuple[str, ...]] = {}
    for codes in by_level.values():
        found |= _of_level(codes)
    return found


def _of_level(codes: list[str]) -> dict[str, tuple[str, ...]]:
    shapes = np.array([places.boundary_of(code) for code in codes], dtype=object)
    middle = shapely.centroid(shapes)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=TOUCHING)
    near: dict[int, list[tuple[float, int]]] = {}
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if one != other:
            near.setdefault(one, []).append((shapely.distance(middle[one], middle[other]), other))
    return {codes[one]: tuple(codes[other] for _far, other in sorted(listed)) for one, listed in near.items()}
