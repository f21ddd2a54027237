"""An administrator's changes of single areas: draw, split, merge, reshape, rename, close.

A grid that is replaced stays, inactive, with its successor; each action answers which codes became which, so that
whoever calls it can move what still lies in the old ones (`cases.actions.relocating`).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import orjson
import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from shapely.ops import split as split_by

from linli.places.actions.versions import record_change
from linli.places.city import current
from linli.places.errors import AreaClosed, AreaNotFound, ShapeInvalid
from linli.places.models import Area, Boundary
from linli.places.rules.boundaries import square_metres
from linli.places.rules.names import grid_name

DRAWN = "drawn"
LEAST_M2 = 25.0
SLACK_M2, SLACK_SHARE = 200.0, 0.02
"""What a hand-drawn border may miss its neighbours by; it is cut to them."""
SPLINTER = 0.01
"""Parts smaller than this share of a drawn shape are what the cut left over of its rim."""
REACH = 0.05
"""How far an end of a line may fall short of the grid's border, as a share of the grid's width; it is led there."""


@dataclass(frozen=True, slots=True)
class AreaChanged:
    """`made` codes are new, `replaced` maps each closed code to the codes that took its place; `version` of the map."""

    version: int
    made: tuple[str, ...] = ()
    replaced: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_polygon(text: str) -> shapely.Geometry:
    """A polygon from GeoJSON, a geometry or a feature. Raises ShapeInvalid saying why."""
    try:
        value = orjson.loads(text)
        shape = shapely.from_geojson(orjson.dumps(value.get("geometry", value)))
    except (orjson.JSONDecodeError, shapely.GEOSException, AttributeError) as error:
        raise ShapeInvalid(_("This is not GeoJSON: %(reason)s") % {"reason": error}) from error
    if shape is None or shapely.is_empty(shape):
        raise ShapeInvalid(_("The shape is empty."))
    west, south, east, north = shapely.bounds(shape).tolist()
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        raise ShapeInvalid(_("Coordinates must be degrees of longitude and latitude."))
    if not shapely.is_valid(shape):
        raise ShapeInvalid(_("The shape crosses itself: %(reason)s") % {"reason": shapely.is_valid_reason(shape)})
    return shapely.force_2d(shape)


@transaction.atomic
def draw_grid(*, village: str, shape: shapely.Geometry, name: str = "", by: int | None, now: datetime) -> AreaChanged:
    """A new grid of a village, cut to the village and to the grids it has. Raises ShapeInvalid, AreaClosed."""
    _open_area(village)
    city = current()
    if city.below(city.level_of(village)) is None:
        raise ShapeInvalid(_("%(code)s is of the deepest level; nothing can be drawn in it.") % {"code": village})
    code = _next_codes(village, 1)[0]
    fitted = _fitted(code, village, shape)
    _add(code, village, _names_for(code, village, name), fitted)
    version = record_change(what="draw_grid", areas=[code], by=by, now=now, after={"name": name})
    return AreaChanged(version, made=(code,))


@transaction.atomic
def reshape(*, code: str, shape: shapely.Geometry, by: int | None, now: datetime) -> AreaChanged:
    """Another polygon for an area, cut to its parent and its neighbours. Raises ShapeInvalid, AreaClosed."""
    area = _open_area(code)
    fitted = _fitted(code, area.parent_id or "", shape)
    before = _shape_of(code)
    Boundary.objects.update_or_create(
        area_id=code, defaults={"wkb": shapely.to_wkb(fitted), "is_schematic": False, "source": DRAWN}
    )
    was = {"wkt": shapely.to_wkt(before)} if before is not None else {}
    version = record_change(
        what="reshape", areas=[code], by=by, now=now, before=was, after={"wkt": shapely.to_wkt(fitted)}
    )
    return AreaChanged(version)


@transaction.atomic
def split_grid(*, code: str, line: shapely.Geometry, by: int | None, now: datetime) -> AreaChanged:
    """Two or more grids in place of one, along a line that crosses it. Raises ShapeInvalid, AreaClosed."""
    grid = _open_grid(code)
    shape = _shape_of(code)
    if shape is None or shapely.get_type_id(line) != 1:
        raise ShapeInvalid(_("A grid with a shape is split along a line."))
    parts = _pieces(shape, _led_out(line, shape))
    if len(parts) < 2:
        raise ShapeInvalid(_("The line does not cross the grid from border to border."))
    codes = _next_codes(str(grid.parent_id), len(parts))
    is_schematic = _has_schematic([code])
    for number, (new, part) in enumerate(zip(codes, parts, strict=True), start=1):
        names = tuple(text and f"{text}-{number}" for text in (grid.name, grid.name_en))
        _add(new, str(grid.parent_id), names, part, is_schematic=is_schematic)
    _close([code], codes[0])
    version = record_change(what="split_grid", areas=[code, *codes], by=by, now=now, after={"made": list(codes)})
    return AreaChanged(version, made=codes, replaced={code: codes})


@transaction.atomic
def merge_grids(*, codes: Sequence[str], name: str = "", by: int | None, now: datetime) -> AreaChanged:
    """One grid in place of several of the same village that touch. Raises ShapeInvalid, AreaClosed."""
    grids = [_open_grid(code) for code in sorted(set(codes))]
    if len(grids) < 2 or len({grid.parent_id for grid in grids}) > 1:
        raise ShapeInvalid(_("Choose two or more grids of the same village."))
    shapes = [shape for grid in grids if (shape := _shape_of(grid.code)) is not None]
    whole = shapely.union_all(shapes) if shapes else None
    if whole is not None and shapely.get_num_geometries(whole) > 1:
        raise ShapeInvalid(_("The grids do not touch each other."))
    village = str(grids[0].parent_id)
    code = _next_codes(village, 1)[0]
    old = [grid.code for grid in grids]
    names = (name, "") if name else (grids[0].name, grids[0].name_en)
    _add(code, village, names, whole, is_schematic=_has_schematic(old))
    _close(old, code)
    version = record_change(what="merge_grids", areas=[*old, code], by=by, now=now, before={"grids": old})
    return AreaChanged(version, made=(code,), replaced={each: (code,) for each in old})


@transaction.atomic
def rename(*, code: str, name: str, name_en: str = "", by: int | None, now: datetime) -> AreaChanged:
    """Another name for an area. Raises AreaNotFound, ShapeInvalid for no name."""
    area = _known(code)
    if not name.strip() or len(name) > 120:
        raise ShapeInvalid(_("A name has 1 to 120 characters."))
    before = {"name": area.name, "name_en": area.name_en}
    Area.objects.filter(code=code).update(name=name.strip(), name_en=name_en.strip())
    after = {"name": name.strip(), "name_en": name_en.strip()}
    return AreaChanged(record_change(what="rename", areas=[code], by=by, now=now, before=before, after=after))


@transaction.atomic
def deactivate(*, code: str, successor: str, by: int | None, now: datetime) -> AreaChanged:
    """Close an area for another of its level, which answers for it from now on. Raises AreaClosed, ShapeInvalid."""
    area, heir = _open_area(code), _open_area(successor)
    if area.level != heir.level or area.code == heir.code:
        raise ShapeInvalid(_("The successor must be another area of the same level."))
    if area.children.filter(is_active=True).exists():
        raise AreaClosed(_("%(code)s still has areas in use. Close or move them first.") % {"code": code})
    _close([code], successor)
    version = record_change(what="deactivate", areas=[code, successor], by=by, now=now)
    return AreaChanged(version, replaced={code: (successor,)})


def _known(code: str) -> Area:
    area = Area.objects.select_for_update().filter(code=code).first()
    if area is None:
        raise AreaNotFound(_("There is no area with the code “%(code)s”.") % {"code": code})
    return area


def _open_area(code: str) -> Area:
    area = _known(code)
    if not area.is_active:
        raise AreaClosed(_("%(code)s is no longer in use.") % {"code": code})
    return area


def _open_grid(code: str) -> Area:
    area = _open_area(code)
    if area.level != current().levels[-1].key:
        raise ShapeInvalid(_("%(code)s is not a grid.") % {"code": code})
    return area


def _shape_of(code: str) -> shapely.Geometry | None:
    kept = Boundary.objects.filter(area_id=code).first()
    return None if kept is None else shapely.from_wkb(bytes(kept.wkb))


def _next_codes(parent: str, count: int) -> tuple[str, ...]:
    """Codes never used before, active or not: a code keeps its meaning. The parent's row is locked by now."""
    city = current()
    level = city.below(city.level_of(parent))
    assert level is not None
    last = Area.objects.filter(parent_id=parent).order_by("-code").values_list("code", flat=True).first()
    first = int(last[len(parent) :]) + 1 if last else 1
    if first + count > 10**level.width:
        raise ShapeInvalid(_("%(code)s has no free codes left.") % {"code": parent})
    return tuple(f"{parent}{number:0{level.width}d}" for number in range(first, first + count))


