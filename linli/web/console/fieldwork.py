"""The grid worker's phone pages: what is to do today, and a report in under a minute."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linli.cases.queries.files import KeptFile
from linli.cases.queries.packs import EVERYDAY
from linli.cases.types import Filters, NewCase, Once, Opened
from linli.core.errors import Invalid, LinliError
from linli.people.access import Actor
from linli.process.definition import Channel, Pack
from linli.web import matters
from linli.web.acting import StaffRequest, actor_of, staff_page
from linli.web.console import answering, asking, domain, lines
from linli.web.console.asking import Place

CHANNEL: Channel = "grid"
ON_THE_SPOT = "close_on_spot"
SHOWN = 20
MAX_PHOTOS = 4


class FieldForm(forms.Form):
    """Few fields: a plain multipart post that an offline queue can send later just as well."""

    category = forms.CharField(label=_("What is it?"), max_length=80, required=False)
    text = forms.CharField(
        label=_("In a few words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 3}),
    )
    area = forms.CharField(label=_("Grid"), max_length=24, required=False)
    address = forms.CharField(
        label=_("Landmark"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    on_the_spot = forms.BooleanField(label=_("Settled on the spot"), required=False)
    note = forms.CharField(
        label=_("What was done?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"class": "input", "rows": 2}),
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=60)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pack = pack

    def clean(self) -> dict[str, Any]:
        """Something must say what the matter is, and a settled matter says how."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("category") and not given.get("text"):
            self.add_error("text", gettext("Choose what it is or describe it in a few words."))
        if given.get("on_the_spot") and not given.get("note"):
            self.add_error("note", gettext("Say in a few words what was done."))
        return given


@dataclass(frozen=True, slots=True)
class Photos:
    """Stored uploads of a report: kept over a faulty form, so that nothing is sent twice."""

    report: tuple[KeptFile, ...]
    after: tuple[KeptFile, ...]

    @property
    def ids(self) -> tuple[UUID, ...]:
        return tuple(item.id for item in self.report)


