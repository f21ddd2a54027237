"""From a point to the deepest polygon that holds it. Pure: built from arrays, asked by any number of threads at once.

One lattice per level, asked from the deepest up: a point in a village that has no grids is found at the village. At a
border, or just outside, the nearest polygon within a stated distance answers instead.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

METRES_A_DEGREE = 111_195.0
"""Of a great circle on a sphere of 6,371 km; within 0.6 % anywhere, and only used for distances of a few hundred m."""
PREPARE_FROM = 48
"""Vertices from which an indexed polygon pays; an index costs about 7 kB, so small ones go without."""
CELLS_A_POLYGON, FEWEST_CELLS, MOST_CELLS = 6, 16_384, 262_144
CHUNK = 16_384
"""Cells laid at a time, so that building takes little memory."""
NONE = -1

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Found:
    """The place in the locator's list (`NONE` when outside) and metres from the point to it."""

    index: int
    distance_m: float


class Members:
    """The polygons of one level, in the order that breaks ties, under a lattice of cells.

    A cell that lies wholly inside one polygon answers by itself; any other knows the few polygons that reach into it.
    """

    def __init__(self, members: Ints, shapes: NDArray[np.object_]) -> None:
        self.members = members
        self.shapes = shapes[members]
        self.tree = shapely.STRtree(self.shapes)
        self.member_list: list[int] = members.tolist()
        self.shape_list = list(self.shapes)
        self._lay()

    def _lay(self) -> None:
        self.west, self.south, self.east, self.north = shapely.total_bounds(self.shapes).tolist()
        wide, high = max(self.east - self.west, 1e-9), max(self.north - self.south, 1e-9)
        cells = min(max(CELLS_A_POLYGON * len(self.shapes), FEWEST_CELLS), MOST_CELLS)
        self.columns = max(1, round((cells * wide / high) ** 0.5))
        self.rows = max(1, round(cells / self.columns))
        self.across, self.up = self.columns / wide, self.rows / high
        total = self.columns * self.rows
        found = [self._reach(np.arange(start, min(start + CHUNK, total))) for start in range(0, total, CHUNK)]
        cell, polygon = (np.concatenate(parts) for parts in zip(*[pair for pair, _whole in found], strict=True))
        order = np.lexsort((polygon, cell))
        self.polygons = polygon[order].astype(np.int32)
        self.starts = np.searchsorted(cell[order], np.arange(total + 1)).astype(np.int32)
        self.whole = np.concatenate([whole for _pair, whole in found]).astype(np.int32)
        # The same as machine integers, which are quicker to read one by one.
        self._starts: array[int] = array("i", self.starts.tobytes())
        self._polygons: array[int] = array("i", self.polygons.tobytes())
        self._whole: array[int] = array("i", self.whole.tobytes())

    def _reach(self, cells: Ints) -> tuple[tuple[Ints, Ints], Ints]:
        """For these cells: pairs of a cell and a polygon that reaches into it; the polygon that fills it, or NONE."""
        west = self.west + (cells % self.columns) / self.across
        south = self.south + (cells // self.columns) / self.up
        slack_x, slack_y = 1e-6 / self.across, 1e-6 / self.up
        boxes = shapely.box(
            west - slack_x, south - slack_y, west + 1 / self.across + slack_x, south + 1 / self.up + slack_y
        )
        cell, polygon = self.tree.query(boxes, predicate="intersects")
        only = np.flatnonzero(np.bincount(cell, minlength=len(cells)) == 1)
        within, filler = self.tree.query(boxes[only], predicate="within")
        whole = np.full(len(cells), NONE, dtype=np.int64)
        whole[only[within]] = filler
        return (cells[cell], polygon), whole

    def first(self, x: float, y: float) -> int:
        """The first member that holds the point, border included."""
        if not (self.west <= x <= self.east and self.south <= y <= self.north):
            return NONE
        column = min(int((x - self.west) * self.across), self.columns - 1)
        cell = min(int((y - self.south) * self.up), self.rows - 1) * self.columns + column
        whole: int = self._whole[cell]
        if whole != NONE:
            return self.member_list[whole]
        for polygon in self._polygons[self._starts[cell] : self._starts[cell + 1]]:
            if shapely.intersects_xy(self.shape_list[polygon], x, y):
                return self.member_list[polygon]
        return NONE

    def many(self, xy: Floats) -> Ints:
        """The same for many points."""
        answer = np.full(len(xy), NONE, dtype=np.int64)
        x, y = xy[:, 0], xy[:, 1]
        here = np.flatnonzero((self.west <= x) & (x <= self.east) & (self.south <= y) & (y <= self.north))
        column = np.minimum(((x[here] - self.west) * self.across).astype(np.int64), self.columns - 1)
        row = np.minimum(((y[here] - self.south) * self.up).astype(np.int64), self.rows - 1)
        cell = row * self.columns + column
        answer[here] = self.whole[cell]
        open_ones = answer[here] == NONE
        here, cell = here[open_ones], cell[open_ones]
        order = np.argsort(cell)  # neighbours one after the other: the same polygon is still at hand
        here, cell = here[order], cell[order]
        at, end = self.starts[cell].astype(np.int64), self.starts[cell + 1]
        while len(here):
            more = at < end
            here, at, end = here[more], at[more], end[more]
            polygon = self.polygons[at]
            hit = shapely.intersects_xy(self.shapes[polygon], x[here], y[here])
            answer[here[hit]] = polygon[hit]
            here, at, end = here[~hit], at[~hit] + 1, end[~hit]
        return np.append(self.members, NONE)[answer]


class Locator:
    """All polygons of the city. `depths` gives each one's level, deepest highest; order is the tie-break."""

    def __init__(self, shapes: NDArray[np.object_], depths: Sequence[int]) -> None:
        self.shapes = shapes
        level = np.asarray(depths, dtype=np.int64)
        self._by_depth = {
            depth: Members(np.flatnonzero(level == depth), shapes)
            for depth in sorted(set(level.tolist()), reverse=True)
        }
        self.layers = list(self._by_depth.values())
        self._prepare()

    def at_depth(self, depth: int) -> Members | None:
        """The polygons of one level, or None where it has none."""
        return self._by_depth.get(depth)

    def _prepare(self) -> None:
        """Index the big ones, and ask each once now: GEOS builds the index at the first question, not safely so."""
        big = self.shapes[shapely.get_num_coordinates(self.shapes) >= PREPARE_FROM]
        shapely.prepare(big)
        shapely.intersects_xy(big, 0.0, 0.0)

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
