"""The public map and the page of an area: coarse places, kinds and stages; no texts, no people."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
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
    asked, code = _asked(request), domain.area(code=code).code
    lines = recent.lines(
        area_code=code, limit=MOST_POINTS, now=timezone.now(), kind=asked.kind, only_open=asked.only_open
    )
    return JsonResponse({"type": "FeatureCollection", "features": [_feature(line) for line in lines]})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is narrowed to: a category and what lies below it, and whether only what is open is shown."""

    kind: str
    only_open: bool

    @property
    def query(self) -> str:
        """The same, as an address ends; nothing where it is not narrowed."""
        given = {"kind": self.kind, "open": "yes" if self.only_open else ""}
        said = urlencode({key: one for key, one in given.items() if one})
        return f"?{said}" if said else ""


def _asked(request: HttpRequest) -> Asked:
    """What means nothing is left out."""
    kind = request.GET.get("kind", "")
    return Asked(kind if kind in domain.public_kinds() else "", request.GET.get("open", "") == "yes")


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
    path, asked = domain.name_path(code=code), _asked(request)
    lines = recent.lines(
        area_code=code, limit=MOST_LINES, now=timezone.now(), kind=asked.kind, only_open=asked.only_open
    )
    context = {
        "area": domain.area(code=code),
        "is_city": code == domain.city_code(),
        "above": path[:-1],
        "areas": domain.areas_in(code=code),
        "asked": asked,
        "kinds": [(key, text_of(one.title)) for key, one in domain.public_kinds().items()],
        "points": f"{reverse('public:points', args=[code])}{asked.query}",
        "lines": lines,
        "most": MOST_POINTS,
        "most_lines": MOST_LINES,
        "days": recent.DAYS,
        "centre": domain.city_centre(),
    }
    return render(request, "public/map.html", context)
