"""Administration of mediators: the list with load and leave, one mediator, their studios, a table to import."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.mediation.actions import importing, mediators
from linli.mediation.queries import mediators as queries
from linli.mediation.queries.mediators import MediatorView
from linli.mediation.rules.mediators import LONGEST_INTRODUCTION, USUAL_CASES, NewMediator, split
from linli.people.actions.importing import Imported
from linli.places import queries as places
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import AccountField, AdminForm, AreaField, OrganisationField, day_field, today
from linli.web.admin.organisations import FileForm
from linli.web.roles import named
from linli.web.wording import text_of

RIGHT = mediators.RIGHT


class FindForm(AdminForm):
    """Which mediators to list."""

    text = forms.CharField(label=_("Person, organisation or studio"), required=False)
    field = forms.ChoiceField(label=_("Kind of dispute"), required=False)
    area = AreaField(required=False, help_text="")
    away = forms.BooleanField(label=_("On leave today"), required=False)
    retired = forms.BooleanField(label=_("With those who retired"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("Every kind")), *_kinds()]  # type: ignore[attr-defined]


class ChangeForm(AdminForm):
    """What the directory says of a mediator."""

    organisation = OrganisationField(help_text=_("Code or full name. They need a handler's post there."))
    studio = forms.TypedChoiceField(label=_("Studio"), required=False, coerce=int, empty_value=None)
    area = AreaField()
    fields_ = forms.MultipleChoiceField(
        label=_("Kinds of disputes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What they are good at; none ticked: every kind."),
    )
    languages = forms.CharField(
        label=_("Languages"), max_length=200, help_text=_("As people here say, such as 普通话、长沙话、English.")
    )
    introduction = forms.CharField(
        label=_("Introduction"),
        max_length=LONGEST_INTRODUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody reads it. No telephone, no address of a home."),
    )
    introduction_en = forms.CharField(
        label=_("Introduction in English"),
        max_length=LONGEST_INTRODUCTION,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    most_cases = forms.IntegerField(label=_("Cases at a time"), min_value=1, max_value=200, initial=USUAL_CASES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shops = [(one.id, f"{_named(one.name, one.name_en)} · {one.org_name}") for one in queries.studios()]
        self.fields["studio"].choices = [("", _("none")), *shops]  # type: ignore[attr-defined]
        self.fields["fields_"].choices = _kinds()  # type: ignore[attr-defined]
        self.fields["fields_"].widget.attrs.pop("class", None)


class EnterForm(ChangeForm):
    """A new mediator."""

    account = AccountField(label=_("Person"))
    field_order = ("account",)


class LeaveForm(AdminForm):
    """Leave, both days of it."""

    from_date = day_field(label=_("Away from"), initial=today)
    until_date = day_field(label=_("Until, that day included"), initial=lambda: today() + timedelta(days=6))


@staff_page(right=RIGHT)
def find(request: StaffRequest) -> HttpResponse:
    """The directory by person, kind and area, with load and leave."""
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.directory(
        on_date=today(),
        area=wanted.get("area") or "",
        text=wanted.get("text") or "",
        field=wanted.get("field") or "",
        away=bool(wanted.get("away")),
        with_retired=bool(wanted.get("retired")),
    )
    context = {"form": form, "lines": [line(one) for one in rows], "file_form": FileForm(), "most": queries.MOST}
    return render(request, "admin/mediators/find.html", context)


@staff_page(right=RIGHT)
def enter(request: StaffRequest) -> HttpResponse:
    """A new mediator."""
    form = EnterForm(request.POST or None, initial={"account": request.GET.get("account", "")})
    if request.method == "POST" and form.attempt(lambda given: _enter(request, given)):
        messages.success(request, _("The mediator stands in the directory."))
        return redirect("admin:mediator", form.result)
    context = {"form": form, "title": _("New mediator"), "action": _("Add")}
    return render(request, "admin/form.html", context, status=422 if form.errors else 200)


@staff_page(right=RIGHT)
def one(request: StaffRequest, mediator_id: int) -> HttpResponse:
    """One mediator, and what may be changed."""
    view = queries.mediator(mediator_id=mediator_id, on_date=today())
    form = ChangeForm(request.POST or None, initial=_initial(view))
    if request.method == "POST" and form.attempt(lambda given: _change(request, view, given)):
        messages.success(request, _("The changes were kept."))
        return redirect("admin:mediator", mediator_id)
    return _page(request, mediator_id, form=form)


@require_POST
@staff_page(right=RIGHT)
def switch(request: StaffRequest, mediator_id: int) -> HttpResponse:
    """Retire or bring back. A refusal has its own page."""
    verb = mediators.bring_back if request.POST.get("active") == "1" else mediators.retire
    verb(mediator_id=mediator_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The changes were kept."))
    return redirect("admin:mediator", mediator_id)


@require_POST
@staff_page(right=RIGHT)
def leave(request: StaffRequest, mediator_id: int) -> HttpResponse:
    """Leave is entered."""
    form = LeaveForm(request.POST)
    by, now = request.actor, timezone.now()
    if form.attempt(lambda given: mediators.send_on_leave(mediator_id=mediator_id, **given, by=by, now=now)):
        messages.success(request, _("The leave was entered."))
        return redirect("admin:mediator", mediator_id)
    return _page(request, mediator_id, leave_form=form)


@require_POST
@staff_page(right=RIGHT)
def end_leave(request: StaffRequest, mediator_id: int, absence_id: int) -> HttpResponse:
    """Leave is taken back. A refusal has its own page."""
    mediators.end_leave(mediator_id=mediator_id, absence_id=absence_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The leave was taken back."))
    return redirect("admin:mediator", mediator_id)


@require_POST
@staff_page(right=RIGHT)
def import_file(request: StaffRequest) -> HttpResponse:
    """A table of mediators: every fault by row, or all of it."""
    form = FileForm(request.POST, request.FILES)
    if form.attempt(lambda given: _import(request, given)):
        done = form.result
        if not done.faults:
            counts = {"created": done.created, "changed": done.changed}
            messages.success(request, _("%(created)d added, %(changed)d corrected.") % counts)
            return redirect("admin:mediators")
        return render(request, "admin/faults.html", {"done": done, "back": "admin:mediators"}, status=422)
    return render(request, "admin/form.html", {"form": form, "title": _("Import"), "is_file": True}, status=422)


def line(one: MediatorView) -> dict[str, Any]:
    """A mediator in the reader's language."""
    titles = dict(_kinds())
    return {
        "one": one,
        "body": _named(one.org_name, one.org_name_en),
        "studio": _named(one.studio_name, one.studio_name_en),
        "area": places.name_of(one.area_code),
        "fields": [titles.get(key, key) for key in one.fields],
        "is_full": one.load >= one.most_cases,
    }


