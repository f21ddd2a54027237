"""Packs that an administrator brings in: upload with every fault by line, look it through, publish, retire."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.core.errors import NotPossible
from linli.packs import queries, walked
from linli.packs.actions import uploads as actions
from linli.packs.actions import walks
from linli.packs.errors import PackRefused, WalksNotPassed
from linli.people.access import Actor
from linli.process.scenarios import load
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin import packs, previews

STEPS: Mapping[str, tuple[tuple[str, Promise, str], ...]] = {
    "draft": (("publish", _("Publish"), "primary"), ("discard", _("Discard"), "")),
    "published": (("retire", _("Retire: no new reports"), "danger"),),
    "retired": (),
}
_TAKE: Mapping[str, Callable[..., Any]] = {
    "publish": actions.publish,
    "discard": actions.discard,
    "retire": actions.retire,
    "walk": walks.ask,
}
_STAYS = frozenset({"walk", "publish", "retire"})
"""Steps after which the pack is still there to be looked at."""
_DONE: Mapping[str, Promise] = {
    "publish": _("Published. Reports of this kind can come in now."),
    "discard": _("The draft is gone."),
    "retire": _("Retired. No new reports; open cases go on."),
    "walk": _("The scenarios are being walked again."),
}


@require_POST
@staff_page(right=actions.RIGHT)
def upload(request: StaffRequest) -> HttpResponse:
    """Checks an upload and keeps it as a draft; with faults, lists them all and keeps nothing."""
    files = {file.name or "pack.toml": file.read() for file in request.FILES.getlist("file")}
    if not files:
        return redirect("admin:packs")
    try:
        made = actions.upload(files=files, by=request.actor, now=timezone.now())
    except PackRefused as refusal:
        return render(request, "admin/packs/refused.html", {"faults": refusal.faults}, status=422)
    return redirect("admin:pack_uploaded", made)


@staff_page(right=actions.RIGHT)
def one(request: StaffRequest, id: int) -> HttpResponse:
    """An uploaded pack as it will be, with what may be done with it."""
    row = queries.row(id=id)
    context = packs.described(request=request, pack=row.pack) | _standing(row)
    return render(request, "admin/packs/one.html", context | {"forms": previews.forms(id=id, pack=row.pack)})


@staff_page(right=actions.RIGHT)
def standing(request: StaffRequest, id: int) -> HttpResponse:
    """How it stands and how its scenarios go, for a page that is open."""
    return render(request, "admin/packs/_standing.html", _standing(queries.row(id=id)))


def _standing(row: queries.Row) -> dict[str, object]:
    scenario_count = len(load(row.pack))
    return {
        "uploaded": row,
        "steps": STEPS[row.state],
        "walks": walked.walks_of(id=row.id),
        "scenario_count": scenario_count,
    }


@staff_page(right=actions.RIGHT)
def diagram(request: StaffRequest, id: int) -> HttpResponse:
    """Its diagram."""
    return packs.drawn(pack=queries.row(id=id).pack)


@require_POST
@staff_page(right=actions.RIGHT)
def act(request: StaffRequest, id: int, step: str) -> HttpResponse:
    """Publish, discard or retire."""
    if step not in _TAKE:
        raise Http404
    return _acted(request, id, step, by=request.actor, now=timezone.now())


def _acted(request: StaffRequest, id: int, step: str, *, by: Actor, now: datetime) -> HttpResponse:
    try:
        sure = {"is_sure": True} if step == "publish" and request.POST.get("is_sure") else {}
        _TAKE[step](id=id, by=by, now=now, **sure)
    except PackRefused as refusal:
        return render(request, "admin/packs/refused.html", {"faults": refusal.faults}, status=422)
    except WalksNotPassed as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:pack_uploaded", id)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(_DONE[step]))
    return redirect("admin:pack_uploaded", id) if step in _STAYS else redirect("admin:packs")
