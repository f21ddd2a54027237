"""The same step for several cases of a list: each is decided alone, and each answer is shown, won or refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.core.errors import LinliError
from linli.people.access import Actor
from linli.process.definition import Action, Pack
from linli.web.acting import actor_of, staff_page
from linli.web.console import answering, asking, domain
from linli.web.console.asking import Ask, Asked, Place
from linli.web.console.domain import Offered
from linli.web.wording import text_of

ACTIONS = ("file", "dispatch", "accept")
LIMIT = 50
EACH, ONE = "each", "one"
"""To whom cases are sent: each to the owner that the catalogue names for it, or all to one."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A case that was ticked, the version that the reader saw, and who the catalogue says should lead it."""

    number: str
    version: int | None
    title: str
    owner: Offered | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What the step came to for one case."""

    number: str
    title: str
    is_done: bool
    words: str


@staff_page()
@never_cache
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First the form that the step asks for, once for all; then the results, one by one."""
    actor = actor_of(request)
    picked = _picked(request)
    back = _back(request)
    if not picked:
        return redirect(back)
    pack = domain.pack(key=request.POST.get("pack", "event"))
    action = pack.actions.get(request.POST.get("action", ""))
    if action is None or action.key not in ACTIONS:
        return redirect(back)
    if request.POST.get("confirmed") or not action.asks:
        return _take(request, actor, pack, action, picked, back)
    form = asking.asked(pack=pack, action=action, fields=action.asks, place=Place(actor.area_code))
    return _form(request, actor, pack, form, picked, back)


def _form(
    request: HttpRequest, actor: Actor, pack: Pack, form: Asked, picked: Sequence[Picked], back: str, status: int = 200
) -> HttpResponse:
    """What the step asks for. Where it asks who shall lead, the owner of each is the first choice."""
    lead = _lead_of(form.action)
    owners = domain.owners(numbers=[one.number for one in picked], by=actor) if lead else {}
    if owners:
        form = replace(form, fields=tuple(_only_for_one(ask) if ask.key == lead else ask for ask in form.fields))
    context = {
        "form": form,
        "picked": [replace(one, owner=owners.get(one.number)) for one in picked],
        "has_owners": bool(owners),
        "way": request.POST.get("to", EACH),
        "nobody": len(picked) - len(owners),
    }
    return render(request, "console/cases/bulk.html", context | {"back": back, "pack": pack}, status=status)


def _lead_of(action: Action) -> str:
    """The field that says who shall lead; nothing when the step sends nobody anything."""
    return (
        next((one.key for one in action.asks if one.type == "organisation"), "") if action.effect == "dispatch" else ""
    )


def _only_for_one(ask: Ask) -> Ask:
    return replace(ask, shown_when=f"to={ONE}", condition=_("Only if all go to one."))


def _take(
    request: HttpRequest, actor: Actor, pack: Pack, action: Action, picked: Sequence[Picked], back: str
) -> HttpResponse:
    now = timezone.now()
    lead = _lead_of(action) if request.POST.get("to") == EACH else ""
    fields = tuple(one for one in action.asks if one.key != lead)
    answer = answering.read(fields=fields, typed=request.POST, files=request.FILES, now=now)
    if answer.errors:
        place = Place(actor.area_code)
        form = asking.asked(
            pack=pack, action=action, fields=action.asks, place=place, typed=request.POST, errors=answer.errors
        )
        return _form(request, actor, pack, form, picked, back, status=422)
    each = _chosen(request, picked) if lead else {}
    results = tuple(
        _one(actor, action, one, _inputs(answer.inputs, lead, each.get(one.number)), now)
        if not lead or one.number in each
        else Result(one.number, one.title, False, _("The catalogue names nobody for it: dispatch it by itself."))
        for one in picked
    )
    done = sum(result.is_done for result in results)
    context = {"results": results, "done": done, "refused": len(results) - done, "title": text_of(action.title)}
    return render(request, "console/cases/bulk_results.html", context | {"back": back})


def _chosen(request: HttpRequest, picked: Sequence[Picked]) -> dict[str, Offered]:
    """Each case's owner as the reader saw it before confirming: what was shown is what is done."""
    asked = {one.number: request.POST.get(f"owner-{one.number}", "") for one in picked}
    ids = {number: int(owner) for number, owner in asked.items() if owner.isdecimal()}
    names = domain.organisation_names(ids=set(ids.values()))
    return {number: Offered(owner, names[owner], "") for number, owner in ids.items() if owner in names}


def _inputs(inputs: Mapping[str, Any], lead: str, owner: Offered | None) -> tuple[Mapping[str, Any], str]:
    """What is handed in for one case, and what is said when it is done."""
    if owner is None:
        return inputs, _("Done")
    return {**inputs, lead: owner.id}, _("Sent to %(name)s") % {"name": owner.name}


def _one(actor: Actor, action: Action, one: Picked, given: tuple[Mapping[str, Any], str], now: datetime) -> Result:
    inputs, words = given
    try:
        domain.act(number=one.number, action=action.key, inputs=inputs, by=actor, now=now, version=one.version)
    except LinliError as error:
        faults = " ".join(str(text) for text in error.fields.values())
        return Result(one.number, one.title, False, f"{error} {faults}".strip())
    return Result(one.number, one.title, True, words)


def _picked(request: HttpRequest) -> tuple[Picked, ...]:
    """At most a page's worth. Rows come as `case=NUMBER`, with `version-NUMBER` and `title-NUMBER` beside them."""
    numbers = list(dict.fromkeys(request.POST.getlist("case")))[:LIMIT]
    return tuple(
        Picked(
            number=number,
            version=int(seen) if (seen := request.POST.get(f"version-{number}", "")).isdecimal() else None,
            title=request.POST.get(f"title-{number}", ""),
        )
        for number in numbers
    )


def _back(request: HttpRequest) -> str:
    """Only a path of the console is followed."""
    target = request.POST.get("back", "")
    return target if target.startswith("/console/") else "/console/"
