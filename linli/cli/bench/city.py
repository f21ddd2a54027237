"""What the benchmarks run on: the city, a schematic map of it, its organisations and one post of each role."""

import random
from dataclasses import dataclass
from datetime import datetime

POINTS = 20_000
GRIDS = 3
"""Grids a village."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Bearer tokens of a town's desk, of a department's handler and of a county's leader."""

    desk: str
    handler: str
    leader: str


def load(*, now: datetime) -> None:
    """Divisions, grids and a schematic map of the city, its organisations and calendar, if they are not there yet."""
    from linli.cli.city import load_city
    from linli.places.actions import make_grids, make_schematic
    from linli.places.city import current
    from linli.places.models import Boundary

    load_city(now=now, progress=lambda text: None)
    if not Boundary.objects.exists():
        root = current().root
        make_grids(root=root, per_village=GRIDS, by=None, now=now)
        make_schematic(root=root, by=None, now=now)


def points() -> list[list[float]]:
    """Points all over the city's deepest areas, in an order of their own."""
    import shapely

    from linli.places.models import Boundary

    dice = random.Random(4301)
    deepest = Boundary.objects.filter(area__is_active=True, area__children__isnull=True).values_list("wkb", flat=True)
    shapes = [shapely.from_wkb(bytes(wkb)) for wkb in deepest]
    found: list[list[float]] = []
    while len(found) < POINTS:
        shape = dice.choice(shapes)
        west, south, east, north = shape.bounds
        lon, lat = dice.uniform(west, east), dice.uniform(south, north)
        if shapely.contains_xy(shape, lon, lat):
            found.append([round(lon, 6), round(lat, 6)])
    return found