def _kinds() -> list[tuple[str, str]]:
    return [(key, text_of(texts)) for key, texts in queries.kinds().items()]


def _named(name: str, name_en: str) -> str:
    return named(name=name, name_en=name_en) if name else ""


def _initial(view: MediatorView) -> dict[str, Any]:
    return {
        "organisation": view.org_name,
        "studio": view.studio_id or "",
        "area": view.area_code,
        "fields_": list(view.fields),
        "languages": "、".join(view.languages),
        "introduction": view.introduction,
        "introduction_en": view.introduction_en,
        "most_cases": view.most_cases,
    }


def _page(request: StaffRequest, mediator_id: int, **forms_: AdminForm) -> HttpResponse:
    view = queries.mediator(mediator_id=mediator_id, on_date=today())
    context: dict[str, Any] = {
        "line": line(view),
        "form": ChangeForm(initial=_initial(view)),
        "leave_form": LeaveForm(),
        "absences": queries.absences(mediator_id=mediator_id, since=today()),
    }
    faulty = any(form.errors for form in forms_.values())
    return render(request, "admin/mediators/one.html", context | forms_, status=422 if faulty else 200)


def _new(given: dict[str, Any], account_id: int) -> NewMediator:
    return NewMediator(
        account_id=account_id,
        org_id=given["organisation"].pk,
        area_code=given["area"],
        studio_id=given["studio"],
        fields=tuple(given["fields_"]),
        languages=split(given["languages"]),
        introduction=given["introduction"],
        introduction_en=given["introduction_en"],
        most_cases=given["most_cases"],
    )


def _enter(request: StaffRequest, given: dict[str, Any]) -> int:
    return mediators.enter(new=_new(given, given["account"].pk), by=request.actor, now=timezone.now())


def _change(request: StaffRequest, view: MediatorView, given: dict[str, Any]) -> None:
    new = _new(given, view.account_id)
    mediators.change(mediator_id=view.id, new=new, by=request.actor, now=timezone.now())


def _import(request: StaffRequest, given: dict[str, Any]) -> Imported:
    file = given["file"]
    return importing.import_mediators(content=file.read(), name=file.name, by=request.actor, now=timezone.now())
