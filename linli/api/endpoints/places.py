"""Areas and the area of a point."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from linli.api.bearer import Bearer
from linli.api.codec import answer
from linli.api.limits import limited
from linli.api.schemas.common import refuse_unknown
from linli.api.schemas.places import AreaDetail, AreaList, AreaQuery, LocatedOut, PointQuery
from linli.places import queries
from linli.places.city import current
from linli.places.queries.areas import AreaRow

router = Router(auth=Bearer())


@router.get("/areas", response=AreaList, operation_id="listAreas", summary="List areas")
@limited
def list_areas(request: HttpRequest, wanted: Query[AreaQuery]) -> HttpResponse:
    """Areas below a code: its direct children, or all of one level, or those whose name holds a text."""
    refuse_unknown(request, known=AreaQuery)
    rows = [row for row in _areas(wanted) if row.code > wanted.after]
    shown = rows[: wanted.limit]
    after = shown[-1].code if len(rows) > len(shown) else ""
    return answer({"items": _shown(shown), "next_after": after})


@router.get("/areas/{code}", response=AreaDetail, operation_id="getArea", summary="Read an area")
@limited
def get_area(request: HttpRequest, code: str) -> HttpResponse:
    """The area, the way down to it and what lies below."""
    row = queries.area(code)
    path = [queries.area(step) for step, _name in queries.name_path(code)]
    children = queries.children_of(code)
    return answer(_area(row) | {"path": _shown(path), "children": _shown(children)})


@router.get("/locate", response=LocatedOut, operation_id="locate", summary="Find the area of a point")
@limited
def locate(request: HttpRequest, point: Query[PointQuery]) -> HttpResponse:
    """The deepest area that the point lies in, or the nearest at a border. `how` says `outside` when there is none."""
    refuse_unknown(request, known=PointQuery)
    found = queries.locate(lon=point.lon, lat=point.lat)
    above = [queries.area(code) for code, _name in queries.name_path(found.area_code)] if found.area_code else []
    return answer(
        {
            "area_code": found.area_code,
            "ancestors": _shown(above),
            "how": found.how,
            "distance_m": round(found.distance_m, 1),
            "is_schematic": found.is_schematic,
        }
    )


def _areas(wanted: AreaQuery) -> Sequence[AreaRow]:
    under = wanted.under or current().root
    if wanted.text:
        hits = queries.search_areas(wanted.text, within=under, limit=1_000, level=wanted.level or None)
        return sorted(hits, key=lambda row: row.code)
    return queries.areas_under(under, wanted.level) if wanted.level else queries.children_of(under)


def _shown(rows: Sequence[AreaRow]) -> list[dict[str, str]]:
    return [_area(row) for row in rows]


def _area(row: AreaRow) -> dict[str, str]:
    return {"code": row.code, "name": row.title, "level": row.level, "parent": row.parent}
