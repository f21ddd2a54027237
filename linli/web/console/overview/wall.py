"""The overview on a wall: its map, drawn on the server, and as much of its parts as is read from across a room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from linli.core.charts.definition import Trend
from linli.places import queries as places
from linli.scores.queries.overview import Overview, parts
from linli.web import charts, mapfiles
from linli.web.console.overview.asking import View
from linli.web.console.overview.lines import Line, areas_map, happened, map_title, parts_of, shown_title
from linli.web.console.overview.numbers import now_numbers, nowhere
from linli.web.shading import ShadedMap

MAP_WIDE, TREND_WIDE = 480, 600
"""How wide both are drawn, in units of which text is 13 high: as they fill half a wall, it is read from afar."""
FEW, MOST = 10, 16
"""Parts that stand in one table, and in two beside each other; of more, those with the most are told."""
COLUMNS, FEWER_COLUMNS = 5, 3


@dataclass(frozen=True, slots=True)
class WallMap:
    """The map as drawn, and what it is made of: its legend, and its numbers for those who listen, under the name in
    `number`."""

    chart: charts.Shown
    shaded: ShadedMap
    number: str
    is_schematic: bool


Row = tuple[str, tuple[str, ...]]
"""A part's name and its numbers."""


@dataclass(frozen=True, slots=True)
class WallParts:
    """The parts in one table or two, below the same heads. `left_out`: how many parts there is no room for."""

    heads: tuple[str, ...]
    tables: tuple[tuple[Row, ...], ...]
    left_out: int


def screen(
    *, request: HttpRequest, view: View, found: Overview, trend: Trend, part_title: str | Promise
) -> HttpResponse:
    """The wall screen: the overview without its controls, and with a map even where it is told apart otherwise."""
    below = tuple(parts_of(view=view, parts=found.parts, link=nowhere))
    areas = below if view.by == "area" else _areas(view)
    context = {
        "view": view,
        "name": places.name_of(view.area),
        "now_numbers": tuple(now_numbers(found.whole, view.filters())),
        "numbers": tuple(happened(view=view, found=found)),
        "chart": charts.shown(request=request, chart=trend, key="trend", address="", wide=TREND_WIDE),
        "map": _wall_map(request, view, areas),
        "parts": _wall_parts(below, view.shown),
        "part_title": part_title,
        "at": timezone.now(),
        "is_paused": request.GET.get("pause", "") == "1",
    }
    return render(request, "console/wall.html", context)


def _areas(view: View) -> tuple[Line, ...]:
    """The areas below, for the map alone."""
    if places.is_deepest(view.area):
        return ()
    found = parts(asked=view.counted(), by="area", now=timezone.now())
    return tuple(parts_of(view=replace(view, by="area"), parts=found, link=nowhere))


def _wall_map(request: HttpRequest, view: View, areas: Sequence[Line]) -> WallMap | None:
    """The map with names and numbers on its areas; None where no area has a border."""
    shaded, number = areas_map(view=view, areas=areas), shown_title(view=view, lines=areas)
    if shaded is None or not places.rings_below(view.area):
        return None
    drawn = mapfiles.chart(shaded=shaded, title=map_title(view=view, number=number), counted=number)
    plain = replace(drawn, legend=())
    return WallMap(
        chart=charts.shown(request=request, chart=plain, key="map", address="", wide=MAP_WIDE),
        shaded=shaded,
        number=number,
        is_schematic=mapfiles.is_schematic(within=view.area),
    )


def _wall_parts(lines: Sequence[Line], shown: str) -> WallParts:
    """The parts with their first numbers, and the one that the map shows."""
    is_one = len(lines) <= FEW
    kept = lines if len(lines) <= MOST else _most(lines, shown)
    columns = _columns(lines, COLUMNS if is_one else FEWER_COLUMNS, shown)
    rows = tuple((line.title, tuple(one.said for one in line.numbers if one.key in columns)) for line in kept)
    half = len(rows) if is_one else (len(rows) + 1) // 2
    return WallParts(
        heads=tuple(columns.values()),
        tables=tuple(some for some in (rows[:half], rows[half:]) if some),
        left_out=len(lines) - len(kept),
    )


def _most(lines: Sequence[Line], shown: str) -> list[Line]:
    """Those with the most of a number, in the order that they had."""
    values = {line.key: one.value for line in lines if (one := line.number(shown)) and one.value is not None}
    most = sorted(lines, key=lambda line: -values.get(line.key, -1.0))[:MOST]
    keys = {line.key for line in most}
    return [line for line in lines if line.key in keys]


def _columns(lines: Sequence[Line], most: int, shown: str) -> dict[str, str]:
    """The titles of so many numbers by key, in their order; the last gives way to the one shown."""
    known = {one.key: one.title for line in lines[:1] for one in line.numbers}
    first = list(known)[:most]
    if shown in known and shown not in first:
        first[-1] = shown
    return {key: known[key] for key in first}
