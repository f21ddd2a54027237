"""Administration of organisations: the tree, one body, adding, editing, moving, deactivating, importing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.people import queries
from linli.people.actions import importing, organisations
from linli.people.models import Organisation, Post
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import AdminForm, AreaField, OrganisationField, today

MOST = 300


class EditForm(AdminForm):
    """What an organisation is called and where it stands."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    area_code = AreaField(required=False)
    kind = forms.CharField(
        label=_("Kind"), max_length=24, required=False, help_text=_("What the dispatch catalogue calls such bodies.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class AddForm(EditForm):
    """A new organisation."""

    code = forms.CharField(label=_("Code"), max_length=40, help_text=_("Short and lasting; it never changes."))
    parent = OrganisationField(label=_("Stands under"), required=False)
    field_order = ("code", "name", "name_en", "parent", "area_code", "kind", "phone")


class MoveForm(AdminForm):
    """Another parent."""

    parent = OrganisationField(label=_("Stands under"), required=False)


class FileForm(AdminForm):
    """A table to import."""

    file = forms.FileField(label=_("CSV or Excel file"))


@staff_page(right="organisations.edit")
def tree(request: StaffRequest) -> HttpResponse:
    """The bodies under one parent, or those that a search finds."""
    text, under = request.GET.get("text", "").strip(), request.GET.get("under", "")
    rows = Organisation.objects.select_related("area", "parent").annotate(below=Count("children"))
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(code__istartswith=text))
    else:
        rows = rows.filter(parent__code=under) if under else rows.filter(parent=None)
    trail = _trail(Organisation.objects.filter(code=under).first()) if under else []
    context = {"rows": rows.order_by("path")[:MOST], "text": text, "trail": trail, "file_form": FileForm()}
    return render(request, "admin/organisations/tree.html", context)


@staff_page(right="organisations.edit")
def add(request: StaffRequest) -> HttpResponse:
    """A new organisation."""
    form = AddForm(request.POST or None, initial={"parent": request.GET.get("under", "")})
    if request.method == "POST" and form.attempt(lambda given: _add(request, given)):
        messages.success(request, _("The organisation was added."))
        return redirect("admin:organisation", form.result)
    return render(request, "admin/form.html", {"form": form, "title": _("New organisation"), "action": _("Add")})


@staff_page(right="organisations.edit")
def one(request: StaffRequest, org_id: int) -> HttpResponse:
    """One organisation: its facts, units, posts, and what may be changed."""
    view = queries.organisation(org_id=org_id)
    initial = {"name": view.name, "name_en": view.name_en, "area_code": view.area_code, "kind": view.kind}
    form = EditForm(request.POST or None, initial=initial | {"phone": view.phone})
    if request.method == "POST" and form.attempt(lambda given: _edit(request, org_id, given)):
        messages.success(request, _("The changes were kept."))
        return redirect("admin:organisation", org_id)
    return _page(request, org_id, form=form)


@require_POST
@staff_page(right="organisations.edit")
def move(request: StaffRequest, org_id: int) -> HttpResponse:
    """Another parent."""
    form = MoveForm(request.POST)
    if form.attempt(lambda given: _move(request, org_id, given)):
        messages.success(request, _("The organisation was moved with all under it."))
        return redirect("admin:organisation", org_id)
    return _page(request, org_id, move_form=form)


@require_POST
@staff_page(right="organisations.edit")
def switch(request: StaffRequest, org_id: int) -> HttpResponse:
    """Deactivate or reactivate. A refusal has its own page."""
    now = timezone.now()
    if request.POST.get("active") == "1":
        organisations.reactivate(org_id=org_id, by=request.actor, now=now)
    else:
        organisations.deactivate(org_id=org_id, by=request.actor, now=now, on_date=today())
    return redirect("admin:organisation", org_id)


@require_POST
@staff_page(right="organisations.edit")
def import_file(request: StaffRequest) -> HttpResponse:
    """A table of organisations: every fault by row, or all of it."""
    form = FileForm(request.POST, request.FILES)
    if form.attempt(lambda given: _import(request, given)):
        done = form.result
        if not done.faults:
            counts = {"created": done.created, "changed": done.changed}
            messages.success(request, _("%(created)d added, %(changed)d corrected.") % counts)
            return redirect("admin:organisations")
        return render(request, "admin/faults.html", {"done": done, "back": "admin:organisations"}, status=422)
    return render(request, "admin/form.html", {"form": form, "title": _("Import"), "is_file": True}, status=422)


def _page(request: StaffRequest, org_id: int, **forms_: AdminForm) -> HttpResponse:
    row = Organisation.objects.select_related("area", "parent").get(id=queries.organisation(org_id=org_id).id)
    view = queries.organisation(org_id=org_id)
    initial = {"name": view.name, "name_en": view.name_en, "area_code": view.area_code, "kind": view.kind}
    context: dict[str, Any] = {
        "row": row,
        "trail": _trail(row)[:-1],
        "units": Organisation.objects.filter(parent=row).order_by("path")[:MOST],
        "posts": Post.objects.filter(organisation=row).select_related("account", "area").order_by("-starts_date")[:100],
        "form": EditForm(initial=initial | {"phone": view.phone}),
        "move_form": MoveForm(initial={"parent": row.parent.code if row.parent else ""}),
    }
    faulty = any(form.errors for form in forms_.values())
    return render(request, "admin/organisations/one.html", context | forms_, status=422 if faulty else 200)


def _trail(row: Organisation | None) -> list[Organisation]:
    """The body and those above it, topmost first."""
    if row is None:
        return []
    paths = [row.path[:end] for end in range(4, len(row.path) + 1, 4)]
    return list(Organisation.objects.filter(path__in=paths).order_by("path"))


def _add(request: StaffRequest, given: dict[str, Any]) -> int:
    parent = given.pop("parent")
    parent_id = parent.pk if parent else None
    return organisations.add(**given, parent_id=parent_id, by=request.actor, now=timezone.now())


def _edit(request: StaffRequest, org_id: int, given: dict[str, Any]) -> None:
    organisations.edit(org_id=org_id, **given, by=request.actor, now=timezone.now())


def _move(request: StaffRequest, org_id: int, given: dict[str, Any]) -> None:
    parent = given["parent"]
    organisations.move(org_id=org_id, parent_id=parent.pk if parent else None, by=request.actor, now=timezone.now())


def _import(request: StaffRequest, given: dict[str, Any]) -> importing.Imported:
    file = given["file"]
    return importing.import_organisations(content=file.read(), name=file.name, by=request.actor, now=timezone.now())
