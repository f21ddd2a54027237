"""Importing boundaries: converted, checked against each other, all or nothing."""

import csv
import dataclasses
import json
from datetime import datetime
from pathlib import Path

import pytest
import shapely

from config.paths import ROOT
from linli.places import queries
from linli.places.actions import BoundariesReport, How, import_boundaries, import_divisions
from linli.places.city import City, load
from linli.places.errors import FileInvalid
from linli.places.models import Area, Boundary

pytestmark = pytest.mark.django_db
SQUARE = shapely.box(112.9, 28.1, 113.0, 28.2)


def collection(*features: tuple[dict[str, object], shapely.Geometry]) -> bytes:
    rows = [{"type": "Feature", "properties": p, "geometry": json.loads(shapely.to_geojson(g))} for p, g in features]
    return json.dumps({"type": "FeatureCollection", "features": rows}).encode()


@pytest.fixture
def towns(now: datetime) -> None:
    text = "code,name\n43,湖南省\n4301,长沙市\n430102,芙蓉区\n430102001,东街道\n430102002,西街道\n"
    import_divisions(content=text.encode(), name="a.csv", by=None, now=now)


def bring(content: bytes, now: datetime, **how: object) -> BoundariesReport:
    return import_boundaries(content=content, how=How(**{"system": "wgs84"} | how), by=None, now=now)  # type: ignore[arg-type]


def kinds(report: BoundariesReport) -> list[str]:
    return [fault.kind for fault in report.faults]


@pytest.mark.usefixtures("towns")
def test_it_imports_by_code_or_name(now: datetime) -> None:
    west, east = shapely.box(112.9, 28.1, 112.95, 28.2), shapely.box(112.95, 28.1, 113.0, 28.2)
    report = bring(
        collection(({"code": "430102000000"}, SQUARE), ({"name": "东街道"}, east), ({"code": "430102002000"}, west)),
        now,
    )
    assert (report.imported, report.faults) == (3, ())
    assert queries.locate(lon=112.96, lat=28.15).area_code == "430102001"
    assert queries.locate(lon=112.96, lat=28.15).is_schematic is False


@pytest.mark.usefixtures("towns")
def test_hard_faults_are_all_told_and_nothing_is_imported(now: datetime) -> None:
    bow = shapely.Polygon([(112.9, 28.1), (113.0, 28.2), (113.0, 28.1), (112.9, 28.2)])
    report = bring(
        collection(
            ({"code": "430102"}, SQUARE),
            ({"code": "430102"}, SQUARE),
            ({"code": "430199"}, SQUARE),
            ({"name": "东街道"}, bow),
            ({"code": "430102002"}, shapely.Point(1, 1)),
        ),
        now,
    )
    assert kinds(report) == ["duplicate", "unknown", "invalid", "not_a_polygon"]
    assert (report.imported, Boundary.objects.count()) == (0, 0)


@pytest.mark.usefixtures("towns")
def test_an_invalid_polygon_is_repaired_when_asked(now: datetime) -> None:
    bow = shapely.Polygon([(112.9, 28.1), (113.0, 28.2), (113.0, 28.1), (112.9, 28.2)])
    report = bring(collection(({"code": "430102"}, bow)), now, repair=True)
    assert (kinds(report), report.imported) == (["repaired"], 1)


@pytest.mark.usefixtures("towns")
def test_overlaps_gaps_and_what_reaches_out_are_told(now: datetime) -> None:
    report = bring(
        collection(
            ({"code": "430102"}, SQUARE),
            ({"code": "430102001"}, shapely.box(112.9, 28.1, 112.95, 28.2)),
            ({"code": "430102002"}, shapely.box(112.94, 28.1, 113.01, 28.15)),
        ),
        now,
    )
    assert sorted(kinds(report)) == ["gap", "outside_parent", "overlap"]
    assert report.imported == 3


def test_it_refuses_what_is_no_geojson(now: datetime) -> None:
    with pytest.raises(FileInvalid):
        bring(b"[1, 2]", now)


@pytest.fixture
def hefei(data: Path, now: datetime) -> City:
    city = dataclasses.replace(load(ROOT / "cities/changsha"), root="3401", centres={})
    with (data / "divisions/divisions_2023.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] == "34" or row["code"].startswith("3401")]
    text = "code,name\n" + "".join(f"{row['code']},{row['name']}\n" for row in rows if row["level"] != "village")
    import_divisions(content=text.encode(), name="hefei.csv", by=None, now=now, city=city)
    with (data / "boundaries/hefei_towns_wgs84_131.geojson").open(encoding="utf-8") as file:
        for feature in json.load(file)["features"]:  # a few were made after the list
            code = feature["properties"]["code"][:9]
            Area.objects.get_or_create(
                code=code[:6], defaults={"name": code[:6], "level": "county", "parent_id": code[:4]}
            )
            Area.objects.get_or_create(
                code=code, defaults={"name": feature["properties"]["name"], "level": "town", "parent_id": code[:6]}
            )
    return city


def test_hefei_counties_in_gcj02_lie_500_m_off_its_towns(hefei: City, data: Path, now: datetime) -> None:
    towns = (data / "boundaries/hefei_towns_wgs84_131.geojson").read_bytes()
    counties = (data / "boundaries/hefei_counties_gcj02_10.geojson").read_bytes()
    first = import_boundaries(content=towns, how=How("wgs84"), by=None, now=now, city=hefei)
    assert (first.features, first.imported, first.shift) == (131, 131, None)

    wrong = import_boundaries(content=counties, how=How("wgs84"), by=None, now=now, city=hefei, dry_run=True)
    assert wrong.shift is not None
    assert wrong.shift.metres == pytest.approx(550, abs=60)
    assert wrong.shift.systems == ("gcj02", "wgs84")
    assert wrong.faults[0].kind == "shifted"

    right = import_boundaries(content=counties, how=How("gcj02"), by=None, now=now, city=hefei)
    assert (right.imported, right.shift) == (10, None)


def test_boston_is_matched_by_name(data: Path, now: datetime) -> None:
    city = load(ROOT / "cities/boston")
    divisions = ROOT / "cities/boston/divisions.csv"
    import_divisions(content=divisions.read_bytes(), name="d.csv", by=None, now=now, city=city)
    content = (data / "boston311/neighborhoods.geojson").read_bytes()
    first = import_boundaries(content=content, how=How("wgs84"), by=None, now=now, city=city)
    assert (kinds(first)[0], first.imported) == ("invalid", 0)  # Hyde Park touches itself
    report = import_boundaries(content=content, how=How("wgs84", repair=True), by=None, now=now, city=city)
    assert (report.imported, report.is_refused) == (26, False)
