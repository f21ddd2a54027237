"""Boundaries as vector tiles: no personal data, no session; an address holds the map's version and so never changes."""

import gzip

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from linli.core.errors import NotFound
from linli.core.tiles import MEDIA_TYPE, Frame
from linli.places import queries
from linli.places.errors import CityInvalid

FOREVER = 365 * 24 * 3600
SET_SECONDS = 60


@require_safe
def area_tiles(request: HttpRequest, level: str) -> JsonResponse:
    """TileJSON of a level: the tiles' address with the newest version of the map, zooms and bounds."""
    try:
        found = queries.tile_set(level=level)
    except CityInvalid as error:
        raise NotFound(str(error)) from error
    sample = reverse("public:area-tile", args=[found.version, level, 0, 0, 0])
    answer = JsonResponse(
        {
            "tilejson": "3.0.0",
            "tiles": [request.build_absolute_uri(sample).replace("/0/0/0.", "/{z}/{x}/{y}.")],
            "minzoom": found.smallest_zoom,
            "maxzoom": found.largest_zoom,
            "bounds": found.bounds,
            "is_schematic": found.is_schematic,
            "vector_layers": [{"id": layer, "fields": {}} for layer in ("areas", "centres")],
        }
    )
    patch_cache_control(answer, public=True, max_age=SET_SECONDS)
    return answer


@require_safe
def area_tile(request: HttpRequest, version: int, level: str, z: int, x: int, y: int) -> HttpResponse:
    """One tile; answers 304 to the ETag it gave. Asked for another version than this process has, it is not kept."""
    if version > queries.map_version():
        queries.catch_up()
    try:
        tile = queries.area_tile(level=level, frame=Frame(z, x, y))
    except (CityInvalid, ValueError) as error:
        raise NotFound(_("There is no such tile of the map.")) from error
    if request.headers.get("If-None-Match") == tile.etag:
        answer = HttpResponse(status=304)
    else:
        answer = _written(tile, is_zipped="gzip" in request.headers.get("Accept-Encoding", ""))
    answer["ETag"] = tile.etag
    is_newest = tile.etag.startswith(f'"{version}-')
    patch_cache_control(
        answer, public=True, **({"max_age": FOREVER, "immutable": True} if is_newest else {"max_age": 0})
    )
    return answer


def _written(tile: queries.AreaTile, *, is_zipped: bool) -> HttpResponse:
    """The tile as it is kept, zipped once and not for every reader."""
    if not is_zipped:
        return HttpResponse(gzip.decompress(tile.zipped), content_type=MEDIA_TYPE)
    answer = HttpResponse(tile.zipped, content_type=MEDIA_TYPE)
    answer["Content-Encoding"] = "gzip"
    return answer
