"""The indices for staff: areas below the post's, and one area with the lists behind its counts."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linli.cases.queries import counting
from linli.cases.queries.packs import installed
from linli.cases.types import Filters
from linli.process.definition import Pack
from linli.scores.index import queries as indices
from linli.scores.index.definition import Item
from linli.scores.queries.index import Piece, Score, pieces
from linli.scores.rules.months import Period
from linli.web import indexed, mapfiles, spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import labels, lines, lists
from linli.web.indexed import Number, Pages
from linli.web.wording import text_of

PAGES = Pages("console:index", "console:index-area")
COUNTED = {
    "opened": _("Reported"),
    "closed": _("Closed"),
    "on_time": _("Closed within the promise"),
    "late": _("Closed after the promise"),
    **labels.COUNTED,
}


@staff_page(right="counts.view")
@never_cache
def areas(request: HttpRequest) -> HttpResponse:
    """The areas directly below one of the post's."""
    actor, keys = actor_of(request), indices.current().keys
    asked = indexed.asked(request, top=actor.area_code, keys=keys)
    context = indexed.areas_page(asked=asked, top=actor.area_code, keys=keys, pages=PAGES)
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=indexed.areas_table(context=context), name=indexed.name_of(asked), kind=kind)
    if kind := mapfiles.wanted(request):
        return indexed.map_file(asked=asked, context=context, kind=kind)
    return render(request, "console/index/areas.html", context)


@staff_page(right="counts.view")
@never_cache
def area(request: HttpRequest, code: str) -> HttpResponse:
    """What the score of one area is made of."""
    actor, keys = actor_of(request), indices.current().keys
    asked = indexed.asked(request, top=actor.area_code, keys=keys, area=code)
    context = indexed.area_page(asked=asked, top=actor.area_code, keys=keys, pages=PAGES, behind=behind)
    if kind := request.GET.get("as", ""):
        name = f"{indexed.name_of(asked)}-items"
        return spreadsheets.download(table=indexed.area_table(context=context), name=name, kind=kind)
    return render(request, "console/index/area.html", context)


def behind(item: Item, found: Score) -> tuple[Number, ...]:
    """Each count of an item with the list of just the cases that it counts; of several, those that are not 0."""
    packs = {pack.key: pack for pack in installed().known()}
    counted = pieces(item, measures=(item.measure, *sorted(item.over - {item.measure})))
    some = [piece for piece in counted if found.counts.get(piece, 0)] or counted[:1]
    return tuple(_number(piece, packs.get(piece.pack), found) for piece in some)


def _number(piece: Piece, pack: Pack | None, found: Score) -> Number:
    title = _measure(piece.measure, pack)
    if piece.category:
        title = f"{lines.category_text(pack=pack, key=piece.category)} · {title}"
    return Number(title, found.counts.get(piece, 0), _list(piece, pack, found.area, found.period))


def _measure(measure: str, pack: Pack | None) -> str:
    counts = pack.counts_of_cases() if pack else {}
    return text_of(counts[measure].title) if measure in counts else str(COUNTED[measure])


def _list(piece: Piece, pack: Pack | None, area: str, period: Period) -> str:
    may_hide = pack is None or counting.may_hide(pack=pack)
    base = Filters(pack=piece.pack, category=piece.category, area=area, open_to_all=may_hide)
    return lists.address(filters=replace(base, **_dates(piece.measure, period)))


def _dates(measure: str, period: Period) -> dict[str, Any]:
    first, last = period.since, period.until
    if measure == "opened":
        return {"state": "all", "opened_from": first, "opened_to": last}
    if measure in {"closed", "on_time", "late"}:
        closed_as = measure if measure != "closed" else ""
        return {"state": "closed", "closed_from": first, "closed_to": last, "closed_as": closed_as}
    return {"state": "all", "counted": measure, "counted_from": first, "counted_to": last}
