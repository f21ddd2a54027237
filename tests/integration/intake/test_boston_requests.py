"""Boston's 41,827 service requests come in whole, and Linli's own clocks agree with the city's word on punctuality."""

import csv
from collections import Counter
from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pytest_django.fixtures import Settings

from config.paths import ROOT
from linli.cases.models import Case
from linli.cases.queries import verify
from linli.cases.queries.punctuality import by_organisation, each
from linli.cases.queries.tallies import Asked
from linli.cli.city import load_city
from linli.intake.actions.importing import import_cases
from linli.people.models import Organisation
from linli.places import actions as places
from linli.places.actions.boundaries import How
from linli.places.queries import children_of, locate_many
from linli.scores.queries.overview import Figures, overview

BOSTON = ROOT / "cities" / "boston"
REQUESTS = 41_827
NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
CITY = "2502507000"

pytestmark = pytest.mark.django_db


@pytest.fixture
def boston(settings: Settings, data: Path) -> Path:
    """Boston with its departments and the polygons of its 26 neighbourhoods."""
    settings.CITY_ROOT = BOSTON
    settings.TIME_ZONE = "America/New_York"
    load_city(now=NOW, progress=lambda line: None, grids=0, schematic=False)
    polygons = (data / "boston311" / "neighborhoods.geojson").read_bytes()
    report = places.import_boundaries(content=polygons, how=How(system="wgs84", repair=True), by=None, now=NOW)
    assert (report.imported, report.is_refused) == (26, False)
    return data / "boston311" / "requests_2011_07_to_10.csv"


def word_of_the_city(file: Path) -> dict[str, tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["case_enquiry_id"]: (row["department"], row["ontime"]) for row in csv.DictReader(lines)}


def test_every_request_comes_in_and_punctuality_agrees(boston: Path) -> None:
    mapping = (BOSTON / "imports" / "311.toml").read_bytes()

    report = import_cases(content=boston.read_bytes(), name=boston.name, mapping=mapping, now=NOW)

    assert (report.rows, report.created, report.faults) == (REQUESTS, REQUESTS, [])
    assert Case.objects.filter(closed_at__isnull=False).count() == 39_368
    inside = report.placed["point"] + report.placed.get("nearest", 0)
    assert inside >= 0.999 * REQUESTS, "on a sample 99.95 % of the points fall inside"
    assert list(verify()) == []
    check_punctuality(word_of_the_city(boston))
    for since, until in ((date(2011, 7, 1), date(2011, 10, 31)), (date(2011, 8, 10), date(2011, 9, 20))):
        check_overviews(boston, since, until)


def check_overviews(file: Path, since: date, until: date) -> None:
    """The overviews of all neighbourhoods and departments are what pandas counts in the file."""
    rows = pd.read_csv(file, parse_dates=["open_dt", "closed_dt", "target_dt"])
    rows["area"] = [place.area_code if place else CITY for place in locate_many(rows.longitude, rows.latitude)]
    ids = {("No Q" if one.code == "NOQ" else one.code): str(one.id) for one in Organisation.objects.all()}
    rows["org"] = rows.department.map(ids)
    rows["took"] = (rows.closed_dt - rows.open_dt).dt.total_seconds() // 60
    assert len(children_of(CITY)) == 26
    for by, column in (("area", "area"), ("org", "org")):
        asked = Asked((CITY,), (), since, until)
        found = overview(asked=asked, by=by, against="before", now=NOW)  # type: ignore[arg-type]
        groups = {str(key): some for key, some in rows.groupby(column)}
        assert set(found.parts) <= set(groups) - {CITY}
        assert len(groups) == (25 if by == "area" else 11)  # from one island nobody reported
        for key in set(groups) - {CITY}:
            check_figures(found.parts.get(key, Figures()), groups[key], since, until)
        check_figures(found.whole, rows, since, until)


def between(moments: "pd.Series[Any]", since: date, until: date) -> "pd.Series[bool]":
    return (moments >= pd.Timestamp(since)) & (moments < pd.Timestamp(until) + pd.Timedelta(days=1))


def check_figures(figures: Figures, rows: pd.DataFrame, since: date, until: date) -> None:
    opened = rows[between(rows.open_dt, since, until)]
    closed = rows[between(rows.closed_dt, since, until)]
    in_time = closed[closed.closed_dt <= closed.target_dt]
    late = closed[closed.closed_dt > closed.target_dt]
    counted = {"opened": len(opened), "closed": len(closed), "on_time": len(in_time), "late": len(late)}
    assert {key: figures.sums[key] for key in counted} == counted
    assert figures.open == int(rows.closed_dt.isna().sum())
    assert figures.sums["took_minutes"] == int(closed.took.sum())
    if len(closed) >= 30:
        for share in (0.5, 0.9):
            true = sorted(closed.took)[ceil(share * len(closed)) - 1]
            read = figures.sums.quantile("closed", share)
            assert read is not None
            assert abs(read - true) <= 0.19 * true + 1, (share, read, true)


def check_punctuality(said: dict[str, tuple[str, str]]) -> None:
    """Case by case, then by department. Where the city says nothing (114 rows), Linli finds each of them late."""
    judged = dict(each(pack="event", area=CITY, now=NOW, source="boston311"))
    assert judged.keys() == said.keys()
    words = {number: "ONTIME" if on_time else "OVERDUE" for number, on_time in judged.items()}
    assert [number for number, (_dept, word) in said.items() if word and word != words[number]] == []
    silent = [number for number, (_dept, word) in said.items() if not word]
    assert len(silent) == 114
    assert {words[number] for number in silent} == {"OVERDUE"}, "closed, or still open, after their target"
    theirs = Counter((dept, word) for dept, word in said.values() if word)
    theirs.update((said[number][0], "OVERDUE") for number in silent)
    ours: Counter[tuple[str, str]] = Counter()
    for row in by_organisation(pack="event", area=CITY, now=NOW, source="boston311"):
        code = "No Q" if row.code == "NOQ" else row.code
        ours.update({(code, "ONTIME"): row.on_time, (code, "OVERDUE"): row.late})
    assert +ours == theirs