def _fitted(code: str, parent: str, shape: shapely.Geometry) -> shapely.Geometry:
    """The shape cut to its parent and its neighbours. Refused when it is more than a hand's slip over them."""
    around = _shape_of(parent)
    if around is not None:
        shape = _cut_to(shape, shapely.intersection(shape, around), _("The shape reaches out of %(code)s."), parent)
    others = Boundary.objects.filter(area__parent_id=parent, area__is_active=True).exclude(area_id=code)
    for other, wkb in others.values_list("area_id", "wkb"):
        cut = shapely.difference(shape, shapely.from_wkb(bytes(wkb)))
        shape = _cut_to(shape, cut, _("The shape overlaps %(code)s."), other)
    polygons = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) == 3]
    least = max(LEAST_M2, SPLINTER * square_metres(shape))
    polygons = [part for part in polygons if square_metres(part) >= least]
    if not polygons:
        raise ShapeInvalid(_("Nothing is left of the shape: it must be a polygon of at least 25 m²."))
    return shapely.union_all(polygons)


def _cut_to(shape: shapely.Geometry, cut: shapely.Geometry, refusal: str, code: str) -> shapely.Geometry:
    before = square_metres(shape)
    if before - square_metres(cut) > max(SLACK_M2, SLACK_SHARE * before):
        raise ShapeInvalid(refusal % {"code": code})
    return cut


