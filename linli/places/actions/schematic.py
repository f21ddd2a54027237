"""A schematic map for areas without polygons, and grids for villages without grids."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from linli.places.actions.versions import record_change
from linli.places.city import City, current
from linli.places.errors import ShapeInvalid
from linli.places.models import Area, Boundary
from linli.places.rules.names import grid_name
from linli.places.rules.schematic import METRES_A_DEGREE, Node, Point, Tiling, blob, tile

BATCH = 2000
SOURCE = "schematic"


@dataclass(frozen=True, slots=True)
class _Plane:
    """Metres around a point, good enough for a drawing."""

    lon: float
    lat: float

    @property
    def scale(self) -> tuple[float, float]:
        return METRES_A_DEGREE * math.cos(math.radians(self.lat)), METRES_A_DEGREE

    def metres(self, point: Point) -> Point:
        return (point[0] - self.lon) * self.scale[0], (point[1] - self.lat) * self.scale[1]


@transaction.atomic
def make_schematic(*, root: str, by: int | None, now: datetime, city: City | None = None) -> int:
    """Draw `root` and everything in use below it; returns how many areas were drawn. The shape of `root` is kept when
    it has one; shapes below it that were surveyed, or cut by hand, are never drawn over. Raises ShapeInvalid."""
    city = city or current()
    lo, hi = city.range(root)
    below = Boundary.objects.filter(area_id__gte=lo, area_id__lt=hi)
    kept = below.exclude(area_id=root).exclude(is_schematic=True, source=SOURCE).first()
    if kept:
        text = _("%(code)s has a boundary of its own. Draw a schematic map for areas without one.")
        raise ShapeInvalid(text % {"code": kept.area_id})
    plane, outline, is_kept = _outline(root, city)
    areas = list(Area.objects.filter(code__gte=lo, code__lt=hi, is_active=True).order_by("code"))
    tiling = tile(outline=outline, root=_tree(areas, root, city, plane), seed=f"{city.key} {root}")
    drawn = [code for code in tiling.rings if not (is_kept and code == root)]
    below.filter(is_schematic=True).exclude(area_id=root if is_kept else "").delete()
    Boundary.objects.bulk_create(_rows(tiling, drawn, plane), batch_size=BATCH)
    record_change(what="make_schematic", areas=[root], by=by, now=now, after={"drawn": len(drawn)})
    return len(drawn)


def _outline(root: str, city: City) -> tuple[_Plane, list[Point], bool]:
    kept = Boundary.objects.filter(area_id=root).first()
    if kept is not None:
        parts = shapely.get_parts(shapely.from_wkb(bytes(kept.wkb)))
        shape = max(parts, key=shapely.area)
        middle = shapely.centroid(shape)
        plane = _Plane(middle.x, middle.y)
        return plane, [plane.metres((x, y)) for x, y in shapely.get_coordinates(shape.exterior)[:-1].tolist()], True
    if root != city.root:
        text = _("%(code)s has no boundary yet. Draw the whole city, %(city)s, first.")
        raise ShapeInvalid(text % {"code": root, "city": city.root})
    return _Plane(*city.centre), blob(area_km2=city.area_km2, seed=city.key, aspect=city.aspect), False


def _tree(areas: Sequence[Area], root: str, city: City, plane: _Plane) -> Node:
    nodes = {area.code: Node(area.code, hint=_hint(area.code, city, plane)) for area in areas}
    if root not in nodes:
        raise ShapeInvalid(_("There is no area with the code “%(code)s”.") % {"code": root})
    for area in areas:
        if area.code != root and area.parent_id in nodes:
            nodes[area.parent_id].children.append(nodes[area.code])
    return nodes[root]


def _hint(code: str, city: City, plane: _Plane) -> Point | None:
    return plane.metres(city.centres[code]) if code in city.centres else None


def _rows(tiling: Tiling, drawn: Sequence[str], plane: _Plane) -> list[Boundary]:
    degrees = np.round(np.array(tiling.points) / np.array(plane.scale) + (plane.lon, plane.lat), 7)
    return [
        Boundary(
            area_id=code,
            wkb=shapely.to_wkb(shapely.polygons(degrees[list(tiling.rings[code])])),
            is_schematic=True,
            source=SOURCE,
        )
        for code in drawn
    ]


@transaction.atomic
def make_grids(*, root: str, per_village: int, by: int | None, now: datetime, city: City | None = None) -> int:
    """Give every area of the last level but one under `root` that has no grids this many; returns how many were made.
    They have no shape until they are drawn. Raises ShapeInvalid when codes cannot count so far."""
    city = city or current()
    village, grid = city.levels[-2], city.levels[-1]
    if not 1 <= per_village < 10**grid.width:
        raise ShapeInvalid(_("A village has 1 to %(most)d grids.") % {"most": 10**grid.width - 1})
    lo, hi = city.range(root)
    villages = Area.objects.filter(code__gte=lo, code__lt=hi, level=village.key, is_active=True, children=None)
    grids = [
        Area(
            code=f"{code}{number:0{grid.width}d}",
            name=grid_name(number, "zh"),
            name_en=grid_name(number, "en"),
            level=grid.key,
            parent_id=code,
        )
        for code in villages.order_by("code").values_list("code", flat=True)
        for number in range(1, per_village + 1)
    ]
    if grids:
        Area.objects.bulk_create(grids, batch_size=BATCH)
        record_change(what="make_grids", areas=[root], by=by, now=now, after={"made": len(grids)})
    return len(grids)
