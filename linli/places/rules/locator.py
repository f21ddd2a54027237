"""From a point to the deepest polygon that holds it. Pure: built from arrays, asked by any number of threads at once.

One tree per level, asked from the deepest up: a point in a village that has no grids is found at the village. At a
border, or just outside, the nearest polygon within a stated distance answers instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km; within 0.6 % anywhere, and only used for distances of a few hundred m."""
PREPARE_FROM = 48
"""Vertices from which an indexed polygon pays; an index costs about 7 kB, so small ones go without."""
NONE = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """The place in the locator's list (`NONE` when outside) and metres from the point to it."""

    index: int
    distance_m: float


class _Layer:
    """The polygons of one level, sorted by code so that a point on a shared border has one answer."""

    def __init__(self, members: Ints, shapes: NDArray[np.object_]) -> None:
        self.members = members
        self.shapes = shapes[members]
        self.tree = shapely.STRtree(self.shapes)
        self.member_list: list[int] = members.tolist()
        self.shape_list = list(self.shapes)

    def first(self, x: float, y: float) -> int:
        """The first member that holds the point, border included."""
        best = NONE
        for hit in self.tree.query(shapely.points(x, y)).tolist():
            if (best == NONE or self.member_list[hit] < best) and shapely.intersects_xy(self.shape_list[hit], x, y):
                best = self.member_list[hit]
        return best

    def many(self, xy: Floats) -> Ints:
        """The same for many points."""
        answer = np.full(len(xy), len(self.members), dtype=np.int64)
        point, hit = self.tree.query(shapely.points(xy))
        inside = shapely.intersects_xy(self.shapes[hit], xy[point, 0], xy[point, 1])
        np.minimum.at(answer, point[inside], hit[inside])
        return np.append(self.members, NONE)[answer]


class Locator:
    """All polygons of the city. `depths` gives each one's level, deepest highest; order is the tie-break."""

    def __init__(self, shapes: NDArray[np.object_], depths: Sequence[int]) -> None:
        self.shapes = shapes
        level = np.asarray(depths, dtype=np.int64)
        self.layers = [
            _Layer(np.flatnonzero(level == depth), shapes) for depth in sorted(set(level.tolist()), reverse=True)
        ]
        self._prepare()

    def _prepare(self) -> None:
        """Index the big ones, and ask each once now: GEOS builds the index at the first question, not safely so."""
        big = self.shapes[shapely.get_num_coordinates(self.shapes) >= PREPARE_FROM]
        shapely.prepare(big)
        shapely.intersects_xy(big, 0.0, 0.0)
        for layer in self.layers:
            layer.tree.query(shapely.points(0.0, 0.0))

    def find(self, x: float, y: float, tolerance_m: float) -> Found:
        """The deepest polygon that holds the point, else the nearest within the tolerance."""
        for layer in self.layers:
            index = layer.first(x, y)
            if index != NONE:
                return Found(index, 0.0)
        return self._nearest(x, y, tolerance_m)

    def find_many(self, xy: Floats, tolerance_m: float) -> tuple[Ints, Floats]:
        """Indexes and distances in metres of many points (shape n × 2, longitude and latitude)."""
        indexes = np.full(len(xy), NONE, dtype=np.int64)
        distances = np.zeros(len(xy))
        left = np.arange(len(xy))
        for layer in self.layers:
            if len(left):
                indexes[left] = layer.many(xy[left])
                left = left[indexes[left] == NONE]
        for row in left.tolist():
            found = self._nearest(float(xy[row, 0]), float(xy[row, 1]), tolerance_m)
            indexes[row], distances[row] = found.index, found.distance_m
        return indexes, distances

    def _nearest(self, x: float, y: float, tolerance_m: float) -> Found:
        best = Found(NONE, float("inf"))
        scale = np.array([METRES_A_DEGREE * np.cos(np.radians(y)), METRES_A_DEGREE])
        dx, dy = (tolerance_m / np.maximum(scale, 1e-6)).tolist()
        around = shapely.box(x - dx, y - dy, x + dx, y + dy)
        for layer in self.layers:
            for hit in sorted(layer.tree.query(around).tolist()):
                away = _metres(layer.shape_list[hit], around, np.array([x, y]), scale)
                if away <= tolerance_m and away < best.distance_m - 0.5:
                    best = Found(layer.member_list[hit], away)
        return best


def _metres(shape: shapely.Geometry, around: shapely.Geometry, point: Floats, scale: Floats) -> float:
    near = shapely.intersection(shapely.boundary(shape), around)
    if shapely.is_empty(near):
        return float("inf")
    local = shapely.transform(near, lambda xy: (xy - point) * scale)
    return float(shapely.distance(local, shapely.points(0.0, 0.0)))
