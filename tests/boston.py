"""Boston's service requests of July to October 2011 as tallies, mapped as the import does it."""

import csv
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pytest_django.fixtures import Settings

from config.paths import ROOT
from linli.cases.models import Tally
from linli.cli.city import load_city
from linli.places import actions, queries
from linli.places.actions.boundaries import How

FOLDER = ROOT / "cities" / "boston"
CITY = "2502507000"
FIRST, LAST = date(2011, 7, 1), date(2011, 10, 31)
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
Key = tuple[str, str, date]


def build(settings: Settings, data: Path) -> None:
    """The city with the polygons of its 26 neighbourhoods."""
    settings.CITY_ROOT = FOLDER
    settings.TIME_ZONE = "America/New_York"
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    polygons = (data / "boston311" / "neighborhoods.geojson").read_bytes()
    actions.import_boundaries(content=polygons, how=How(system="wgs84", repair=True), by=None, now=NOW)
    queries.forget()


def counted(data: Path) -> Counter[Key]:
    """How many came in, by neighbourhood, category and date."""
    mapping = tomllib.loads((FOLDER / "imports" / "311.toml").read_text(encoding="utf-8"))["values"]["category"]
    with (data / "boston311" / "requests_2011_07_to_10.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    places = queries.locate_many([float(row["longitude"]) for row in rows], [float(row["latitude"]) for row in rows])
    counts: Counter[Key] = Counter()
    for row, place in zip(rows, places, strict=True):
        category = mapping.get(row["reason"], mapping["*"])
        counts[place.area_code if place else CITY, category, date.fromisoformat(row["open_dt"][:10])] += 1
    return counts


def tally(counts: Counter[Key]) -> None:
    """Written as what has been folded."""
    Tally.objects.bulk_create(
        Tally(area_code=area, date=day, pack="event", category=category, measure="opened", n=n)
        for (area, category, day), n in counts.items()
    )


def dates(first: date = FIRST, last: date = LAST) -> list[date]:
    """The days from one to the other."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
