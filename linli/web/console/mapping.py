"""Cases on a map: the same list, filters and access as everywhere, as points. A list stands beside it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.people.access import Actor
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
        "points": f"{reverse('console:map-points')}?{query_of(filters=chosen)}",
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


def outline(*, code: str) -> str:
    """The address of an area's polygons, where this installation serves them."""
    try:
        return reverse("public:outline", args=[code])
    except NoReverseMatch:
        return ""
