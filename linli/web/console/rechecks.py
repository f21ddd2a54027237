"""Checking closed cases once more: what waits for the verifier, the finding, and the estimates for leaders."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from linli.cases.actions import rechecking
from linli.cases.queries import rechecking as queries
from linli.cases.queries.rechecking import OrganisationEstimate, RecheckView
from linli.core.errors import Invalid, NotPossible
from linli.web import spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import answering, domain
from linli.web.console.labels import FINDING

KINDS: Mapping[str, Promise] = {"": gettext_lazy("Drawn"), "done": gettext_lazy("Checked"), **FINDING}
MAX_PHOTOS = 4


@staff_page(right="recheck")
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """The drawn cases that this verifier may check."""
    rows = _called(queries.waiting(by=actor_of(request)))
    return render(request, "console/rechecks/waiting.html", {"rows": rows})


@staff_page(right="recheck")
@never_cache
def check(request: HttpRequest, recheck: int) -> HttpResponse:
    """The form, and the finding."""
    actor, now = actor_of(request), timezone.now()
    (row,) = _called([queries.view(recheck=recheck, by=actor)])
    typed = {"finding": request.POST.get("finding", ""), "note": request.POST.get("note", "")}
    if request.method != "POST":
        return _form(request, {"row": row, "typed": typed})
    kept = domain.kept(ids=request.POST.getlist("photos_kept"))
    try:
        device = answering.device_fix(typed=request.POST.get("photos_fix", ""))
        sent = request.FILES.getlist("photos")[: MAX_PHOTOS - len(kept)]
        kept += tuple(domain.keep(upload=one, purpose="after", now=now, device=device) for one in sent)
        photos = tuple(one.id for one in kept)
        rechecking.finish(recheck=recheck, photos=photos, by=actor, now=now, **typed)
    except (Invalid, NotPossible) as error:
        return _form(request, {"row": row, "typed": typed, "kept": kept, "note": str(error)}, status=error.status)
    return redirect("console:rechecks")


def _form(request: HttpRequest, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, "console/rechecks/check.html", {"findings": FINDING, **context}, status=status)


@staff_page(right="rechecks.view")
@never_cache
def estimates(request: HttpRequest) -> HttpResponse:
    """Each organisation's estimated share of truly resolved cases, over months of closing."""
    since, until = _months(request)
    found = _named(queries.estimates(by=actor_of(request), since=since, until=until))
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=_table(found), name=f"linli-rechecks-{since:%Y%m}-{until:%Y%m}", kind=kind)
    rows = [{"one": one, "links": _links(one, since, until), "said": _said(one)} for one in found]
    context = {"rows": rows, "since": since, "until": until, "months": _query(since, until, {})}
    return render(request, "console/rechecks/estimates.html", context)


@staff_page(right="rechecks.view")
@never_cache
def drawn(request: HttpRequest) -> HttpResponse:
    """The cases behind one number of the estimates."""
    since, until = _months(request)
    org, finding = request.GET.get("org", ""), request.GET.get("finding", "")
    rows = queries.drawn(
        by=actor_of(request),
        since=since,
        until=until,
        org_id=int(org) if org.isdecimal() else None,
        finding=finding if finding in KINDS else "",
    )
    title = KINDS.get(finding, KINDS[""])
    return render(
        request,
        "console/rechecks/drawn.html",
        {"rows": _called(rows), "title": title, "back": _query(since, until, {})},
    )


def _named(found: tuple[OrganisationEstimate, ...]) -> tuple[OrganisationEstimate, ...]:
    """The same with the organisations' names in the reader's language."""
    names = domain.organisation_names(ids=[one.org_id for one in found])
    return tuple(replace(one, name=names.get(one.org_id, one.name)) for one in found)


def _called(rows: Iterable[RecheckView]) -> tuple[RecheckView, ...]:
    """The same with the organisations' names in the reader's language."""
    views = tuple(rows)
    names = domain.organisation_names(ids={one.org_id for one in views})
    return tuple(replace(one, org_name=names.get(one.org_id, one.org_name)) for one in views)


def _months(request: HttpRequest) -> tuple[date, date]:
    """From one month to another, both as 2026-03; the last twelve unless said otherwise."""
    this = timezone.localdate().replace(day=1)
    since, until = _month(request.GET.get("from", "")), _month(request.GET.get("to", ""))
    until = until or this
    return since or until.replace(year=until.year - 1), until


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _query(since: date, until: date, more: Mapping[str, str | int]) -> str:
    return "?" + urlencode({"from": f"{since:%Y-%m}", "to": f"{until:%Y-%m}", **more})


def _links(one: OrganisationEstimate, since: date, until: date) -> dict[str, str]:
    page = reverse("console:recheck-drawn")
    return {
        key or "drawn": page + _query(since, until, {"org": one.org_id, **({"finding": key} if key else {})})
        for key in KINDS
    }


def _said(one: OrganisationEstimate) -> str:
    """The rate with its interval, or that there are too few for one."""
    found = one.found
    if found.rate is None or found.low is None or found.high is None:
        return _("too few for a rate")
    return _("%(rate)s (%(low)s to %(high)s)") % {
        "rate": f"{found.rate:.0%}",
        "low": f"{found.low:.0%}",
        "high": f"{found.high:.0%}",
    }


def _table(found: tuple[OrganisationEstimate, ...]) -> Iterator[tuple[object, ...]]:
    head = (_("Organisation"), _("Closed as resolved"), *(str(title) for title in KINDS.values()))
    yield (*head, _("Estimated rate"), _("Low"), _("High"))
    for one in found:
        numbers = (one.found.size, one.found.drawn, one.found.checked, one.found.resolved, one.partly, one.not_resolved)
        shares = (
            None if share is None else round(share, 4) for share in (one.found.rate, one.found.low, one.found.high)
        )
        yield (one.name, *numbers, *shares)
