"""Phone intake at the desk: the caller's words typed in, similar cases looked up meanwhile, a receipt read aloud."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linli.cases.queries.files import KeptFile
from linli.cases.types import NewCase, NewContact, Once, Opened
from linli.core.errors import Invalid, LinliError
from linli.people.access import Actor
from linli.process.definition import Channel, Pack
from linli.web import matters, tablefields
from linli.web.acting import StaffRequest, actor_of, staff_page
from linli.web.console import answering, asking, domain, labels, suggested
from linli.web.console.asking import Place
from linli.web.console.lines import likenesses
from linli.web.named import places_in

CHANNEL: Channel = "phone"
RIGHT = "phone_intake"


class PhoneForm(forms.Form):
    """What the caller says. Nothing about the caller is needed."""

    text = forms.CharField(
        label=_("What is the matter?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 4, "autofocus": True}),
        help_text=_("In the caller's words: what, where exactly, since when."),
    )
    area = forms.CharField(label=_("Where?"), max_length=200, required=False)
    address = forms.CharField(
        label=_("Address"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    category = forms.CharField(label=_("Category"), max_length=80, required=False)
    urgency = forms.ChoiceField(
        label=_("Urgency"),
        choices=[("", _("As the category says")), *labels.URGENCY.items()],
        required=False,
        widget=forms.Select(attrs={"class": "input"}),
    )
    name = forms.CharField(
        label=_("Caller's name"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("Caller's phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack

    def clean_area(self) -> str:
        """The code of the area meant by what was typed."""
        name = self.cleaned_data["area"].strip()
        try:
            return domain.area_named(name=name) if name else ""
        except Invalid as error:
            raise forms.ValidationError(str(error)) from error

    def clean_category(self) -> str:
        """A category of the pack, or none: triage then suggests one."""
        key = str(self.cleaned_data["category"])
        if key and key not in self.pack.categories:
            raise forms.ValidationError(gettext("Choose one of the options."))
        return key


@staff_page(right=RIGHT)
@never_cache
def intake(request: HttpRequest) -> HttpResponse:
    """The form, and what comes of it: a new case, or more words for one that is open."""
    actor = actor_of(request)
    pack = _pack(request)
    if request.method != "POST":
        return _form(request, actor, PhoneForm(pack=pack, initial={"once": secrets.token_urlsafe(16)}))
    form = PhoneForm(request.POST, pack=pack)
    answer = answering.read(fields=pack.fields, typed=request.POST, files=request.FILES, now=timezone.now())
    if request.POST.get(tablefields.MORE):
        return _form(request, actor, form, kept=answer.kept)
    if not form.is_valid() or answer.errors:
        return _form(request, actor, form, answer.errors, kept=answer.kept, status=422)
    try:
        if request.POST.get("add_to"):
            return _add(request, actor, form, request.POST["add_to"])
        return _open(request, actor, form, answer, merge_into=request.POST.get("merge_into", ""))
    except Invalid as error:
        for key, text in error.fields.items():
            form.add_error(key if key in form.fields else None, str(text))
        form.add_error(None, str(error))
        errors = {key: str(text) for key, text in error.fields.items()}
        return _form(request, actor, form, errors, kept=answer.kept, status=422)


def preview(*, request: StaffRequest, pack: Pack, back: str) -> HttpResponse:
    """The form as it will be for a pack that is not published yet; it cannot be sent."""
    return _form(request, request.actor, PhoneForm(pack=pack), preview=back)


def _pack(request: HttpRequest) -> Pack:
    """The kind of matter that the caller has. Raises Http404 where no pack takes calls."""
    pack = matters.chosen(packs=domain.offered(channel=CHANNEL), request=request)
    if pack is None:
        raise Http404
    return pack


@staff_page(right=RIGHT)
@never_cache
def similar(request: HttpRequest) -> HttpResponse:
    """While typing: the likely categories and place, and open cases nearby that may be the same."""
    actor = actor_of(request)
    text = f"{request.GET.get('text', '')} {request.GET.get('address', '')}".strip()
    area, reason = _place(request.GET.get("area", ""), text, actor)
    pack = _pack(request)
    category = request.GET.get("category", "")
    found = domain.similar_now(area_code=area, text=text, category=category, by=actor, now=timezone.now())
    context = {
        "found": likenesses(found=found),
        "area": domain.path_text(code=area),
        "area_reason": reason,
        "places": () if request.GET.get("area", "").strip() else places_in(text=text, within=actor.area_code),
        "suggested": suggested.of(pack=pack, text=text, into="#id_category"),
        "may_stay_open": True,
    }
    return render(request, "console/intake/_similar.html", context)


def _place(typed: str, text: str, actor: Actor) -> tuple[str, str]:
    """The area typed, else the one named in the text with the words that named it, else the desk's own."""
    try:
        if typed.strip():
            return domain.area_named(name=typed.strip()), ""
    except Invalid:
        pass
    found = domain.place_in_text(text=text, within=actor.area_code)
    return found if found else (actor.area_code, "")


