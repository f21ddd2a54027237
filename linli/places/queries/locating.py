"""From a point to an area and all areas above it, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from linli.places.city import current
from linli.places.models import Boundary
from linli.places.queries.snapshot import Remembered
from linli.places.rules.locator import NONE, Locator

How = Literal["inside", "nearest", "outside"]
TOLERANCE_M = 200.0
"""How far from a border a point may lie and still be given to the nearest area, in metres."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where a point lies. `area_code` is the deepest area, empty when outside; `ancestors` lie above it, highest first.
    `distance_m` is 0 inside, the distance to the area when nearest. `is_schematic`: the polygon was drawn by Linli."""

    area_code: str
    ancestors: tuple[str, ...]
    how: How
    distance_m: float
    is_schematic: bool


OUTSIDE = Located("", (), "outside", 0.0, False)


class Polygons:
    """The polygons in use and, for each, the answer that a point inside it gets."""

    def __init__(self, codes: Sequence[str], shapes: NDArray[np.object_], schematic: Sequence[bool]) -> None:
        city = current()
        depths = [city.level(city.level_of(code)).depth for code in codes]
        self.shapes = shapes
        self.by_code = {code: at for at, code in enumerate(codes)}
        self.locator = Locator(shapes, depths)
        self.inside = [
            Located(code, city.ancestors(code), "inside", 0.0, drawn)
            for code, drawn in zip(codes, schematic, strict=True)
        ]


def _load() -> Polygons:
    rows = list(
        Boundary.objects.filter(area__is_active=True).order_by("area_id").values_list("area_id", "wkb", "is_schematic")
    )
    shapes = np.array(shapely.from_wkb([bytes(row[1]) for row in rows]), dtype=object)
    return Polygons([row[0] for row in rows], shapes, [row[2] for row in rows])


_polygons = Remembered(_load, takes_long=True)


def polygons() -> Polygons:
    """All polygons from memory, for callers inside this room."""
    return _polygons.now()


def polygons_version() -> int:
    """The version of the map that `polygons` shows."""
    return _polygons.seen()


def locate(*, lon: float, lat: float, tolerance_m: float = TOLERANCE_M) -> Located:
    """The deepest area at a WGS84 point, or the nearest within `tolerance_m` metres; says so when outside."""
    known = _polygons.now()
    found = known.locator.find(lon, lat, tolerance_m)
    if found.index == NONE:
        return OUTSIDE
    inside = known.inside[found.index]
    return inside if found.distance_m == 0.0 else _nearest(inside, found.distance_m)


def locate_many(lons: ArrayLike, lats: ArrayLike, *, tolerance_m: float = TOLERANCE_M) -> list[Located]:
    """The same for many points at once, in the order given."""
    known = _polygons.now()
    xy = np.column_stack([np.asarray(lons, dtype=float), np.asarray(lats, dtype=float)])
    indexes, distances = known.locator.find_many(xy, tolerance_m)
    answers = [*known.inside, OUTSIDE]
    located = [answers[index] for index in indexes.tolist()]
    for row in np.flatnonzero(distances > 0).tolist():
        if located[row].area_code:
            located[row] = _nearest(located[row], float(distances[row]))
    return located


def _nearest(inside: Located, distance_m: float) -> Located:
    return Located(inside.area_code, inside.ancestors, "nearest", distance_m, inside.is_schematic)
