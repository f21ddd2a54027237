"""Open cases follow when the grid they lie in is split or merged."""

from datetime import datetime

import pytest
import shapely

from linli.cases.actions.opening import open_case
from linli.cases.actions.relocating import apply_area_change
from linli.cases.models import Case, Event
from linli.cases.queries import verify
from linli.cases.types import NewCase, Opened
from linli.people.access import PUBLIC
from linli.places import actions, queries
from linli.places.models import Area

pytestmark = pytest.mark.django_db
VILLAGE = "430102001001"
ONE, TWO, LOWER, UPPER = (f"{VILLAGE}00{number}" for number in (1, 2, 3, 4))


@pytest.fixture(autouse=True)
def grids(now: datetime) -> None:
    text = f"code,name\n43,湖南省\n4301,长沙市\n430102,芙蓉区\n430102001,街道\n{VILLAGE},社区\n"
    actions.import_divisions(content=text.encode(), name="a.csv", by=None, now=now)
    actions.make_grids(root=VILLAGE, per_village=2, by=None, now=now)
    actions.make_schematic(root="4301", by=None, now=now)


def opened(now: datetime, *, lon: float | None = None, lat: float | None = None) -> Opened:
    area = "" if lon is not None else ONE
    report = NewCase(pack="event", text="路灯不亮，晚上很黑", channel="web", lon=lon, lat=lat, area_code=area)
    return open_case(report=report, by=PUBLIC, now=now)


def area_of(case: Opened) -> str | None:
    return Case.objects.get(number=case.number).area_id


def split(now: datetime) -> actions.AreaChanged:
    west, south, east, north = queries.bounds_of(ONE) or (0, 0, 0, 0)
    middle = (south + north) / 2
    line = shapely.LineString([(west - 0.01, middle), (east + 0.01, middle)])
    return actions.split_grid(code=ONE, line=line, by=None, now=now)


def test_cases_of_a_split_grid_follow_by_their_point(now: datetime) -> None:
    west, south, east, north = queries.bounds_of(ONE) or (0, 0, 0, 0)
    shape = queries.boundary_of(ONE)
    halves = [shapely.intersection(shape, shapely.box(west, south, east, (south + north) / 2))]
    halves.append(shapely.difference(shape, halves[0]))
    points = shapely.get_coordinates(shapely.point_on_surface(halves)).tolist()
    cases = [opened(now, lon=lon, lat=lat) for lon, lat in points]
    bare = opened(now)

    changed = split(now)
    assert apply_area_change(replaced=changed.replaced, now=now) == 3
    assert {area_of(case) for case in cases} == {LOWER, UPPER}
    for case, (lon, lat) in zip(cases, points, strict=True):
        assert area_of(case) == queries.locate(lon=lon, lat=lat).area_code
    assert area_of(bare) == changed.made[0]
    event = Event.objects.filter(case__number=bare.number).latest("seq")
    assert (event.kind, dict(event.body or {})["area"]) == ("area_changed", [ONE, changed.made[0]])
    assert not list(verify())


def test_cases_of_merged_grids_follow_and_closed_ones_stay(now: datetime) -> None:
    moving, closed = opened(now), opened(now)
    Case.objects.filter(number=closed.number).update(closed_at=now, outcome="withdrawn")
    changed = actions.merge_grids(codes=[ONE, TWO], by=None, now=now)
    assert apply_area_change(replaced=changed.replaced, now=now) == 1
    assert (area_of(moving), area_of(closed)) == (changed.made[0], ONE)
    assert not Area.objects.get(code=ONE).is_active
