"""The ranking for staff, and the right of reply: organisations ask, leaders rule."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.core.errors import Invalid, LinliError, NotAllowed
from linli.people import access
from linli.scores.actions import striking
from linli.scores.indicators import queries as indicators
from linli.scores.models import Reason
from linli.scores.queries import striking as queries
from linli.scores.queries.ranking import Units
from linli.scores.queries.striking import RequestView
from linli.web import ranked, spreadsheets
from linli.web.acting import actor_of, staff_page


@staff_page(right="ranking.view")
@never_cache
def ranking(request: HttpRequest) -> HttpResponse:
    """The areas or organisations of the post's area, by one indicator."""
    actor, known = actor_of(request), indicators.current().indicators
    units: Units = "organisations" if actor.role == "handler" else "areas"
    asked = ranked.asked(request, top=actor.area_code, indicators=known, units=units)
    why = request.GET.get("why", "")
    context = ranked.page(asked=asked, why=why, top=actor.area_code, indicators=known)
    if kind := request.GET.get("as", ""):
        name = f"linli-ranking-{asked.indicator.key}-{asked.area}"
        return spreadsheets.download(table=ranked.table(context=context), name=name, kind=kind)
    return render(request, "console/ranking/ranking.html", context | _may(request))


@staff_page(right="ranking.view")
@never_cache
def strikes(request: HttpRequest) -> HttpResponse:
    """What the post's organisation asked, or what a leader is to rule on, as a page or as a file."""
    if kind := request.GET.get("as", ""):
        table = _strikes_table(queries.requests(by=actor_of(request)))
        return spreadsheets.download(table=table, name="linli-strikes", kind=kind)
    return _list(request, {})


@staff_page(right="strikes.ask")
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form to ask, filled in with the case that one comes from."""
    typed = {key: request.POST.get(key, request.GET.get(key, "")) for key in ("number", "reason", "text")}
    if request.method != "POST":
        return _form(request, {"typed": typed})
    try:
        striking.ask(**typed | {"number": typed["number"].strip()}, by=actor_of(request), now=timezone.now())
    except LinliError as error:
        return _form(request, {"typed": typed, "note": str(error), "errors": error.fields}, status=error.status)
    messages.success(request, _("Asked. Somebody independent will rule on it, and the answer will stand in this list."))
    return redirect("console:strikes")


@staff_page(right="strikes.rule")
@never_cache
@require_POST
def rule(request: HttpRequest, strike: int) -> HttpResponse:
    """Strike the case or leave it in, with a reason."""
    text, granted = request.POST.get("text", ""), request.POST.get("granted", "")
    if granted not in {"yes", "no"}:
        return _list(request, {"faulty": strike, "note": _("Choose whether the case is struck."), "text": text}, 422)
    try:
        striking.rule(request=strike, granted=granted == "yes", text=text, by=actor_of(request), now=timezone.now())
    except Invalid as error:
        note = " ".join(map(str, error.fields.values()))
        return _list(request, {"faulty": strike, "note": note, "text": text, "granted": granted}, error.status)
    except NotAllowed as error:
        return _list(request, {"faulty": strike, "note": str(error), "text": text}, error.status)
    messages.success(request, _("Ruled. The score follows at once."))
    return redirect("console:strikes")


def _list(request: HttpRequest, more: dict[str, Any], status: int = 200) -> HttpResponse:
    found = queries.requests(by=actor_of(request))
    context = {"waiting": [one for one in found if one.granted is None], "faulty": 0, "text": "", "granted": ""}
    context["ruled"] = [one for one in found if one.granted is not None]
    return render(request, "console/ranking/strikes.html", context | _may(request) | more, status=status)


def _strikes_table(rows: Sequence[RequestView]) -> Iterator[tuple[object, ...]]:
    """The requests for a spreadsheet: what waits first, then what was ruled on."""
    yield (
        _("Number of the case"), _("Case"), _("Organisation"), _("Asked"), _("Reason"), _("In its words"), _("Ruling"),
        _("Ruled on"), _("Reasons of the ruling"),
    )  # fmt: skip
    said = {True: _("Struck"), False: _("Not struck"), None: _("Waits for a ruling.")}
    for one in rows:
        yield (
            one.number, one.title, one.org_name, one.asked_at, one.reason, one.text, said[one.granted],
            one.ruled_at, one.ruling,
        )  # fmt: skip


def _form(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "console/ranking/ask.html", {"reasons": Reason.choices, **context}, status=status)


def _may(request: HttpRequest) -> dict[str, bool]:
    actor = actor_of(request)
    return {
        "may_ask": access.can(actor=actor, right="strikes.ask"),
        "may_rule": access.can(actor=actor, right="strikes.rule"),
    }
