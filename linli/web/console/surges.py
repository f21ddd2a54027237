"""Warnings of what rises: the list, one with its days, places and cases, and the steps that people take."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases.queries.series import countable
from linli.cases.types import NO_CATEGORY, Filters
from linli.core.charts.definition import Columns
from linli.core.errors import Invalid, NotPossible
from linli.places import queries as places
from linli.scores.actions import surges as actions
from linli.scores.actions.surges import Stepped
from linli.scores.queries import surges as queries
from linli.scores.queries.surges import Part, State, SurgeDetail, SurgeView
from linli.web import charts, spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, lines, lists, surgechart
from linli.web.wording import text_of

STAGES: Mapping[str, Promise] = {
    "open": gettext_lazy("New"),
    "acknowledged": gettext_lazy("Seen"),
    "explained": gettext_lazy("Explained"),
    "acted": gettext_lazy("Acted on"),
    "closed": gettext_lazy("Settled"),
    "wrong": gettext_lazy("Marked wrong"),
}
STATES: Mapping[str, Promise] = {
    "running": gettext_lazy("Not settled yet"),
    "all": gettext_lazy("All warnings"),
    **STAGES,
}
VERBS: Mapping[str, tuple[Promise, Promise, Callable[..., Stepped]]] = {
    "acknowledged": (gettext_lazy("I have seen it"), gettext_lazy("A word, if you like"), actions.acknowledge),
    "explained": (gettext_lazy("Explain"), gettext_lazy("Why does it rise?"), actions.explain),
    "acted": (gettext_lazy("Record what is done"), gettext_lazy("What is done about it?"), actions.act),
    "closed": (gettext_lazy("Settle"), gettext_lazy("What came of it?"), actions.close),
    "wrong": (gettext_lazy("Mark as wrong"), gettext_lazy("Why was there nothing to warn of?"), actions.mark_wrong),
}
RAREST = 9
"""Powers of ten that are still told apart."""


@dataclass(frozen=True, slots=True)
class Line:
    """A warning in words."""

    view: SurgeView
    title: str
    where: str
    stage: Promise
    unusual: str


@dataclass(frozen=True, slots=True)
class Row:
    """A part of a warning: a place or a category, with the list behind it."""

    title: str
    part: Part
    address: str


@staff_page(right="warnings.view")
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """The warnings of the actor's area."""
    actor, packs = actor_of(request), {pack.key: text_of(pack.title) for pack in countable()}
    state = _state(request.GET.get("state", ""))
    pack = request.GET.get("matter", "")
    area = request.GET.get("area", "")
    rows = queries.listing(by=actor, state=state, pack=pack if pack in packs else "", area=area)
    lines_ = [_line(row) for row in rows]
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=_table(lines_), name=f"linli-warnings-{actor.area_code}", kind=kind)
    context = {
        "lines": lines_,
        "states": STATES,
        "state": state,
        "packs": packs,
        "pack": pack,
        "area": area,
        "area_name": places.name_of(area) if area else "",
        "wrong": queries.wrong_share(today=timezone.localdate(), area=actor.area_code),
        "nights": [(packs.get(night.pack, ""), night) for night in queries.last_nights()],
        "promise": settings.FALSE_WARNINGS,
    }
    return render(request, "console/warnings/list.html", context)


@staff_page(right="warnings.view")
@never_cache
def one(request: HttpRequest, surge: int) -> HttpResponse:
    """One warning, or its chart or the tables of its parts as a file."""
    if kind := request.GET.get("as", ""):
        parts = _parts_table(queries.detail(surge=surge, by=actor_of(request)))
        return spreadsheets.download(table=parts, name=f"linli-warning-{surge}-parts", kind=kind)
    if kind := request.GET.get("chart", ""):
        chart = _chart(queries.detail(surge=surge, by=actor_of(request)))
        return charts.download(chart=chart, name=f"linli-warning-{surge}", kind=kind)
    return _page(request, surge)


@staff_page(right="warnings.act")
@require_POST
def step(request: HttpRequest, surge: int, stage: str) -> HttpResponse:
    """A step, and back to the warning."""
    words = request.POST.get("words", "")
    if stage not in VERBS:
        return redirect("console:warning", surge=surge)
    try:
        VERBS[stage][2](surge=surge, words=words, by=actor_of(request), now=timezone.now())
    except (Invalid, NotPossible) as error:
        return _page(request, surge, note=str(error), typed={stage: words}, status=error.status)
    return redirect("console:warning", surge=surge)


