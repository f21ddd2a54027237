"""Polygons by code, and small maps of an area and its children for pages. From memory."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import get_language
from numpy.typing import NDArray

from linli.places.city import current
from linli.places.queries.areas import AreaRow, area, children_of
from linli.places.queries.locating import polygons, polygons_version

PIXELS_AROUND = 256
LARGEST_ZOOM = 18
Rings = tuple[tuple[tuple[float, float], ...], ...]
"""Longitudes and latitudes of borders, holes among them."""
DRAWING_STEPS = 5


@dataclass(frozen=True, slots=True)
class Outline:
    """GeoJSON of an area (`role: self`) and its children (`role: child`) as UTF-8 JSON, and its ETag."""

    json: bytes
    etag: str
    is_schematic: bool
    bounds: tuple[float, float, float, float] | None


def boundary_of(code: str) -> shapely.Geometry | None:
    """The area's polygon in WGS84, or None when it has none."""
    known = polygons()
    at = known.by_code.get(code)
    return None if at is None else known.shapes[at]


def is_schematic(code: str) -> bool:
    """Whether what is shown for this area was drawn by Linli rather than surveyed: pages must say 示意图 schematic."""
    known = polygons()
    at = known.by_code.get(code)
    return at is not None and known.inside[at].is_schematic


def bounds_of(code: str) -> tuple[float, float, float, float] | None:
    """West, south, east, north of the area, or None."""
    shape = boundary_of(code)
    return None if shape is None else tuple(np.round(shapely.bounds(shape), 6).tolist())


def centre_of(code: str) -> tuple[float, float] | None:
    """A longitude and latitude inside the area, or inside the nearest area above it that has a polygon."""
    return _centre(code, polygons_version())


@lru_cache(maxsize=50_000)
def _centre(code: str, version: int) -> tuple[float, float] | None:
    for step in (code, *reversed(current().ancestors(code))):
        shape = boundary_of(step)
        if shape is not None:
            point = shapely.point_on_surface(shape)
            return round(point.x, 6), round(point.y, 6)
    return None


def drawing_zoom(code: str) -> int:
    """The zoom at which borders are drawn on: several times as fine as the one that shows the whole area."""
    bounds = bounds_of(code)
    if bounds is None:
        return LARGEST_ZOOM
    whole = math.log2(360 / max(bounds[2] - bounds[0], bounds[3] - bounds[1], 1e-6))
    return min(LARGEST_ZOOM, round(whole) + DRAWING_STEPS)


def outline(code: str, zoom: int = 10) -> Outline:
    """The area and its children, with borders as fine as a map at this zoom shows; neighbours still meet exactly.
    Raises AreaNotFound."""
    return _outline(code, max(0, min(zoom, LARGEST_ZOOM)), polygons_version(), get_language() or "")


def rings_below(code: str) -> Mapping[str, Rings]:
    """By code, the borders of the areas directly below that have any, as fine as a chart of them shows. Raises
    AreaNotFound."""
    features = orjson.loads(outline(code, drawing_zoom(code) - 1).json)["features"]
    below = (one for one in features if one["properties"]["role"] == "child")
    return {one["properties"]["code"]: _plain_rings(one["geometry"]) for one in below}


def _plain_rings(geometry: dict[str, Any]) -> Rings:
    """Of a GeoJSON polygon or several."""
    several = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple(tuple((lon, lat) for lon, lat in ring) for polygon in several for ring in polygon)


@lru_cache(maxsize=2_000)
def _outline(code: str, zoom: int, version: int, language: str) -> Outline:
    itself = area(code)
    drawn = [row for row in children_of(code) if boundary_of(row.code) is not None]
    shapes = _simplified([boundary_of(row.code) for row in drawn], zoom)
    features = [_feature(row, shape, "child") for row, shape in zip(drawn, shapes, strict=True)]
    whole = boundary_of(code)
    if whole is not None:
        features.insert(0, _feature(itself, _simplified([whole], zoom)[0], "self"))
    schematic = any(is_schematic(row.code) for row in (itself, *drawn))
    bounds = _bounds([whole] if whole is not None else [boundary_of(row.code) for row in drawn])
    body = orjson.dumps(
        {"type": "FeatureCollection", "is_schematic": schematic, "bbox": bounds, "features": features},
        option=orjson.OPT_SERIALIZE_NUMPY,
    )
    return Outline(body, f'"{version}-{code}-{zoom}-{language}"', schematic, bounds)


def _bounds(shapes: Sequence[shapely.Geometry | None]) -> tuple[float, float, float, float] | None:
    return tuple(np.round(shapely.total_bounds(np.array(shapes)), 6).tolist()) if shapes else None


def _simplified(shapes: Sequence[shapely.Geometry | None], zoom: int) -> NDArray[np.object_]:
    """Without what is finer than half a pixel; borders that neighbours share stay shared."""
    if not shapes:
        return np.array([], dtype=object)
    tolerance = 360 / (PIXELS_AROUND * 2**zoom)
    simple = shapely.coverage_simplify(np.array(shapes, dtype=object), tolerance)
    return np.array(shapely.set_precision(simple, 1e-5, mode="pointwise"), dtype=object)


def _feature(row: AreaRow, shape: shapely.Geometry, role: str) -> dict[str, object]:
    return {
        "type": "Feature",
        "id": row.code,
        "properties": {
            "code": row.code,
            "name": row.title,
            "level": row.level,
            "role": role,
            "is_schematic": is_schematic(row.code),
            "centre": centre_of(row.code),
        },
        "geometry": _geometry(shape),
    }


def _geometry(shape: shapely.Geometry) -> dict[str, object]:
    parts = [_rings(part) for part in shapely.get_parts(shape)]
    if len(parts) == 1:
        return {"type": "Polygon", "coordinates": parts[0]}
    return {"type": "MultiPolygon", "coordinates": parts}


def _rings(part: shapely.Geometry) -> list[list[list[float]]]:
    return [np.round(shapely.get_coordinates(ring), 5).tolist() for ring in shapely.get_rings(part)]
