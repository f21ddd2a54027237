"""Which areas the features of a GeoJSON file mean, and every fault of their shapes. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from linli.places.city import City
from linli.places.errors import FileInvalid
from linli.places.rules.coordinates import System, shape_to_wgs84
from linli.places.rules.locator import METRES_A_DEGREE

Kind = Literal[
    "not_a_polygon", "invalid", "repaired", "unknown", "duplicate", "overlap", "gap", "outside_parent", "shifted"
]
HARD: frozenset[Kind] = frozenset({"not_a_polygon", "invalid", "unknown", "duplicate"})
"""Faults with which nothing is imported; the others are warnings."""
CODES = ("code", "adcode", "area_code", "区划代码", "代码")
NAMES = ("name", "名称", "NAME", "Name")
SPECK_M2, SHARE = 2_000.0, 0.002
"""Overlaps and gaps are told from this size and this share of the smaller area."""


@dataclass(frozen=True, slots=True)
class BoundaryFault:
    """What is wrong; `feature` counts from 1, and is 0 for what concerns several."""

    feature: int
    kind: Kind
    text: str

    @property
    def is_hard(self) -> bool:
        return self.kind in HARD


@dataclass(frozen=True, slots=True)
class Feature:
    number: int
    code: str
    shape: shapely.Geometry


def read_features(*, content: bytes) -> list[tuple[int, dict[str, Any], Any]]:
    """Number, properties and geometry of each feature. Raises FileInvalid for what is no FeatureCollection."""
    try:
        table = orjson.loads(content)
        rows = [(feature.get("properties") or {}, feature.get("geometry")) for feature in table["features"]]
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise FileInvalid(_("The file is not a GeoJSON FeatureCollection: %(reason)s") % {"reason": error}) from error
    return [(number, properties, geometry) for number, (properties, geometry) in enumerate(rows, start=1)]


def match(
    *,
    properties: Mapping[str, Any],
    city: City,
    known: Mapping[str, str],
    by_name: Mapping[str, Sequence[str]],
    code_property: str = "",
    name_property: str = "",
) -> tuple[str, str]:
    """The area's code, or an empty text and why not. A code counts before a name; a name must be the only one."""
    for key in (code_property,) if code_property else CODES:
        if str(properties.get(key) or "").strip():
            code = city.cut(str(properties[key]))
            return (
                (code, "") if code in known else ("", _("There is no area with the code “%(code)s”.") % {"code": code})
            )
    for key in (name_property,) if name_property else NAMES:
        name = str(properties.get(key) or "").strip()
        if name:
            codes = by_name.get(name, ())
            if len(codes) == 1:
                return codes[0], ""
            return "", _("%(count)d areas are called “%(name)s”; a code is needed.") % {
                "count": len(codes),
                "name": name,
            }
    return "", _("The feature has neither a code nor a name.")


def read_shape(*, geometry: Any, system: System, repair: bool) -> tuple[shapely.Geometry | None, Kind | None, str]:
    """The polygon in WGS84, a fault of it and the reason. A repaired one comes with the fault `repaired`."""
    try:
        shape: shapely.Geometry | None = shapely.from_geojson(orjson.dumps(geometry))
    except (shapely.GEOSException, TypeError) as error:
        return None, "not_a_polygon", _("The geometry cannot be read: %(reason)s") % {"reason": error}
    if shape is None or shapely.get_type_id(shape) not in (3, 6) or shapely.is_empty(shape):
        return None, "not_a_polygon", _("The geometry is no polygon.")
    west, south, east, north = shapely.bounds(shape).tolist()
    if not (west >= -180 and south >= -90 and east <= 180 and north <= 90):
        return None, "invalid", _("Coordinates must be degrees of longitude and latitude.")
    shape = shape_to_wgs84(shapely.force_2d(shape), system)
    if shapely.is_valid(shape):
        return shape, None, ""
    reason = str(shapely.is_valid_reason(shape))
    if not repair:
        return None, "invalid", _("The polygon is invalid: %(reason)s.") % {"reason": reason}
    mended = _polygons_of(shapely.make_valid(shape))
    return mended, "repaired", _("The polygon was invalid and has been repaired: %(reason)s.") % {"reason": reason}


def _polygons_of(shape: shapely.Geometry) -> shapely.Geometry:
    parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) in (3, 6)]
    return shapely.union_all(parts)


def square_metres(shape: shapely.Geometry) -> float:
    """Area of a WGS84 geometry, good to a few parts in a thousand for an area of a city's size."""
    if shapely.is_empty(shape):
        return 0.0
    middle = np.radians((shapely.bounds(shape)[1] + shapely.bounds(shape)[3]) / 2)
    return float(shapely.area(shape) * METRES_A_DEGREE**2 * np.cos(middle))


def find_overlaps(*, shapes: Mapping[str, shapely.Geometry], name: Callable[[str], str]) -> list[BoundaryFault]:
    """Areas of one level that lie over each other."""
    codes, faults = list(shapes), []
    known: NDArray[np.object_] = np.array([shapes[code] for code in codes], dtype=object)
    if not len(known):
        return []
    one, two = shapely.STRtree(known).query(known, predicate="intersects")
    for a, b in zip(one[one < two].tolist(), two[one < two].tolist(), strict=True):
        over = square_metres(shapely.intersection(known[a], known[b]))
        if over > max(SPECK_M2, SHARE * min(square_metres(known[a]), square_metres(known[b]))):
            text = _("%(one)s and %(two)s overlap by %(area).2f km².")
            words = {"one": name(codes[a]), "two": name(codes[b]), "area": over / 1e6}
            faults.append(BoundaryFault(0, "overlap", text % words))
    return faults


def find_gaps(
    *,
    parents: Mapping[str, shapely.Geometry],
    children: Mapping[str, Mapping[str, shapely.Geometry]],
    name: Callable[[str], str],
) -> list[BoundaryFault]:
    """Parts of a parent that no child covers, and children that reach out of their parent."""
    faults = []
    for code, parent in parents.items():
        shapes = children.get(code, {})
        if not shapes:
            continue
        whole = square_metres(parent)
        bare = square_metres(shapely.difference(parent, shapely.union_all(list(shapes.values()))))
        if bare > max(SPECK_M2, SHARE * whole):
            text = _("%(parent)s: %(area).2f km² (%(share).0f %%) lie in none of its areas.")
            words = {"parent": name(code), "area": bare / 1e6, "share": 100 * bare / whole}
            faults.append(BoundaryFault(0, "gap", text % words))
        faults += [fault for child, shape in shapes.items() if (fault := _outside(child, shape, code, parent, name))]
    return faults


def _outside(
    child: str, shape: shapely.Geometry, code: str, parent: shapely.Geometry, name: Callable[[str], str]
) -> BoundaryFault | None:
    out = square_metres(shapely.difference(shape, parent))
    if out <= max(SPECK_M2, SHARE * square_metres(shape)):
        return None
    text = _("%(child)s lies outside %(parent)s with %(area).2f km².")
    return BoundaryFault(0, "outside_parent", text % {"child": name(child), "parent": name(code), "area": out / 1e6})