def _page(
    request: HttpRequest, surge: int, *, note: str = "", typed: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    found = queries.detail(surge=surge, by=actor_of(request))
    context: dict[str, Any] = {
        "line": _line(found.view),
        "found": found,
        "chart": charts.shown(
            request=request,
            chart=_chart(found),
            key="days",
            address=f"{reverse('console:warning', args=[surge])}?chart=",
            behind=lambda row, column: _list_of_day(found, row) if column == 0 else "",
        ),
        "parts": _parts(found),
        "steps": [(STAGES[one.stage], one) for one in found.steps],
        "verbs": [(key, *VERBS[key][:2], (typed or {}).get(key, "")) for key in found.may],
        "note": note,
    }
    return render(request, "console/warnings/one.html", context, status=status)


def _chart(found: SurgeDetail) -> Columns:
    return surgechart.chart(found=found, title=_category(found.view), where=_where(found.view))


def _list_of_day(found: SurgeDetail, at: int) -> str:
    """The cases of a day; where it is of several areas, none is of all."""
    view, day = found.view, found.days[at][0]
    return _list(replace(view, since=day, until=day), view.areas[0], view.category) if len(view.areas) == 1 else ""


def _state(text: str) -> State:
    return next((state for state in get_args(State) if state == text), "running")


def _line(view: SurgeView) -> Line:
    return Line(view, _category(view), _where(view), STAGES[view.stage], _unusual(view.chance))


def _category(view: SurgeView) -> str:
    pack = domain.pack(key=view.pack)
    return lines.category_text(pack=pack, key=view.category) or f"{text_of(pack.title)} · {_('Not sorted yet')}"


def _where(view: SurgeView) -> str:
    return _(", ").join(places.name_of(code) for code in view.areas)


def _unusual(chance: float) -> str:
    """How seldom so many come in by chance, in whole powers of ten."""
    power = next((power for power in range(RAREST, 0, -1) if chance <= 10.0**-power), 0)
    return _("Chance alone brings so many less than once in %(n)s such counts.") % {"n": f"{10**power:,}"}


def _row(part: Part, found: SurgeDetail, *, code: str) -> Row:
    return Row(places.name_of(code), part, _list(found.view, code, found.view.category))


def _categories(found: SurgeDetail) -> list[Row]:
    """What it is made of; where it is of several areas, each has lists of its own, and none is of all."""
    view, pack = found.view, domain.pack(key=found.view.pack)
    alone = view.areas[0] if len(view.areas) == 1 else ""
    return [
        Row(
            lines.category_text(pack=pack, key=part.code) or _("Not sorted yet"),
            part,
            _list(view, alone, part.code) if alone and _is_leaf(found, part.code) else "",
        )
        for part in found.categories
    ]


def _parts(found: SurgeDetail) -> list[tuple[str, str, list[Row]]]:
    """Each table of parts that there is: its title, the head of its first column, its rows."""
    areas = [_row(part, found, code=part.code) for part in found.areas]
    places_ = [_row(part, found, code=part.code) for part in found.places]
    tables = [(_("The cases"), _("Area"), areas), (_("Where in it"), _("Area"), places_)]
    return [*(one for one in tables if one[2]), (_("What it is made of"), _("Category"), _categories(found))]


def _parts_table(found: SurgeDetail) -> Iterator[tuple[object, ...]]:
    """The tables of parts one below the other, each row with the title of its own."""
    yield (_("Table"), _("What"), _("How many"), _("Usual"))
    for title, _head, rows in _parts(found):
        for row in rows:
            yield (title, row.title, row.part.now, round(row.part.usual, 1))


def _table(rows: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    yield (_("What"), _("Where"), _("Since"), _("Until"), _("How many"), _("Expected"), _("State"))
    for row in rows:
        view = row.view
        yield (
            row.title, row.where, view.since, view.until, view.observed, round(view.expected, 1), str(row.stage),
        )  # fmt: skip


def _is_leaf(found: SurgeDetail, key: str) -> bool:
    """Whether the list of the category holds nothing of the others: the list of a group holds all below it."""
    return not any(part.code.startswith(f"{key}.") for part in found.categories)


def _list(view: SurgeView, area: str, category: str) -> str:
    """The cases that were counted."""
    return lists.address(
        filters=Filters(
            state="all",
            pack=view.pack,
            category=category or NO_CATEGORY,
            area=area,
            opened_from=view.since,
            opened_to=view.until,
            open_to_all=True,
            order="newest",
        )
    )
