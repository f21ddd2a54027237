"""The same step for several cases of a list: each is decided alone, and each answer is shown, won or refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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
from linli.web.console.asking import Place
from linli.web.wording import text_of

ACTIONS = ("file", "dispatch", "accept")
LIMIT = 50


@dataclass(frozen=True, slots=True)
class Picked:
    """A case that was ticked, and the version that the reader saw."""

    number: str
    version: int | None
    title: str


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
    return render(request, "console/cases/bulk.html", {"form": form, "picked": picked, "back": back, "pack": pack})


def _take(
    request: HttpRequest, actor: Actor, pack: Pack, action: Action, picked: Sequence[Picked], back: str
) -> HttpResponse:
    now = timezone.now()
    answer = answering.read(fields=action.asks, typed=request.POST, files=request.FILES, now=now)
    if answer.errors:
        form = asking.asked(
            pack=pack,
            action=action,
            fields=action.asks,
            place=Place(actor.area_code),
            typed=request.POST,
            errors=answer.errors,
        )
        context = {"form": form, "picked": picked, "back": back, "pack": pack}
        return render(request, "console/cases/bulk.html", context, status=422)
    results = tuple(_one(actor, action, one, answer, now) for one in picked)
    done = sum(result.is_done for result in results)
    context = {"results": results, "done": done, "refused": len(results) - done, "title": text_of(action.title)}
    return render(request, "console/cases/bulk_results.html", context | {"back": back})


def _one(actor: Actor, action: Action, one: Picked, answer: answering.Answer, now: datetime) -> Result:
    try:
        domain.act(number=one.number, action=action.key, inputs=answer.inputs, by=actor, now=now, version=one.version)
    except LinliError as error:
        faults = " ".join(str(text) for text in error.fields.values())
        return Result(one.number, one.title, False, f"{error} {faults}".strip())
    return Result(one.number, one.title, True, _("Done"))


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
