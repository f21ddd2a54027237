"""What maps and place pickers ask for: outlines, the area at a point, areas by name. No personal data, no session."""

import math

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.core.errors import Invalid
from linli.places import queries

OUTLINE_SECONDS = 300
SEARCH_LIMIT = 20


@require_safe
def outline(request: HttpRequest, code: str) -> HttpResponse:
    """GeoJSON of an area and its children for a zoom (`?zoom=10`); answers 304 to the ETag it gave.

    With `?version=`, never of an older map: whoever asks has seen that one, perhaps through another process.
    """
    if _whole(request, "version", 0) > queries.map_version():
        queries.catch_up()
    drawn = queries.outline(code, _whole(request, "zoom", 10))
    if request.headers.get("If-None-Match") == drawn.etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(drawn.json, content_type="application/geo+json")
    response["ETag"] = drawn.etag
    patch_cache_control(response, public=True, max_age=OUTLINE_SECONDS)
    response["Vary"] = "Accept-Language, Cookie"
    return response


@require_safe
def located(request: HttpRequest) -> JsonResponse:
    """The deepest area at `?lon=…&lat=…`, all areas above it, and how sure that is."""
    found = queries.locate(lon=_number(request, "lon", 180), lat=_number(request, "lat", 90))
    path = queries.name_path(found.area_code) if found.area_code else ()
    return JsonResponse(
        {
            "area": found.area_code,
            "path": [{"code": code, "name": name} for code, name in path],
            "how": found.how,
            "distance_m": round(found.distance_m),
            "is_schematic": found.is_schematic,
        }
    )


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Areas whose name or code holds `?q=…`, with the names above them."""
    text = request.GET.get("q", "")[:60]
    rows = queries.search_areas(text, request.GET.get("within", "")[:24], SEARCH_LIMIT)
    return JsonResponse({"areas": [_found(row) for row in rows]})


def _found(row: queries.AreaRow) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.title,
        "level": row.level,
        "path": " ".join(name for _code, name in queries.name_path(row.code)[1:]),
        "centre": queries.centre_of(row.code),
    }


def _number(request: HttpRequest, name: str, most: float) -> float:
    try:
        value = float(request.GET.get(name, ""))
    except ValueError:
        value = math.nan
    if not -most <= value <= most:
        text = _("“%(name)s” must be a number of degrees from -%(most)d to %(most)d.")
        raise Invalid(text % {"name": name, "most": most})
    return value


def _whole(request: HttpRequest, name: str, default: int) -> int:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() else default
