"""The overview of an area: how things stand, what happened on some days, and what it is made of."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.cases.queries import counting
from linli.places import queries as places
from linli.scores.queries.overview import Overview, Parts, overview
from linli.web import charts, mapfiles, spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, labels
from linli.web.console.counts import path_within
from linli.web.console.overview.asking import View, asked, may_move
from linli.web.console.overview.lines import (
    Line,
    areas_map,
    category_text,
    happened,
    map_title,
    parts_of,
    shown_title,
)
from linli.web.console.overview.numbers import now_numbers
from linli.web.console.overview.wall import screen
from linli.web.console.trending import trended
from linli.web.wording import text_of

PARTS: Mapping[Parts, Promise] = {
    "area": gettext_lazy("Area"),
    "pack": gettext_lazy("Kind of matter"),
    "category": gettext_lazy("Category"),
    "org": gettext_lazy("Organisation"),
    "channel": gettext_lazy("Came in by"),
}


@staff_page(right="counts.view")
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The overview of the post's own area, or of one below it."""
    actor = actor_of(request)
    view = asked(request, actor)
    found = overview(asked=view.counted(), by=view.by, against=view.against, now=timezone.now())
    trend = trended(asked=view.counted(), matter=_matter(view), narrowed=view.filters())
    if request.GET.get("wall", "") == "1":
        return screen(request=request, view=view, found=found, trend=trend.chart, part_title=PARTS[view.by])
    below = tuple(parts_of(view=view, parts=found.parts))
    if kind := request.GET.get("chart", ""):
        return charts.download(chart=trend.chart, name=f"linli-overview-{view.area}", kind=kind)
    if kind := request.GET.get("as", ""):
        table = _table((*below, _whole(view, found)))
        return spreadsheets.download(table=table, name=f"linli-overview-{view.area}", kind=kind)
    drawn = areas_map(view=view, areas=below, files=f"{view.query}&{mapfiles.ASKED}=") if view.by == "area" else None
    title = shown_title(view=view, lines=below)
    if kind := mapfiles.wanted(request):
        return mapfiles.download(
            shaded=drawn,
            kind=kind,
            name=f"linli-overview-{view.area}-{view.shown}",
            title=map_title(view=view, number=title),
            counted=title,
            notes=(_matter(view), *(name for name, _without in _taken(view)), _dates(view)),
        )
    context = {
        "view": view,
        "name": places.name_of(view.area),
        "now_numbers": tuple(now_numbers(found.whole, view.filters())),
        "numbers": tuple(happened(view=view, found=found)),
        "lines": below,
        "titles": [(one.key, one.title) for one in below[0].numbers] if below else [],
        "shown": view.shown,
        "shown_title": title,
        "map": drawn,
        "held_against": found.held_against,
        "crumbs_up": [(name, view.with_(area=code, by="")) for code, name in path_within(actor, view.area)],
        "parts": [(key, title, view.with_(by=key)) for key, title in PARTS.items() if _has(view, key)],
        "part_title": PARTS[view.by],
        "presets": tuple(_presets(view)),
        "packs": [(pack.key, text_of(pack.title)) for pack in counting.countable()],
        "chart": charts.shown(
            request=request, chart=trend.chart, key="trend", address=f"{view.query}&chart=", behind=trend.behind
        ),
        "taken": tuple(_taken(view)),
        "may_move": may_move(view.area, actor),
    }
    return render(request, "console/overview.html", context)


def _dates(view: View) -> str:
    return mapfiles.dates(since=view.period.since, until=view.period.until)


def _matter(view: View) -> str:
    return text_of(view.pack.title) if view.pack else _("all kinds of matter")


def _has(view: View, part: Parts) -> bool:
    """Whether the area can be told apart so: not what it is narrowed to already."""
    taken = {"category": view.category, "org": view.org is not None, "channel": view.channel, "pack": view.pack}
    return not places.is_deepest(view.area) if part == "area" else not taken[part]


def _whole(view: View, found: Overview) -> Line:
    numbers = (*now_numbers(found.whole, view.filters()), *happened(view=view, found=found))
    return Line("", _("All"), "", numbers)


def _presets(view: View) -> Iterator[tuple[str, str, bool]]:
    """Periods that are one click away: their title, their address, and whether it is this one."""
    today, seen = view.today, set[date]()
    for title, since in (
        (_("7 days"), today - timedelta(days=6)),
        (_("30 days"), today - timedelta(days=29)),
        (_("This month"), today.replace(day=1)),
        (_("This year"), today.replace(month=1, day=1)),
    ):
        address = view.with_(**{"from": since.isoformat(), "to": today.isoformat()})
        is_here = since not in seen and (view.period.since, view.period.until) == (since, today)
        seen.add(since)
        yield title, address, is_here


def _taken(view: View) -> Iterator[tuple[str, str]]:
    """What the overview is narrowed to, each with the address without it."""
    if view.category:
        yield category_text(view.pack, view.category), view.with_(category="")
    if view.org is not None:
        yield domain.organisation_name(org_id=view.org) or _("Nobody leads it yet"), view.with_(org="")
    if view.channel:
        yield labels.label(kind="channel", value=view.channel), view.with_(channel="")


def _table(rows: tuple[Line, ...]) -> Iterator[tuple[Any, ...]]:
    yield ("", *(number.title for number in rows[-1].numbers))
    for line in rows:
        yield (line.title, *("" if one.value is None else round(one.value, 4) for one in line.numbers))
