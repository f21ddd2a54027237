"""The overview of an area: how things stand, what happened on some days, and what it is made of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from linli.cases.types import ITSELF
from linli.places import queries as places
from linli.places.city import current as city
from linli.process.definition import Pack
from linli.scores.queries.overview import Figures, Overview, Parts, overview
from linli.scores.queries.ranking import ONE_PERSONS
from linli.web import charts, mapfiles, spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, labels, lines
from linli.web.console.counts import path_within
from linli.web.console.overview.asking import View, asked, may_move
from linli.web.console.overview.numbers import Number, now_numbers, period_numbers
from linli.web.console.trending import trended
from linli.web.shading import Place, ShadedMap, shaded_map
from linli.web.wording import text_of

PARTS: Mapping[Parts, Promise] = {
    "area": gettext_lazy("Area"),
    "pack": gettext_lazy("Kind of matter"),
    "category": gettext_lazy("Category"),
    "org": gettext_lazy("Organisation"),
    "channel": gettext_lazy("Came in by"),
}
MAPPED = "overdue"
"""The number by which the map is shaded unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the whole with its numbers; `href` leads to its own overview."""

    key: str
    title: str
    href: str
    numbers: tuple[Number, ...]

    def number(self, key: str) -> Number | None:
        """The number of this key."""
        return next((one for one in self.numbers if one.key == key), None)


@staff_page(right="counts.view")
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The overview of the post's own area, or of one below it."""
    actor = actor_of(request)
    view = asked(request, actor)
    found = overview(asked=view.counted(), by=view.by, against=view.against, now=timezone.now())
    below = tuple(_lines(view, found))
    trend = trended(asked=view.counted(), matter=_matter(view), narrowed=view.filters())
    if kind := request.GET.get("chart", ""):
        return charts.download(chart=trend.chart, name=f"linli-overview-{view.area}", kind=kind)
    if kind := request.GET.get("as", ""):
        table = _table((*below, _whole(view, found)))
        return spreadsheets.download(table=table, name=f"linli-overview-{view.area}", kind=kind)
    is_wall, shown = request.GET.get("wall", "") == "1", request.GET.get("shown", MAPPED)
    drawn = _map(view, below, shown) if view.by == "area" else None
    title = next((one.title for line in below[:1] for one in line.numbers if one.key == shown), "")
    if kind := mapfiles.wanted(request):
        return mapfiles.download(
            shaded=drawn,
            kind=kind,
            name=f"linli-overview-{view.area}-{shown}",
            title=_("Map: %(number)s, %(area)s") % {"number": title, "area": places.name_of(view.area)},
            counted=title,
            notes=(_matter(view), *(name for name, _without in _taken(view)), _dates(view)),
        )
    context = {
        "view": view,
        "name": places.name_of(view.area),
        "now_numbers": tuple(now_numbers(found.whole, view.filters())),
        "numbers": tuple(_happened(view, found)),
        "lines": below,
        "titles": [(one.key, one.title) for one in below[0].numbers] if below else [],
        "shown": shown,
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
        "at": timezone.now(),
        "is_paused": request.GET.get("pause", "") == "1",
    }
    return render(request, "console/wall.html" if is_wall else "console/overview.html", context)


def _is_one_persons(code: str) -> bool:
    return city().level_of(code) == ONE_PERSONS


def _dates(view: View) -> str:
    return mapfiles.dates(since=view.period.since, until=view.period.until)


def _matter(view: View) -> str:
    return text_of(view.pack.title) if view.pack else _("all kinds of matter")


def _happened(view: View, found: Overview) -> Iterator[Number]:
    one = _is_one_persons(view.area)
    yield from period_numbers(found.whole.sums, found.before, view.filters(), view.period, is_one_persons=one)


def _has(view: View, part: Parts) -> bool:
    """Whether the area can be told apart so: not what it is narrowed to already."""
    taken = {"category": view.category, "org": view.org is not None, "channel": view.channel, "pack": view.pack}
    return not places.is_deepest(view.area) if part == "area" else not taken[part]


def _lines(view: View, found: Overview) -> Iterator[Line]:
    """The parts, the largest first; areas in the order of their codes."""
    keys = sorted(found.parts, key=lambda key: (-found.parts[key].open, -found.parts[key].sums["opened"], key))
    if view.by == "area":
        keys = [row.code for row in places.children_of(view.area)]
    names = _names(view, keys)
    for key in keys:
        narrowed = _narrowed(view, key)
        one = found.parts.get(key, Figures())
        numbers = (
            *now_numbers(one, narrowed.filters()),
            *period_numbers(
                one.sums, None, narrowed.filters(), view.period, is_one_persons=_is_one_persons(narrowed.area)
            ),
        )
        yield Line(key, names[key], narrowed.with_(by=""), numbers)


def _narrowed(view: View, key: str) -> View:
    """The overview of one part."""
    if view.by == "area":
        return replace(view, area=key)
    if view.by == "org":
        return replace(view, org=int(key))
    if view.by == "channel":
        return replace(view, channel=key)
    pack, _sep, category = key.partition(":")
    packs = {one.key: one for one in counting.countable()}
    narrowed = replace(view, pack=packs.get(pack, view.pack))
    return narrowed if view.by == "pack" else replace(narrowed, category=category)


def _names(view: View, keys: list[str]) -> dict[str, str]:
    if view.by == "area":
        return {key: places.name_of(key) for key in keys}
    if view.by == "org":
        names = domain.organisation_names(ids=[int(key) for key in keys])
        return {key: names.get(int(key)) or _("Nobody leads it yet") for key in keys}
    if view.by == "channel":
        return {key: labels.label(kind="channel", value=key) for key in keys}
    packs = {one.key: one for one in domain.known_packs()}
    if view.by == "pack":
        return {key: text_of(packs[key].title) if key in packs else key for key in keys}
    found = {}
    for key in keys:
        pack, _sep, category = key.partition(":")
        title = _category(packs.get(pack), category)
        found[key] = title if view.pack else f"{text_of(packs[pack].title) if pack in packs else pack} · {title}"
    return found


def _category(pack: Pack | None, key: str) -> str:
    """What a category is called; of what lies in it alone, that it does."""
    title = lines.category_text(pack=pack, key=key.removesuffix(ITSELF))
    if not title:
        return _("Not sorted yet")
    return _("%(category)s, not told further") % {"category": title} if key.endswith(ITSELF) else title


def _whole(view: View, found: Overview) -> Line:
    numbers = (*now_numbers(found.whole, view.filters()), *_happened(view, found))
    return Line("", _("All"), "", numbers)


def _map(view: View, below: tuple[Line, ...], shown: str) -> ShadedMap | None:
    """The areas shaded by one of their numbers."""
    rows = [
        Place(code=line.key, name=line.title, value=one.value, text=one.said, href=line.href, behind=one.href)
        for line in below
        if (one := line.number(shown))
    ]
    address = f"{view.query}&shown={shown}&{mapfiles.ASKED}="
    return shaded_map(within=view.area, rows=rows, files=address) if rows else None


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
        yield _category(view.pack, view.category), view.with_(category="")
    if view.org is not None:
        yield domain.organisation_name(org_id=view.org) or _("Nobody leads it yet"), view.with_(org="")
    if view.channel:
        yield labels.label(kind="channel", value=view.channel), view.with_(channel="")


def _table(rows: tuple[Line, ...]) -> Iterator[tuple[Any, ...]]:
    yield ("", *(number.title for number in rows[-1].numbers))
    for line in rows:
        yield (line.title, *("" if one.value is None else round(one.value, 4) for one in line.numbers))