@staff_page()
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this worker: cases to look at, and own reports still open."""
    actor, now = actor_of(request), timezone.now()
    tasks = domain.listing(by=actor, filters=Filters(lens="inbox"), cursor="", now=now, limit=SHOWN)
    near = domain.listing(by=actor, filters=Filters(lens="area"), cursor="", now=now, limit=SHOWN)
    own = domain.listing(by=actor, filters=Filters(lens="reported", order="newest"), cursor="", now=now, limit=SHOWN)
    seen = {row.id for row in tasks.rows}
    context = {
        "tasks": lines.lines(rows=tasks.rows, within=actor.area_code),
        "near": lines.lines(rows=(row for row in near.rows if row.id not in seen), within=actor.area_code),
        "own": lines.lines(rows=own.rows, within=actor.area_code),
        "place": domain.path_text(code=actor.area_code),
        "may": domain.rights(by=actor),
    }
    return render(request, "console/field/today.html", context)


@staff_page(right="field_report")
@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """The form, and the new case; closed on the spot if the worker settled it."""
    actor, pack = actor_of(request), _pack(request)
    if request.method != "POST":
        empty = FieldForm(pack=pack, initial={"once": secrets.token_urlsafe(16)})
        return _form(request, actor, empty, Photos((), ()))
    form, answer = FieldForm(request.POST, pack=pack), _answer(request, pack)
    photos = _photos(request, form)
    if form.is_valid() and form.cleaned_data["on_the_spot"] and not photos.after:
        form.add_error("on_the_spot", gettext("Add a photo of how it looks now."))
    if not form.is_valid() or answer.errors:
        return _form(request, actor, form, photos, answer.errors, kept=answer.kept, status=422)
    try:
        made = _open(actor, form, photos, answer)
    except Invalid as error:
        form.add_error(None, str(error))
        errors = {key: str(text) for key, text in error.fields.items()}
        return _form(request, actor, form, photos, errors, kept=answer.kept, status=422)
    if form.cleaned_data["on_the_spot"] and not made.is_repeat:
        return _settle(request, actor, made, form.cleaned_data["note"], photos)
    messages.success(request, gettext("Reported: %(number)s.") % {"number": made.number})
    return redirect("console:field")


def preview(*, request: StaffRequest, pack: Pack, back: str) -> HttpResponse:
    """The form as it will be for a pack that is not published yet; it cannot be sent."""
    return _form(request, request.actor, FieldForm(pack=pack), Photos((), ()), preview=back)


def _photos(request: HttpRequest, form: FieldForm) -> Photos:
    made: dict[str, tuple[KeptFile, ...]] = {}
    device = answering.device_fix(typed=request.POST.get("fix", ""))
    for purpose in ("report", "after"):
        kept = domain.kept(ids=request.POST.getlist(f"{purpose}_kept"))
        try:
            sent = request.FILES.getlist(purpose)[: MAX_PHOTOS - len(kept)]
            kept += tuple(domain.keep(upload=one, purpose=purpose, now=timezone.now(), device=device) for one in sent)
        except Invalid as error:
            form.add_error("text" if purpose == "report" else "on_the_spot", str(error))
        made[purpose] = kept
    return Photos(**made)


def _pack(request: HttpRequest) -> Pack:
    """The kind of matter that was found. Raises Http404 where no pack takes reports of grid workers."""
    pack = matters.chosen(packs=domain.offered(channel=CHANNEL), request=request)
    if pack is None:
        raise Http404
    return pack


def _answer(request: HttpRequest, pack: Pack) -> answering.Answer:
    """What was typed into the fields of another kind; the everyday report asks for nothing more on a phone."""
    fields = pack.fields if pack.key != EVERYDAY else ()
    return answering.read(fields=fields, typed=request.POST, files=request.FILES, now=timezone.now())


def _open(actor: Actor, form: FieldForm, photos: Photos, answer: answering.Answer) -> Opened:
    pack, given = form.pack, form.cleaned_data
    title = lines.category_text(pack=pack, key=given["category"])
    has_point = given["lon"] is not None and given["lat"] is not None
    new = NewCase(
        pack=pack.key,
        text=given["text"] or title,
        channel=CHANNEL,
        category=given["category"] if given["category"] in pack.categories else "",
        lon=given["lon"] if has_point else None,
        lat=given["lat"] if has_point else None,
        area_code=given["area"] or actor.area_code,
        address=given["address"],
        fields=answer.inputs,
        photos=photos.ids,
    )
    said = f"{new.text}\n{new.category}\n{new.address}"
    once = Once(key=f"field:{given['once']}", fingerprint=hashlib.sha256(said.encode()).hexdigest())
    return domain.open_case(report=new, by=actor, now=timezone.now(), once=once)


def _settle(request: HttpRequest, actor: Actor, made: Opened, note: str, photos: Photos) -> HttpResponse:
    """Close on the spot. If that is refused, the report stands and the worker is told why."""
    try:
        inputs = {"note": note, "photo_after": [str(item.id) for item in photos.after]}
        domain.act(number=made.number, action=ON_THE_SPOT, inputs=inputs, by=actor, now=timezone.now())
    except LinliError as error:
        words = gettext("Reported as %(number)s, but not yet settled: %(reason)s")
        messages.warning(request, words % {"number": made.number, "reason": error})
        return redirect(reverse("console:case", args=[made.number]))
    words = gettext("Reported and settled on the spot: %(number)s. Somebody else will verify it.")
    messages.success(request, words % {"number": made.number})
    return redirect("console:field")


def _form(
    request: HttpRequest,
    actor: Actor,
    form: FieldForm,
    photos: Photos,
    errors: Mapping[str, str] | None = None,
    *,
    kept: Mapping[str, tuple[KeptFile, ...]] | None = None,
    status: int = 200,
    preview: str = "",
) -> HttpResponse:
    pack, typed = form.pack, request.POST if form.is_bound else None
    place = Place(actor.area_code)
    context = {
        "form": form,
        "photos": photos,
        "matters": () if preview else matters.offered(packs=domain.offered(channel=CHANNEL), chosen=(pack,)),
        "preview": preview,
        "asks": ()
        if pack.key == EVERYDAY
        else asking.case_fields(pack=pack, place=place, typed=typed, kept=kept, errors=errors),
        "on_the_spot": ON_THE_SPOT in pack.actions,
        "groups": asking.category_groups(pack=pack, chosen=frozenset({form["category"].value() or ""})),
        "grids": domain.grids(area_code=actor.area_code),
        "place": domain.path_text(code=actor.area_code),
    }
    return render(request, "console/field/report.html", context, status=status)
