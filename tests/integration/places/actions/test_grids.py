"""An administrator draws, splits, merges, reshapes, renames and closes grids."""

from datetime import datetime

import pytest
import shapely

from linli.core.errors import LinliError
from linli.places import actions, queries
from linli.places.errors import AreaClosed, ShapeInvalid
from linli.places.models import AreaChange

pytestmark = pytest.mark.django_db
VILLAGE = "430102001001"
A, B, C = (f"{VILLAGE}00{number}" for number in (1, 2, 3))


@pytest.fixture(autouse=True)
def city(now: datetime) -> None:
    text = f"code,name\n43,湖南省\n4301,长沙市\n430102,芙蓉区\n430102001,街道\n{VILLAGE},社区\n430102001002,社区二\n"
    actions.import_divisions(content=text.encode(), name="a.csv", by=None, now=now)
    actions.make_grids(root=VILLAGE, per_village=3, by=None, now=now)
    actions.make_schematic(root="4301", by=None, now=now)


def line_across(code: str) -> shapely.Geometry:
    west, south, east, north = queries.bounds_of(code) or (0, 0, 0, 0)
    middle = (south + north) / 2
    return shapely.LineString([(west - 0.01, middle), (east + 0.01, middle)])


def test_it_splits(now: datetime) -> None:
    lon, lat = queries.centre_of(A) or (0, 0)
    changed = actions.split_grid(code=A, line=line_across(A), by=None, now=now)
    assert changed.made == (f"{VILLAGE}004", f"{VILLAGE}005")
    assert changed.replaced == {A: changed.made}
    assert queries.locate(lon=lon, lat=lat).area_code in changed.made
    assert not queries.exists(A)
    assert queries.area(A).replaced_by == changed.made[0]
    assert AreaChange.objects.first().what == "split_grid"  # type: ignore[union-attr]


def test_a_line_must_cross(now: datetime) -> None:
    lon, lat = queries.centre_of(A) or (0, 0)
    with pytest.raises(ShapeInvalid):
        actions.split_grid(code=A, line=shapely.LineString([(lon, lat), (lon, lat + 1)]), by=None, now=now)


def test_it_merges_and_the_old_ones_stay_known(now: datetime) -> None:
    changed = actions.merge_grids(codes=[A, B, C], name="合并网格", by=None, now=now)
    (made,) = changed.made
    assert changed.replaced == {A: (made,), B: (made,), C: (made,)}
    assert (
        shapely.equals_exact(
            shapely.normalize(queries.boundary_of(made)), shapely.normalize(queries.boundary_of(VILLAGE)), 1e-6
        )
        or shapely.area(shapely.symmetric_difference(queries.boundary_of(made), queries.boundary_of(VILLAGE))) < 1e-12
    )
    assert queries.area(made).name == "合并网格"


def test_a_code_is_never_used_twice(now: datetime) -> None:
    (merged,) = actions.merge_grids(codes=[A, B, C], by=None, now=now).made
    again = actions.split_grid(code=merged, line=line_across(merged), by=None, now=now)
    assert set(again.made).isdisjoint({A, B, C, merged})
    assert queries.area(A).replaced_by == again.made[0]


def test_it_draws_in_what_is_free(now: datetime) -> None:
    shape = queries.boundary_of(A)
    assert shape is not None
    actions.deactivate(code=A, successor=B, by=None, now=now)
    (made,) = actions.draw_grid(village=VILLAGE, shape=shape, name="新网格", by=None, now=now).made
    lon, lat = queries.centre_of(made) or (0, 0)
    found = queries.locate(lon=lon, lat=lat)
    assert (found.area_code, found.is_schematic) == (made, False)


@pytest.mark.parametrize("where", [B, "430102001002"])
def test_a_drawing_over_a_neighbour_is_refused(now: datetime, where: str) -> None:
    shape = queries.boundary_of(where)
    assert shape is not None
    with pytest.raises(ShapeInvalid):
        actions.reshape(code=A, shape=shape, by=None, now=now)


def test_it_renames(now: datetime) -> None:
    actions.rename(code=A, name="东头网格", by=None, now=now)
    assert queries.area(A).name == "东头网格"
    with pytest.raises(ShapeInvalid):
        actions.rename(code=A, name=" ", by=None, now=now)


def test_what_is_closed_stays_closed(now: datetime) -> None:
    actions.deactivate(code=A, successor=B, by=None, now=now)
    with pytest.raises(AreaClosed):
        actions.split_grid(code=A, line=line_across(B), by=None, now=now)
    with pytest.raises(LinliError):
        actions.deactivate(code=VILLAGE, successor="430102001002", by=None, now=now)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}'])
def test_a_shape_must_be_one(text: str) -> None:
    with pytest.raises(ShapeInvalid):
        actions.read_polygon(text)
