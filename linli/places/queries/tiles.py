"""Boundaries of a level as vector tiles, from memory: made once for a version of the map, and kept."""

import gzip
import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from linli.core import tiles
from linli.core.tiles import PIXELS, Bounds, Frame, Layer
from linli.core.tiles.frame import MARGIN
from linli.places.city import current
from linli.places.queries.areas import tree
from linli.places.queries.locating import TOLERANCE_M, Polygons, polygons, polygons_version
from linli.places.queries.shapes import centre_of
from linli.places.rules.locator import METRES_A_DEGREE, Ints

KEPT = 4_000
"""Tiles that a process keeps: some ten kilobytes each."""
ZIPPED = 4
"""How hard: the tenth that the hardest saves would cost most of the time."""
LARGEST_ZOOM = 14
"""A step is a metre there; screens stretch it further."""
SEEN_FROM = 12
"""Pixels along the side of the usual area from which its level is drawn: smaller ones are a grey smudge."""
NAMED_FROM = 56
"""Pixels from which there is room for names."""


@dataclass(frozen=True, slots=True)
class AreaTile:
    """A tile's bytes under gzip, and its ETag: that of the map it was drawn from."""

    zipped: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class TileSet:
    """What a map must know of a level's tiles: between these zooms and bounds there is something to see."""

    version: int
    smallest_zoom: int
    largest_zoom: int
    bounds: Bounds | None
    is_schematic: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """The middle of an area."""

    code: str
    lon: float
    lat: float


def tile_set(*, level: str) -> TileSet:
    """The tiles of a level. Raises CityInvalid where the city has no such level."""
    return _tile_set(current().level(level).depth, polygons_version())


def area_tile(*, level: str, frame: Frame) -> AreaTile:
    """Layer `areas`: polygons with `code`, `name`, `name_en`, `is_schematic`. Layer `centres`: the same at one point
    inside each, where there is room for names. Empty at zooms that `tile_set` does not name. Raises CityInvalid."""
    version = polygons_version()
    content = _area_tile(current().level(level).depth, frame, version)
    return AreaTile(content, f'"{version}-{level}-{frame.z}-{frame.x}-{frame.y}"')


@lru_cache(maxsize=64)
def _tile_set(depth: int, version: int) -> TileSet:
    known = polygons()
    members = known.locator.at_depth(depth)
    if members is None:
        return TileSet(version, 0, 0, None, is_schematic=False)
    bounds = tuple(np.round(shapely.total_bounds(members.shapes), 6).tolist())
    smallest = min(LARGEST_ZOOM, _zoom_of(depth, version, SEEN_FROM))
    drawn = any(known.inside[at].is_schematic for at in members.member_list)
    return TileSet(version, smallest, LARGEST_ZOOM, bounds, is_schematic=drawn)


def _zoom_of(depth: int, version: int, pixels: int) -> int:
    """The first zoom at which the usual area of the level is so many pixels wide."""
    return max(0, math.ceil(math.log2(360 / PIXELS * pixels / _side(depth, version))))


@lru_cache(maxsize=64)
def _side(depth: int, version: int) -> float:
    """Degrees along the side of the usual area of the level, were it a square."""
    members = polygons().locator.at_depth(depth)
    return max(math.sqrt(float(np.median(shapely.area(members.shapes)))), 1e-7) if members else 360.0


@lru_cache(maxsize=KEPT)
def _area_tile(depth: int, frame: Frame, version: int) -> bytes:
    known = polygons()
    members = known.locator.at_depth(depth)
    if members is None or not _tile_set(depth, version).smallest_zoom <= frame.z <= LARGEST_ZOOM:
        return gzip.compress(b"")
    found = np.sort(members.tree.query(shapely.box(*frame.bounds(MARGIN))))
    shapes, said = members.shapes[found], _said(known, members.members[found])
    drawn = [Layer("areas", "polygon", tiles.polygons(shapes=shapes, frame=frame), said)]
    if frame.z >= _zoom_of(depth, version, NAMED_FROM):
        drawn.append(_centres(shapes, said, frame))
    return gzip.compress(tiles.encode(drawn), ZIPPED)


def _said(known: Polygons, members: Ints) -> list[dict[str, str | bool | int]]:
    rows, inside = tree().by_code, known.inside
    said: list[dict[str, str | bool | int]] = []
    for at in members.tolist():
        code = inside[at].area_code
        row = rows.get(code)
        names = (row.name, row.name_en or row.name) if row else (code, code)
        said.append({"code": code, "name": names[0], "name_en": names[1], "is_schematic": inside[at].is_schematic})
    return said


def _centres(shapes: NDArray[np.object_], said: list[dict[str, str | bool | int]], frame: Frame) -> Layer:
    """Each name stands in one tile only, or it would be read twice."""
    lonlat = shapely.get_coordinates(shapely.point_on_surface(shapes))
    west, south, east, north = frame.bounds()
    x, y = lonlat[:, 0], lonlat[:, 1]
    here = np.flatnonzero((west <= x) & (x < east) & (south < y) & (y <= north))
    return Layer("centres", "point", tiles.points(lonlat=lonlat[here], frame=frame), [said[at] for at in here.tolist()])


def spots_in(*, frame: Frame, deepest: bool = False) -> tuple[Spot, ...]:
    """The areas whose middle lies in the tile, of the deepest level with room for names at its zoom (`deepest`: of the
    deepest there is) and of all above: where what lies in them is shown."""
    depth = current().levels[-1].depth if deepest else _roomy_depth(frame.z)
    return _spots(frame, depth, polygons_version())


def code_width(*, zoom: int) -> int:
    """The length of the codes of that deepest level."""
    return current().levels[_roomy_depth(zoom)].total


def codes_near(*, frame: Frame) -> tuple[str, ...]:
    """Every area, of all levels, that reaches into the tile or lies within `TOLERANCE_M` of it."""
    west, south, east, north = frame.bounds()
    up = TOLERANCE_M / METRES_A_DEGREE
    across = up / max(math.cos(math.radians(max(abs(south), abs(north)))), 0.05)
    around = shapely.box(west - across, south - up, east + across, north + up)
    known = polygons()
    found = (layer.members[layer.tree.query(around)].tolist() for layer in known.locator.layers)
    return tuple(known.inside[at].area_code for members in found for at in members)


def _roomy_depth(zoom: int) -> int:
    """The deepest level with room for names; the highest that has polygons where there is room for none."""
    version, known = polygons_version(), polygons()
    drawn = [level.depth for level in current().levels if known.locator.at_depth(level.depth)]
    roomy = [depth for depth in drawn if zoom >= _zoom_of(depth, version, NAMED_FROM)]
    return max(roomy or drawn[:1], default=0)


@lru_cache(maxsize=KEPT)
def _spots(frame: Frame, deepest: int, version: int) -> tuple[Spot, ...]:
    known, box = polygons(), shapely.box(*frame.bounds())
    west, south, east, north = frame.bounds()
    found = []
    for depth in range(deepest + 1):
        members = known.locator.at_depth(depth)
        if members is None:
            continue
        for at in members.members[members.tree.query(box)].tolist():
            code = known.inside[at].area_code
            lon, lat = centre_of(code) or (0.0, 0.0)
            if west <= lon < east and south < lat <= north:
                found.append(Spot(code, lon, lat))
    return tuple(found)