def _names_for(code: str, parent: str, name: str) -> tuple[str, str]:
    """The name given; a grid without one is called by its number."""
    if name:
        return name, ""
    if current().level_of(code) != current().levels[-1].key:
        raise ShapeInvalid(_("A name has 1 to 120 characters."))
    number = int(code[len(parent) :])
    return grid_name(number, "zh"), grid_name(number, "en")


def _has_schematic(codes: Sequence[str]) -> bool:
    """Whether one of them was drawn by Linli: what is made of it is as little surveyed as it was."""
    return Boundary.objects.filter(area_id__in=codes, is_schematic=True).exists()


def _led_out(line: shapely.Geometry, shape: shapely.Geometry) -> shapely.Geometry:
    """The line with ends that just miss the border led over it."""
    west, south, east, north = shapely.bounds(shape).tolist()
    reach = REACH * math.hypot(east - west, north - south)
    points = shapely.get_coordinates(line)
    first, last = (_further(points[a], points[b], reach) for a, b in ((1, 0), (-2, -1)))
    inside = [bool(shapely.intersects_xy(shape, *points[at])) for at in (0, -1)]
    return shapely.LineString([*([first] if inside[0] else []), *points, *([last] if inside[1] else [])])


def _further(before: NDArray[np.float64], end: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    way = end - before
    return end + way / max(float(np.hypot(*way)), 1e-12) * reach


def _pieces(shape: shapely.Geometry, line: shapely.Geometry) -> list[shapely.Geometry]:
    """What the line makes of the shape; slivers stay with the piece that they touch most."""
    cut = list(split_by(shape, line).geoms)
    pieces: list[shapely.Geometry] = [part for part in cut if square_metres(part) >= LEAST_M2]
    for sliver in (part for part in cut if square_metres(part) < LEAST_M2 and pieces):
        shared = [shapely.length(shapely.intersection(piece, sliver)) for piece in pieces]
        at = shared.index(max(shared))
        pieces[at] = shapely.union(pieces[at], sliver)
    return pieces


def _add(
    code: str, parent: str, names: tuple[str, ...], shape: shapely.Geometry | None, *, is_schematic: bool = False
) -> None:
    name, name_en = names
    level = current().level_of(code)
    Area.objects.create(code=code, name=name[:120], name_en=name_en[:160], level=level, parent_id=parent)
    if shape is not None:
        wkb = shapely.to_wkb(shape)
        Boundary.objects.create(area_id=code, wkb=wkb, source=DRAWN, is_schematic=is_schematic)


def _close(codes: Sequence[str], heir: str) -> None:
    """Closed areas keep their row for the cases of the past; what they replaced now points to the heir too."""
    Area.objects.filter(code__in=codes).update(is_active=False, replaced_by_id=heir)
    Area.objects.filter(replaced_by_id__in=codes).exclude(code=heir).update(replaced_by_id=heir)
    Boundary.objects.filter(area_id__in=codes).delete()
