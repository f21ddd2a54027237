"""The public map and the page of an area: coarse places, kinds and stages; no texts, no people."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from linli.web.public import domain, recent
from linli.web.wording import text_of

MOST_POINTS = 2000
MOST_LINES = 60


@require_GET
def city_map(request: HttpRequest) -> HttpResponse:
    """The whole city."""
    return _page(request, domain.city_code())


@require_GET
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One area: its map, what was reported there, the areas in it, and a subscription."""
    return _page(request, domain.area(code=code).code)


@require_GET
@cache_control(public=True, max_age=60)
def points(request: HttpRequest, code: str) -> JsonResponse:
    """The area's public cases as GeoJSON points."""
    lines = recent.lines(area_code=domain.area(code=code).code, limit=MOST_POINTS, now=timezone.now())
    return JsonResponse({"type": "FeatureCollection", "features": [_feature(line) for line in lines]})


def _feature(line: recent.Line) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [line.lon, line.lat]},
        "properties": {
            "category": line.category,
            "stage": text_of(line.stage.title),
            "date": line.opened_date.isoformat(),
        },
    }


def _page(request: HttpRequest, code: str) -> HttpResponse:
    path = domain.name_path(code=code)
    context = {
        "area": domain.area(code=code),
        "is_city": code == domain.city_code(),
        "above": path[:-1],
        "areas": domain.areas_in(code=code),
        "lines": recent.lines(area_code=code, limit=MOST_LINES, now=timezone.now()),
        "days": recent.DAYS,
        "centre": domain.city_centre(),
    }
    return render(request, "public/map.html", context)
