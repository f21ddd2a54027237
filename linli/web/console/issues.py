"""Hot issues: the list, and one with its heat opened in parts and the cases behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.people.access import Actor
from linli.places import queries as places
from linli.reading.queries import issues as queries
from linli.reading.queries.issues import IssueView
from linli.reading.rules import heat
from linli.web import spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import lines


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an issue's heat: what it counts, and its points."""

    title: Promise
    points: float


@dataclass(frozen=True, slots=True)
class Line:
    """An issue in words."""

    view: IssueView
    title: str
    where: str
    parts: tuple[Part, ...]


@staff_page(right="warnings.view")
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """The issues whose cases the actor may see, the hottest first."""
    actor = actor_of(request)
    found = [_line(view) for view in queries.listing(by=actor)]
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=_table(found), name=f"linli-issues-{actor.area_code}", kind=kind)
    context = {"lines": found, "run": queries.last_run(), "least": heat.LEAST_PEOPLE, "most": queries.MOST}
    return render(request, "console/issues/list.html", context)


@staff_page(right="warnings.view")
@never_cache
def one(request: HttpRequest, issue: int) -> HttpResponse:
    """One issue and its cases."""
    actor = actor_of(request)
    found = queries.detail(issue=issue, by=actor)
    context = {
        "line": _line(found.view),
        "lines": lines.lines(rows=found.rows, within=actor.area_code),
        "half_life": round(heat.HALF_LIFE),
        "per_person": round(heat.PER_PERSON),
        "most": queries.MOST_CASES,
    }
    return render(request, "console/issues/one.html", context)


def of_case(*, case_id: int, by: Actor) -> Line | None:
    """The issue that a case belongs to, in words, for its page."""
    view = queries.of_case(case_id=case_id, by=by)
    return None if view is None else _line(view)


def _line(view: IssueView) -> Line:
    where = places.name_of(view.area_code) if view.area_code else _("Across the city")
    parts = (
        Part(gettext_lazy("Different people, the more the later they wrote"), view.heat.people),
        Part(gettext_lazy("Readers who agree"), view.heat.support),
        Part(gettext_lazy("How long it has lasted"), view.heat.lasting),
    )
    return Line(view, view.title or _("Reports about the same matter"), where, parts)


def _table(rows: Sequence[Line]) -> Iterator[tuple[object, ...]]:
    yield (_("What"), _("Where"), _("First report"), _("Last report"), _("Cases"), _("Different people"), _("Heat"))
    for row in rows:
        view = row.view
        first, last = timezone.localdate(view.first_at), timezone.localdate(view.last_at)
        yield (row.title, row.where, first, last, view.reports, view.people, round(view.points, 1))
