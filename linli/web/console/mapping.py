"""Cases on a map: the same list, filters and access as everywhere. A list stands beside it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.cases.queries import mapping
from linli.cases.types import Filters
from linli.core.tiles import MEDIA_TYPE, Frame
from linli.people.access import Actor
from linli.places.city import current as city
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, lines, lists
from linli.web.console.filters import query_of

SHOWN = 200


@staff_page()
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The map and its list."""
    actor = actor_of(request)
    chosen, form = lists.read(request=request, lens="area")
    page = domain.listing(by=actor, filters=chosen, cursor="", now=timezone.now(), limit=SHOWN)
    context = lists.frame(request=request, actor=actor, chosen=chosen, form=form) | {
        "lines": lines.lines(rows=page.rows, within=actor.area_code),
        "page": page,
        "filters": chosen,
        "mode": "cases" if mapping.may_be_tiled(filters=chosen) else "points",
        "points": _address(chosen),
        "net": reverse("public:area-tiles", args=[city().levels[-1].key]),
        "outline": outline(code=chosen.area or actor.area_code),
        "place": domain.path_text(code=chosen.area or actor.area_code),
        "bulk": (),
    }
    return render(request, "console/map.html", context)


@staff_page()
@never_cache
def points(request: HttpRequest) -> JsonResponse:
    """The same rows as GeoJSON."""
    actor: Actor = actor_of(request)
    chosen, _form = lists.read(request=request, lens="area")
    page = domain.listing(by=actor, filters=chosen, cursor="", now=timezone.now(), limit=SHOWN)
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [row.lon, row.lat]},
            "properties": {
                "title": row.title,
                "number": row.number,
                "href": reverse("console:case", args=[row.number]),
                "late": bool(row.due_at and row.due_at < timezone.now()),
            },
        }
        for row in page.rows
        if row.lon is not None and row.lat is not None
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


@staff_page()
@never_cache
def case_tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    """The same cases, however many, as a vector tile: counts by area from afar, each case from near."""
    chosen, _form = lists.read(request=request, lens="area")
    try:
        frame = Frame(z, x, y)
    except ValueError as error:
        raise Http404 from error
    content = mapping.case_tile(by=actor_of(request), filters=chosen, frame=frame, now=timezone.now())
    return HttpResponse(content, content_type=MEDIA_TYPE)


def _address(chosen: Filters) -> str:
    """Of the tiles, or of the rows where there can be none."""
    if not mapping.may_be_tiled(filters=chosen):
        return f"{reverse('console:map-points')}?{query_of(filters=chosen)}"
    sample = reverse("console:case-tile", args=[0, 0, 0]).replace("/0/0/0.", "/{z}/{x}/{y}.")
    return f"{sample}?{query_of(filters=chosen)}"


def outline(*, code: str) -> str:
    """The address of an area's polygons, where this installation serves them."""
    try:
        return reverse("public:outline", args=[code])
    except NoReverseMatch:
        return ""
