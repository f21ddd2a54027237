"""Importing boundaries: converted to WGS84 on the way in, every fault told, all of a file or none of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from linli.places.actions.versions import record_change
from linli.places.city import City, current
from linli.places.models import Area, Boundary
from linli.places.rules.alignment import Shift, find_shift
from linli.places.rules.boundaries import (
    BoundaryFault,
    Feature,
    find_gaps,
    find_overlaps,
    match,
    read_features,
    read_shape,
)
from linli.places.rules.coordinates import System

BATCH = 1000
SYSTEM_NAMES: Mapping[System, str] = {"wgs84": "WGS84", "gcj02": "GCJ-02", "bd09": "BD-09"}
Shapes = dict[str, shapely.Geometry]


@dataclass(frozen=True, slots=True)
class BoundariesReport:
    """What an import did. With a hard fault nothing was changed; the other faults are warnings."""

    features: int
    imported: int
    faults: tuple[BoundaryFault, ...]
    shift: Shift | None

    @property
    def is_refused(self) -> bool:
        return any(fault.is_hard for fault in self.faults)


@dataclass(frozen=True, slots=True)
class How:
    """How a file is to be read. The properties are recognised when they are not named."""

    system: System
    repair: bool = False
    code_property: str = ""
    name_property: str = ""
    source: str = ""


@transaction.atomic
def import_boundaries(
    *, content: bytes, how: How, by: int | None, now: datetime, city: City | None = None, dry_run: bool = False
) -> BoundariesReport:
    """Bring in the polygons of a GeoJSON file for areas that are known. Raises FileInvalid."""
    city = city or current()
    names = dict(Area.objects.filter(is_active=True).values_list("code", "name"))
    rows = read_features(content=content)
    features, faults = _read(rows, names, how, city)
    shapes = {feature.code: feature.shape for feature in features}
    checked, shift = check_shapes(fresh=shapes, names=names, city=city, system=how.system)
    report = BoundariesReport(len(rows), len(shapes), tuple([*faults, *checked]), shift)
    if report.is_refused or dry_run or not shapes:
        return BoundariesReport(len(rows), 0, report.faults, shift)
    _write(shapes, how)
    after = {"imported": len(shapes), "system": how.system, "source": how.source}
    record_change(what="import_boundaries", areas=list(shapes)[:1000], by=by, now=now, after=after)
    return report


def _read(
    rows: Sequence[tuple[int, dict[str, object], object]], names: Mapping[str, str], how: How, city: City
) -> tuple[list[Feature], list[BoundaryFault]]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for code, name in names.items():
        by_name[name].append(code)
    features: dict[str, Feature] = {}
    faults: list[BoundaryFault] = []
    for number, properties, geometry in rows:
        code, why = match(
            properties=properties,
            city=city,
            known=names,
            by_name=by_name,
            code_property=how.code_property,
            name_property=how.name_property,
        )
        shape, kind, reason = read_shape(geometry=geometry, system=how.system, repair=how.repair)
        if not code:
            faults.append(BoundaryFault(number, "unknown", why))
        elif code in features:
            text = _("%(code)s is given by feature %(number)d already.")
            faults.append(BoundaryFault(number, "duplicate", text % {"code": code, "number": features[code].number}))
        elif shape is not None:
            features[code] = Feature(number, code, shape)
        if kind:
            faults.append(BoundaryFault(number, kind, reason))
    return list(features.values()), faults


def check_shapes(
    *, fresh: Shapes, names: Mapping[str, str], city: City, system: System = "wgs84"
) -> tuple[list[BoundaryFault], Shift | None]:
    """Faults between shapes: overlaps, gaps, outside their parent, shifted. Shapes already kept count too."""
    kept = Boundary.objects.filter(area__is_active=True, is_schematic=False).exclude(area_id__in=fresh)
    known: Shapes = {code: shapely.from_wkb(bytes(wkb)) for code, wkb in kept.values_list("area_id", "wkb")} | fresh
    levels: dict[str, Shapes] = defaultdict(dict)
    children: dict[str, Shapes] = defaultdict(dict)
    for code, shape in known.items():
        levels[city.level_of(code)][code] = shape
        children[city.parent_code(code)][code] = shape

    def name(code: str) -> str:
        return f"{code} {names.get(code, '')}".strip()

    faults = [fault for level in levels.values() for fault in find_overlaps(shapes=level, name=name)]
    parents = {code: known[code] for code in children if code in known}
    faults += find_gaps(parents=parents, children=children, name=name)
    shift = _shift(parents, children, fresh, city)
    if shift:
        faults.insert(0, BoundaryFault(0, "shifted", _shift_text(shift, parents, fresh, system)))
    return faults, shift


def _shift(parents: Shapes, children: Mapping[str, Shapes], fresh: Shapes, city: City) -> Shift | None:
    """Level by level, the deepest parents first: the city's outline is too far away from its towns to tell much."""
    for level in reversed(city.levels):
        above = {
            code: shape
            for code, shape in parents.items()
            if city.level_of(code) == level.key and (code in fresh or any(child in fresh for child in children[code]))
        }
        shift = find_shift(parents=above, children={code: list(children[code].values()) for code in above})
        if shift:
            return shift
    return None


def _shift_text(shift: Shift, parents: Shapes, fresh: Shapes, system: System) -> str:
    metres = round(shift.metres, -2)
    if shift.systems is None:
        return _("Parents and children lie about %(metres)d m apart.") % {"metres": metres}
    above, below = shift.systems
    is_parent = any(code in fresh for code in parents)
    wrong = above if (above != "wgs84") == is_parent else below
    likely = wrong if system == "wgs84" else "wgs84"
    text = _(
        "Parents and children lie about %(metres)d m apart, as %(above)s and %(below)s do. "
        "The file was read as %(system)s; it looks like %(likely)s."
    )
    return text % {
        "metres": metres,
        "above": SYSTEM_NAMES[above],
        "below": SYSTEM_NAMES[below],
        "system": SYSTEM_NAMES[system],
        "likely": SYSTEM_NAMES[likely],
    }


def _write(shapes: Shapes, how: How) -> None:
    Boundary.objects.filter(area_id__in=shapes).delete()
    Boundary.objects.bulk_create(
        [Boundary(area_id=code, wkb=shapely.to_wkb(shape), source=how.source[:120]) for code, shape in shapes.items()],
        batch_size=BATCH,
    )
