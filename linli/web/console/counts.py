"""Counts of a kind of matter, by place and category: every number leads to the list that it counts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.cases.queries import counting, tallies
from linli.cases.queries.counting import Counted
from linli.cases.rules.counting import DAYS
from linli.cases.types import NO_CATEGORY, Filters
from linli.people.access import Actor
from linli.places import queries as places
from linli.process.definition import Pack
from linli.web import charts, mapfiles, spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import lists, trending
from linli.web.console.filters import query_of
from linli.web.console.trending import Trended
from linli.web.shading import Place, ShadedMap, shaded_map
from linli.web.wording import text_of

USUAL = timedelta(days=29)
"""The dates that are counted unless others are asked for: these days before today, and today."""
EVERYDAY = "event"
YEARS = range(1900, 3000)
"""In which a date that is asked for may lie."""
OPENED, OPEN, CLOSED = "opened", "open", "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted, and the key of the number that the map shows."""

    pack: Pack
    area: str
    since: date
    until: date
    shown: str

    def query(self, *, area: str) -> str:
        """The same counts of another area."""
        dates = f"from={self.since.isoformat()}&to={self.until.isoformat()}"
        return f"?matter={self.pack.key}&area={area}&{dates}&shown={self.shown}"


@dataclass(frozen=True, slots=True)
class Number:
    """A count, or a mean of days, under the title of its column, and the list behind it."""

    key: str
    title: str
    n: int | float | None
    address: str

    @property
    def said(self) -> str:
        """As it stands on the page."""
        if self.n is None:
            return "—"
        return f"{self.n:.1f}" if isinstance(self.n, float) else str(self.n)


@dataclass(frozen=True, slots=True)
class Line:
    """A place or a category; `address` leads one level down where there is one."""

    title: str
    address: str
    numbers: tuple[Number, ...]
    code: str = ""

    def number(self, key: str) -> Number:
        """The number with this key."""
        return next(one for one in self.numbers if one.key == key)


@staff_page(right="counts.view")
@never_cache
def counts(request: HttpRequest) -> HttpResponse:
    """The area of the post, or one below it, with its parts."""
    actor, packs = actor_of(request), counting.countable()
    asked = _asked(request, actor, packs)
    if kind := request.GET.get("chart", ""):
        name = f"linli-{asked.pack.key}-{asked.area}-{asked.since:%Y%m%d}-{asked.until:%Y%m%d}"
        return charts.download(chart=_trend(asked).chart, name=name, kind=kind)
    found = counting.counts(pack=asked.pack, area=asked.area, since=asked.since, until=asked.until)
    lines = tuple(_line(asked, one) for one in found.parts)
    categories = tuple(_category(asked, one) for one in found.categories) if asked.pack.counts_of_cases() else ()
    if kind := request.GET.get("as", ""):
        name = f"linli-{asked.pack.key}-{asked.area}"
        every = (*lines, *categories, _line(asked, found.whole))
        return spreadsheets.download(table=_table(every), name=name, kind=kind)
    whole, drawn = _line(asked, found.whole), _map(asked, lines)
    shown = whole.number(asked.shown)
    if kind := mapfiles.wanted(request):
        return mapfiles.download(
            shaded=drawn,
            kind=kind,
            name=f"linli-{asked.pack.key}-{asked.area}-{asked.shown}",
            title=_("Map: %(number)s, %(area)s") % {"number": shown.title, "area": whole.title},
            counted=shown.title,
            notes=(text_of(asked.pack.title), mapfiles.dates(since=asked.since, until=asked.until)),
        )
    context = {
        "asked": asked,
        "shown": shown,
        "map": drawn,
        "chart": _shown(request, asked),
        "packs": [(pack.key, text_of(pack.title)) for pack in packs],
        "crumbs_up": [(name, asked.query(area=code)) for code, name in path_within(actor, asked.area)],
        "whole": whole,
        "lines": lines,
        "categories": categories,
        "secret": [text_of(asked.pack.categories[key].title) for key in _secret_tops(asked.pack)],
        "times": [text_of(one.title) for one in asked.pack.counts_of_cases().values() if one.timed],
        "overdue": lists.address(filters=Filters(pack=asked.pack.key, area=asked.area, late="late")),
        "here": asked.query(area=asked.area),
    }
    return render(request, "console/counts.html", context)


def _trend(asked: Asked) -> Trended:
    wanted = tallies.Asked((asked.area,), (), asked.since, asked.until, pack=asked.pack.key)
    narrowed = Filters(pack=asked.pack.key, area=asked.area, open_to_all=counting.may_hide(pack=asked.pack))
    return trending.trended(asked=wanted, matter=text_of(asked.pack.title), narrowed=narrowed)


