"""What the benchmarks run on: the city, a schematic map of it, its organisations and one post of each role."""

import random
from datetime import datetime

POINTS = 20_000


def load(*, now: datetime) -> None:
    """Divisions, grids and a schematic map of the city, its organisations and calendar, if they are not there yet."""
    from linli.cli.city import load_city
    from linli.people.models import Organisation
    from linli.places.models import Boundary

    if not (Boundary.objects.exists() and Organisation.objects.exists()):
        load_city(now=now, progress=lambda text: None)


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
