"""Open cases as vector tiles: counts by area from afar, each case from near, under the lists' own filters and access.

A tile asks only for the areas in it, through the index of open cases by area. It holds numbers and places, no words.
"""

import time
from datetime import datetime

import numpy as np
from django.db import connection
from django.utils.translation import gettext as _

from linli.cases.queries.lists import where_of
from linli.cases.queries.scoping import Where, after
from linli.cases.types import Filters
from linli.core import tiles
from linli.core.errors import NotPossible
from linli.core.tiles import Frame, Layer
from linli.people.access import Actor
from linli.places import queries as places

POINTS_FROM = 14
"""The zoom from which each case is a point of its own: a tile is then two kilometres wide."""
MOST_POINTS = 2_000
SLOW_SECONDS, KEPT_SECONDS, KEPT = 0.05, 15.0, 500

# By the areas of one level whose middle lies in the tile, and by those above for cases of which no more is known.
_CLUSTERS = """
SELECT left(c.area_id, %s) AS place, count(*) FROM cases_case c
WHERE {where} AND c.closed_at IS NULL AND (c.area_id >= %s AND c.area_id < %s OR c.area_id = ANY(%s)) GROUP BY 1
"""
_POINTS = """
SELECT c.number, c.lon, c.lat, c.area_id, c.due_at < %s FROM cases_case c
WHERE {where} AND c.closed_at IS NULL AND c.area_id = ANY(%s)
  AND (c.lon >= %s AND c.lon < %s AND c.lat > %s AND c.lat <= %s
       OR (c.lon IS NULL OR c.lat IS NULL) AND c.area_id = ANY(%s))
LIMIT %s
"""
_kept: dict[object, tuple[float, bytes]] = {}


def may_be_tiled(*, filters: Filters) -> bool:
    """Whether a map of these filters can be made of tiles: of open cases, and not of what a search finds."""
    return filters.state == "open" and not filters.text.strip()


def case_tile(*, by: Actor, filters: Filters, frame: Frame, now: datetime) -> bytes:
    """Layer `clusters`: `code` and `n` at the middle of an area. Layer `cases`: `number` and `is_late`, at most
    `MOST_POINTS`; where there are more, clusters instead. Raises NotPossible for filters that cannot be tiled.

    What took long is answered again as it was for some seconds: the tiles of one view are asked for at once.
    """
    if not may_be_tiled(filters=filters):
        raise NotPossible(_("Only open cases, without a search, are counted on the map. Use the list for the others."))
    begun, key = time.monotonic(), (by, filters, frame)
    if key in _kept and _kept[key][0] > begun:
        return _kept[key][1]
    layer = _points(by, filters, frame, now) if frame.z >= POINTS_FROM else None
    content = tiles.encode([layer or _clusters(by, filters, frame, now)])
    if time.monotonic() - begun > SLOW_SECONDS:
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = (time.monotonic() + KEPT_SECONDS, content)
    return content


def _clusters(by: Actor, filters: Filters, frame: Frame, now: datetime) -> Layer:
    width = places.code_width(zoom=frame.z)
    spots = {spot.code: spot for spot in places.spots_in(frame=frame)}
    codes = sorted(code for code in spots if len(code) == width)
    above = [code for code in spots if len(code) < width]
    counts = _counted(where_of(by=by, filters=filters, now=now), width, codes, above) if spots else {}
    shown = [(spots[code], n) for code, n in counts.items() if code in spots]
    lonlat = np.array([(spot.lon, spot.lat) for spot, _n in shown], dtype=float).reshape(-1, 2)
    said: list[dict[str, str | bool | int]] = [{"code": spot.code, "n": n} for spot, n in shown]
    return Layer("clusters", "point", tiles.points(lonlat=lonlat, frame=frame), said)


def _counted(where: Where, width: int, codes: list[str], above: list[str]) -> dict[str, int]:
    first, last = (codes[0], after(codes[-1])) if codes else ("", "")
    condition, values = where.whole()
    with connection.cursor() as cursor:
        cursor.execute(_CLUSTERS.format(where=condition), [width, *values, first, last, above])
        return {str(code): int(n) for code, n in cursor.fetchall()}


def _points(by: Actor, filters: Filters, frame: Frame, now: datetime) -> Layer | None:
    """Each case at its pin, else in the middle of its area; None where there are too many."""
    middles = {spot.code: spot for spot in places.spots_in(frame=frame, deepest=True)}
    west, south, east, north = frame.bounds()
    condition, values = where_of(by=by, filters=filters, now=now).held_against()
    asked = [
        now,
        *values,
        list(places.codes_near(frame=frame)),
        west,
        east,
        south,
        north,
        list(middles),
        MOST_POINTS + 1,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_POINTS.format(where=condition), asked)
        rows = cursor.fetchall()
    if len(rows) > MOST_POINTS:
        return None
    lonlat = [(row[1], row[2]) if None not in row[1:3] else (middles[row[3]].lon, middles[row[3]].lat) for row in rows]
    said = [{"number": row[0], "is_late": bool(row[4])} for row in rows]
    xy = np.array(lonlat, dtype=float).reshape(-1, 2)
    return Layer("cases", "point", tiles.points(lonlat=xy, frame=frame), said)