def _shown(request: HttpRequest, asked: Asked) -> charts.Shown:
    trend, address = _trend(asked), f"{asked.query(area=asked.area)}&chart="
    return charts.shown(request=request, chart=trend.chart, key="trend", address=address, behind=trend.behind)


def _asked(request: HttpRequest, actor: Actor, packs: tuple[Pack, ...]) -> Asked:
    """Raises Http404 for an area outside the post's, or where nothing may be counted."""
    named = request.GET.get("matter", "") or EVERYDAY
    pack = next((one for one in packs if one.key == named), packs[0] if packs else None)
    area = request.GET.get("area", "") or actor.area_code
    if pack is None or not area.startswith(actor.area_code) or not places.exists(area):
        raise Http404
    until = dated(request.GET.get("to", "")) or timezone.localdate()
    since = dated(request.GET.get("from", "")) or until - USUAL
    shown = request.GET.get("shown", "")
    return Asked(pack, area, min(since, until), until, shown if shown in _keys(pack) else OPEN)


def _keys(pack: Pack) -> tuple[str, ...]:
    timed = (f"{key}{DAYS}" for key, count in pack.counts_of_cases().items() if count.timed)
    return (OPENED, OPEN, CLOSED, *pack.counts_of_cases(), *timed)


def dated(text: str) -> date | None:
    """The date of an address; None where it is none, or none of a case."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None


def path_within(actor: Actor, area: str) -> tuple[tuple[str, str], ...]:
    """The way from the post's own area down to this one."""
    path = places.name_path(area)
    return tuple((code, name) for code, name in path if code.startswith(actor.area_code))


def _line(asked: Asked, one: Counted) -> Line:
    name = places.name_of(one.code)
    is_whole = one.code == asked.area and not one.is_itself
    title = _("%(area)s, all") % {"area": name} if is_whole else name
    return Line(
        title=_("In %(area)s itself") % {"area": name} if one.is_itself else title,
        address=asked.query(area=one.code) if one.code != asked.area and not places.is_deepest(one.code) else "",
        numbers=tuple(_numbers(asked, one, Filters(pack=asked.pack.key, area=one.code, itself=one.is_itself))),
        code="" if one.is_itself else one.code,
    )


def _map(asked: Asked, lines: tuple[Line, ...]) -> ShadedMap | None:
    """The places of the table as a map of one of their numbers; None where there are none below."""
    rows = [_place(line, line.number(asked.shown)) for line in lines if line.code]
    address = f"{asked.query(area=asked.area)}&{mapfiles.ASKED}="
    return shaded_map(within=asked.area, rows=rows, files=address) if rows else None


def _place(line: Line, number: Number) -> Place:
    return Place(
        code=line.code, name=line.title, value=number.n, text=number.said, href=line.address, behind=number.address
    )


def _category(asked: Asked, one: Counted) -> Line:
    filters = Filters(pack=asked.pack.key, area=asked.area, category=one.code or NO_CATEGORY)
    title = text_of(asked.pack.categories[one.code].title) if one.code else _("Not sorted yet")
    return Line(title=title, address="", numbers=tuple(_numbers(asked, one, filters)))


def _numbers(asked: Asked, one: Counted, filters: Filters) -> Iterator[Number]:
    """Each column of a line, with the list of just the cases that it counts."""
    first, last = asked.since, asked.until
    narrowed = replace(filters, open_to_all=counting.may_hide(pack=asked.pack))
    yield Number(OPENED, _("Reported"), one.opened, _list(narrowed, state="all", opened_from=first, opened_to=last))
    yield Number(OPEN, _("Open now"), one.open, _list(narrowed))
    yield Number(CLOSED, _("Closed"), one.closed, _list(narrowed, state="closed", closed_from=first, closed_to=last))
    for key, count in asked.pack.counts_of_cases().items():
        behind = _list(narrowed, state="all", counted=key, counted_from=first, counted_to=last)
        yield Number(key, text_of(count.title), one.more.get(key, 0), behind)
        if count.timed:
            mean = one.mean_days(key)
            title = _("%(count)s: mean days") % {"count": text_of(count.title)}
            yield Number(f"{key}{DAYS}", title, None if mean is None else round(mean, 1), behind)


def _secret_tops(pack: Pack) -> list[str]:
    """The confidential categories, without those under another one."""
    keys = counting.secret_categories(pack=pack)
    return [key for key in keys if pack.categories[key].parent not in keys]


def _list(filters: Filters, **changes: Any) -> str:
    return f"{reverse('console:cases')}?{query_of(filters=filters, **changes)}"


def _table(lines: tuple[Line, ...]) -> Iterator[tuple[object, ...]]:
    yield (_("Area"), *(number.title for number in lines[-1].numbers))
    for line in lines:
        yield (line.title, *("" if number.n is None else number.n for number in line.numbers))
