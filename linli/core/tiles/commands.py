"""Shapes as a tile's drawing commands, all shapes of a tile in one pass over arrays.

Borders are drawn to the nearest step, and points that fall on the step before are left out. Neighbours share their
points, so they go on meeting exactly, within a tile and across its edges, which simplifying each by itself would undo.
"""

from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.core.tiles.frame import MARGIN, Frame, Ints

MOVE, CLOSE = 1 << 3 | 1, 1 << 3 | 7
LINE = 2
Bytes = NDArray[np.uint8]


def points(*, lonlat: NDArray[np.float64], frame: Frame) -> list[bytes]:
    """The commands of each point (n × 2 degrees)."""
    numbers = _zigzag(frame.steps(lonlat))
    flat = np.column_stack([np.full(len(numbers), MOVE), numbers]).ravel()
    return _sliced(flat, np.arange(0, len(flat) + 1, 3))


def polygons(*, shapes: NDArray[np.object_], frame: Frame) -> list[bytes]:
    """The commands of each polygon or multipolygon, cut to the tile; empty where nothing of it would be seen."""
    cut = shapely.orient_polygons(_cut(shapes, frame), exterior_cw=True)
    parts, shape_of_part = shapely.get_parts(cut, return_index=True)
    is_polygon = shapely.get_type_id(parts) == 3
    parts, shape_of_part = parts[is_polygon], shape_of_part[is_polygon]
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    lonlat, ring_of_point = shapely.get_coordinates(rings, return_index=True)
    steps, ring_of_point = _thinned(frame.steps(lonlat), ring_of_point, part_of_ring)
    return _drawn(steps, ring_of_point, shape_of_part[part_of_ring], len(shapes))


def _cut(shapes: NDArray[np.object_], frame: Frame) -> NDArray[np.object_]:
    """Those that reach over the tile's margin without what lies beyond; the others as they are."""
    west, south, east, north = frame.bounds(MARGIN)
    bounds = shapely.bounds(shapes)
    over = (bounds[:, 0] < west) | (bounds[:, 1] < south) | (bounds[:, 2] > east) | (bounds[:, 3] > north)
    cut = shapes.copy()
    cut[over] = shapely.clip_by_rect(shapes[over], west, south, east, north)
    return cut


def _thinned(steps: Ints, ring: Ints, part_of_ring: Ints) -> tuple[Ints, Ints]:
    """Without the point that closes each ring, points on the step of the one before, and rings of less than three.

    A hole goes with the outer ring of its part.
    """
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = (ring[1:] != ring[:-1]) | (steps[1:] != steps[:-1]).any(axis=1)
    steps, ring = steps[keep], ring[keep]
    last = np.append(ring[1:] != ring[:-1], True)
    counts = np.bincount(ring, minlength=len(part_of_ring)) - 1
    is_outer = np.append(True, part_of_ring[1:] != part_of_ring[:-1])[: len(part_of_ring)]
    gone = set(part_of_ring[is_outer & (counts < 3)].tolist())
    seen = (counts >= 3) & ~np.isin(part_of_ring, list(gone))
    keep = ~last & seen[ring]
    return steps[keep], ring[keep]


def _drawn(steps: Ints, ring: Ints, shape_of_ring: Ints, shapes: int) -> list[bytes]:
    """MoveTo the first point of each ring, LineTo the others, ClosePath; every number relative to the one before."""
    if not len(steps):
        return [b""] * shapes
    shape = shape_of_ring[ring]
    starts = np.append(True, ring[1:] != ring[:-1])
    moves = np.diff(steps, axis=0, prepend=steps[:1] * 0)
    fresh = np.append(True, shape[1:] != shape[:-1])
    moves[fresh] = steps[fresh]
    first = np.flatnonzero(starts)
    counts = np.diff(np.append(first, len(steps)))
    sizes = 2 * counts + 3
    begin = np.cumsum(sizes) - sizes
    numbers = np.empty(int(sizes.sum()), dtype=np.int64)
    within = np.arange(len(steps)) - np.repeat(first, counts)
    at = np.repeat(begin, counts) + np.where(within == 0, 1, 2 + 2 * within)
    numbers[begin], numbers[begin + 3], numbers[begin + sizes - 1] = MOVE, (counts - 1) << 3 | LINE, CLOSE
    pairs = _zigzag(moves)
    numbers[at], numbers[at + 1] = pairs[:, 0], pairs[:, 1]
    per_shape = np.bincount(shape_of_ring[ring[first]], weights=sizes, minlength=shapes).astype(np.int64)
    return _sliced(numbers, np.append(0, np.cumsum(per_shape)))


def _zigzag(numbers: Ints) -> Ints:
    return (numbers << 1) ^ (numbers >> 63)


def _sliced(numbers: Ints, bounds: Ints) -> list[bytes]:
    """Protobuf varints of the numbers, cut before each of the bounds."""
    lengths = 1 + (numbers >= 1 << 7) + (numbers >= 1 << 14) + (numbers >= 1 << 21) + (numbers >= 1 << 28)
    ends = np.append(0, np.cumsum(lengths))
    out: Bytes = np.zeros(int(ends[-1]), dtype=np.uint8)
    for at in range(int(lengths.max(initial=0))):
        has = lengths > at
        more = np.where(lengths[has] > at + 1, 0x80, 0)
        out[ends[:-1][has] + at] = (numbers[has] >> (7 * at)) & 0x7F | more
    whole, cuts = out.tobytes(), ends[bounds].tolist()
    return [whole[one:two] for one, two in pairwise(cuts)]
