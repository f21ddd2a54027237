"""The case page: what one post may see of a case, what it may do now, and taking that step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases.types import CaseDetail, Choice
from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.documents.reading import Block
from linli.people.access import Actor
from linli.web import tablefields
from linli.web.acting import actor_of, staff_page
from linli.web.console import answering, asking, domain, issues, lines, mapping, owners, placing, reading, suggested
from linli.web.console.asking import Asked, Place

PREFILL = "with_"
ANSWER = "answer"
"""The field of every pack in which the reporter is answered."""


@staff_page()
@never_cache
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page. `?do=KEY` opens that action's form; `?with_FIELD=VALUE` fills it in."""
    actor = actor_of(request)
    detail = domain.detail(number=number, by=actor, now=timezone.now())
    wanted = request.GET.get("do", "")
    prefill = {key.removeprefix(PREFILL): str(value) for key, value in request.GET.items() if key.startswith(PREFILL)}
    forms = offered(detail=detail, opened={wanted: prefill} if wanted else {})
    return _page(request, actor, detail, forms)


@staff_page()
@never_cache
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """The case in short, beside a list."""
    actor = actor_of(request)
    detail = domain.detail(number=number, by=actor, now=timezone.now())
    context = reading.of(detail=detail) | {
        "choices": detail.choices,
        "issue": issues.of_case(case_id=detail.row.id, by=actor),
    }
    return render(request, "console/cases/_preview.html", context)


@staff_page()
@never_cache
def print_out(request: HttpRequest, number: str) -> HttpResponse:
    """The whole case on paper."""
    detail = domain.detail(number=number, by=actor_of(request), now=timezone.now())
    return render(request, "console/cases/print.html", reading.of(detail=detail) | {"printed_at": timezone.now()})


@staff_page()
@never_cache
def similar(request: HttpRequest, number: str) -> HttpResponse:
    """Open cases nearby that may be the same matter."""
    actor = actor_of(request)
    detail = domain.detail(number=number, by=actor, now=timezone.now())
    linked = {one.number for one in detail.links}
    near = domain.similar_to(detail=detail, by=actor, now=timezone.now())
    found = lines.likenesses(found=[one for one in near if one.row.number not in linked])
    may_merge = any(choice.action.effect == "merge" for choice in detail.choices)
    context = {"found": found, "number": number, "merge": _merge(detail, may_merge), "pack": detail.row.pack}
    return render(request, "console/cases/_similar.html", context)