def _open(
    request: HttpRequest, actor: Actor, form: PhoneForm, answer: answering.Answer, *, merge_into: str
) -> HttpResponse:
    given, now = form.cleaned_data, timezone.now()
    area, _reason = _place(request.POST.get("area", ""), f"{given['text']} {given['address']}", actor)
    report = NewCase(
        pack=form.pack.key,
        text=given["text"],
        channel=CHANNEL,
        category=given["category"],
        area_code=given["area"] or area,
        address=given["address"],
        urgency=given["urgency"],
        fields=answer.inputs,
        contact=_contact(given),
    )
    made = domain.open_case(report=report, by=actor, now=now, once=_once(given))
    if not made.is_repeat:
        suggested.count(pack=form.pack, post=request.POST, chosen=given["category"], now=now)
    context = _receipt(made, form.pack, given)
    if merge_into and not made.is_repeat:
        context |= _merged(made, form.pack, merge_into, actor)
    return render(request, "console/intake/receipt.html", context)


def _merged(made: Opened, pack: Pack, into: str, actor: Actor) -> dict[str, Any]:
    """The caller has a receipt of their own; the matter goes on in one case, and all its reporters are told."""
    try:
        merge = domain.action_of(pack=pack, effect="merge")
        domain.act(number=made.number, action=merge.key, inputs={"into": into}, by=actor, now=timezone.now())
    except LinliError as error:
        return {"merge_problem": str(error), "into": into}
    return {"into": into}


def _add(request: HttpRequest, actor: Actor, form: PhoneForm, number: str) -> HttpResponse:
    """More words for an open case instead of a new one: nothing of the caller is kept."""
    add = domain.action_of(pack=form.pack, effect="add")
    words = {"text": form.cleaned_data["text"]}
    domain.act(number=number, action=add.key, inputs=words, by=actor, now=timezone.now())
    messages.success(request, gettext("Added to case %(number)s.") % {"number": number})
    return redirect(reverse("console:case", args=[number]))


def _contact(given: dict[str, Any]) -> NewContact:
    if not (given["name"] or given["phone"] or given["email"]):
        return NewContact()
    return NewContact(given["name"], given["phone"], given["email"], get_language() or "")


def _once(given: dict[str, Any]) -> Once:
    said = "\n".join(str(given[key]) for key in ("text", "area", "address", "category", "name", "phone", "email"))
    return Once(key=f"console:{given['once']}", fingerprint=hashlib.sha256(said.encode()).hexdigest())


def _receipt(made: Opened, pack: Pack, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "made": made,
        "spoken": spoken(number=made.number),
        "place": domain.path_text(code=made.area_code),
        "stage": pack.stages[made.stage],
        "has_contact": bool(_contact(given)),
        "address": given["address"],
        "text": given["text"],
    }


def spoken(*, number: str) -> str:
    """The number in groups of three, as one reads it over the phone."""
    parts = [part[at : at + 3] for part in number.split("-") for at in range(0, len(part), 3)]
    return " ".join(parts)


def _form(
    request: HttpRequest,
    actor: Actor,
    form: PhoneForm,
    errors: Mapping[str, str] | None = None,
    *,
    kept: Mapping[str, tuple[KeptFile, ...]] | None = None,
    status: int = 200,
    preview: str = "",
) -> HttpResponse:
    pack = form.pack
    chosen = form["category"].value() or ""
    context = {
        "form": form,
        "matters": () if preview else matters.offered(packs=domain.offered(channel=CHANNEL), chosen=(pack,)),
        "preview": preview,
        "asks": asking.case_fields(
            pack=pack,
            place=Place(actor.area_code),
            typed=request.POST if form.is_bound else None,
            kept=kept,
            errors=errors,
        ),
        "groups": asking.category_groups(pack=pack, chosen=frozenset({chosen})),
        "areas": domain.areas_around(area_code=actor.area_code),
    }
    return render(request, "console/intake/phone.html", context, status=status)