@staff_page()
@never_cache
def suggestions(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Likely categories, for the form of a step that asks for one."""
    detail = domain.detail(number=number, by=actor_of(request), now=timezone.now())
    if all(choice.action.key != action or choice.action.effect != "recategorise" for choice in detail.choices):
        raise Http404
    into = f"#{action}-{asking.CATEGORY}"
    found = suggested.of(pack=domain.pack(key=detail.row.pack), text=detail.text, into=into)
    return render(request, "console/_suggested.html", {"suggested": found}) if found else HttpResponse()


@staff_page()
@never_cache
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """Take a step. A refusal shows the page as it is now, with what was typed."""
    if request.method != "POST":
        return redirect(f"{reverse('console:case', args=[number])}?do={action}")
    actor, now = actor_of(request), timezone.now()
    detail = domain.detail(number=number, by=actor, now=now)
    choice = next((one for one in detail.choices if one.action.key == action), None)
    if choice is None:
        return _gone(request, actor, detail, action)
    answer = answering.read(fields=choice.fields, typed=request.POST, files=request.FILES, now=now, known=choice.values)
    if request.POST.get(tablefields.MORE):
        return _again(request, actor, detail, action, answer=answer, errors={}, note="", status=200)
    errors, note, status = dict(answer.errors), "", 422
    if not errors:
        try:
            answered = _take(request, actor, detail, action, answer, now)
        except Invalid as error:
            errors, note = {key: str(text) for key, text in error.fields.items()}, str(error)
        except (NotPossible, NotAllowed) as error:
            note, status = str(error), error.status
        else:
            return answered
    fresh = domain.detail(number=number, by=actor, now=timezone.now())
    return _again(request, actor, fresh, action, answer=answer, errors=errors, note=note, status=status)


def _take(
    request: HttpRequest, actor: Actor, detail: CaseDetail, action: str, answer: answering.Answer, now: datetime
) -> HttpResponse:
    """Takes the step, or shows the document that it would issue. Raises what the step is refused with."""
    number, inputs = detail.row.number, answer.inputs
    if "preview" in request.POST:
        found = domain.preview(number=number, action=action, inputs=inputs, by=actor, now=now)
        return _again(request, actor, detail, action, answer=answer, document=found, status=200)
    done = domain.act(number=number, action=action, inputs=inputs, by=actor, now=now, version=_version(request))
    chosen = str(inputs.get(asking.CATEGORY) or "")
    suggested.count(pack=domain.pack(key=detail.row.pack), post=request.POST, chosen=chosen, now=now)
    owners.count(detail=detail, action=action, post=request.POST, inputs=inputs, now=now)
    return _done(request, detail, action, done.number)


@staff_page()
@never_cache
@require_POST
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter's contact data, for a stated reason that is logged."""
    actor, now = actor_of(request), timezone.now()
    detail = domain.detail(number=number, by=actor, now=now)
    reason = request.POST.get("reason", "").strip()
    try:
        contact = domain.reveal(number=number, reason=reason, by=actor, now=now)
    except Invalid as error:
        return _page(request, actor, detail, offered(detail=detail), {"reveal_error": str(error)}, status=422)
    return _page(request, actor, detail, offered(detail=detail), {"contact": contact})


def offered(*, detail: CaseDetail, opened: Mapping[str, Mapping[str, str]] | None = None) -> tuple[Asked, ...]:
    """What the reader may do now, as forms."""
    place = Place(detail.row.area_code)
    wanted = opened or {}
    return tuple(_form(detail, one, place, prefill=wanted.get(one.action.key)) for one in detail.choices)


def _form(
    detail: CaseDetail, choice: Choice, place: Place, *, prefill: Mapping[str, str] | None = None, **again: Any
) -> Asked:
    if prefill is None and choice.action.effect == "dispatch":
        again = {"prefill": _suggested(detail)} | again
    made = asking.asked(
        pack=domain.opened_pack(action=choice.action, pack=domain.pack(key=detail.row.pack)),
        action=choice.action,
        fields=choice.fields,
        place=place,
        known=_known(detail, choice),
        **({"prefill": prefill} | again),
    )
    if any(one.key == ANSWER for one in choice.fields):
        address = reverse("console:answer-check", args=[detail.row.number])
        made = asking.looked_over(made, key=ANSWER, address=address)
    if choice.action.effect == "recategorise":
        address = reverse("console:suggestions", args=[detail.row.number, choice.action.key])
        made = asking.with_suggestions(made, address=address)
    if choice.action.effect == "relocate":
        address = reverse("console:places-named", args=[detail.row.number, choice.action.key])
        made = asking.with_suggestions(made, address=address, key=placing.AREA)
    if lead := owners.lead_field(choice.action):
        address = reverse("console:owners", args=[detail.row.number, choice.action.key])
        made = asking.with_suggestions(made, address=address, key=lead)
    return made if prefill is None else asking.opened(made)


def _known(detail: CaseDetail, choice: Choice) -> Mapping[str, Any]:
    """What a form comes filled in with: facts of the case, and its words where it opens another out of it."""
    return ({"text": detail.text} if choice.action.opens else {}) | dict(choice.values)


def _suggested(detail: CaseDetail) -> dict[str, str]:
    """The organisation that the catalogue names for this kind of matter, as the first event recorded it; nobody once
    the kind or the place was corrected, since the name was for another."""
    first = detail.events[0].body if detail.events else {}
    is_still = (first.get("category"), first.get("area")) == (detail.row.category, detail.row.area_code)
    return {"lead": str(first["suggested_org"])} if is_still and first.get("suggested_org") else {}


def _page(
    request: HttpRequest,
    actor: Actor,
    detail: CaseDetail,
    forms: tuple[Asked, ...],
    more: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = reading.of(detail=detail) | {
        "forms": forms,
        **_ordered(forms),
        "may_reveal": domain.may_reveal(detail=detail, by=actor),
        "may": domain.rights(by=actor),
        "has_room": domain.may_enter_room(detail=detail, by=actor),
        "may_strike": "lead" in detail.relations and domain.may(by=actor, right="strikes.ask"),
        "rechecks": domain.rechecks(detail=detail),
        "issue": issues.of_case(case_id=detail.row.id, by=actor),
        "reopen": next((form.action.key for form in forms if form.action.key == "reopen"), ""),
        "places_at": placing.hint(detail=detail),
        "outline": mapping.outline(code=detail.row.area_code),
    }
    return render(request, "console/cases/case.html", context | dict(more or {}), status=status)


def _ordered(forms: tuple[Asked, ...]) -> dict[str, Any]:
    """What carries the case on, and what stands behind “more steps”; all in front where nothing carries it on."""
    main = tuple(form for form in forms if form.is_main)
    more = tuple(form for form in forms if not form.is_main) if main else ()
    return {"main_forms": main or forms, "more_forms": more, "is_more_open": any(form.is_open for form in more)}


def _done(request: HttpRequest, detail: CaseDetail, action: str, number: str) -> HttpResponse:
    title = next(asking.title_of(choice.action) for choice in detail.choices if choice.action.key == action)
    messages.success(request, _("Done: %(action)s.") % {"action": title})
    back = request.POST.get("back", "")
    return redirect(back if back == "console:field" else reverse("console:case", args=[number]))


def _again(
    request: HttpRequest,
    actor: Actor,
    detail: CaseDetail,
    action: str,
    *,
    answer: answering.Answer,
    status: int,
    errors: Mapping[str, str] | None = None,
    note: str = "",
    document: tuple[Block, ...] = (),
) -> HttpResponse:
    """The page after a refusal or with a document to look at: the same form, still filled in, if the step exists."""
    if all(choice.action.key != action for choice in detail.choices):
        return _gone(request, actor, detail, action, note=note, status=status)
    again: dict[str, Any] = {
        "typed": request.POST,
        "kept": answer.kept,
        "errors": errors,
        "note": note,
        "document": document,
    }
    place = Place(detail.row.area_code)
    forms = tuple(_form(detail, one, place, **(again if one.action.key == action else {})) for one in detail.choices)
    return _page(request, actor, detail, forms, {"refused": "" if document else action, "note": note}, status=status)


def _gone(
    request: HttpRequest, actor: Actor, detail: CaseDetail, action: str, *, note: str = "", status: int = 409
) -> HttpResponse:
    """Somebody else acted first and the step is gone: say who did what, and keep what was typed for copying."""
    said = note or _("This step is no longer open to you. Look at what changed, then decide again.")
    typed = reading.typed(detail=detail, action=action, post=request.POST)
    last = detail.events[-1] if detail.events else None
    more = {"note": said, "lost": typed, "last": reading.entry(detail=detail, event=last) if last else None}
    return _page(request, actor, detail, offered(detail=detail), more, status=status)


def _merge(detail: CaseDetail, may_merge: bool) -> str:
    """The address that opens the merge form, to which the other case's number is added."""
    if not may_merge:
        return ""
    choice = next(choice for choice in detail.choices if choice.action.effect == "merge")
    return f"{reverse('console:case', args=[detail.row.number])}?do={choice.action.key}&{PREFILL}into="


def _version(request: HttpRequest) -> int | None:
    value = request.POST.get("version", "")
    return int(value) if value.isdecimal() else None
