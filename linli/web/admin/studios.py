"""Administration of mediators' studios: the list, opening, renaming, closing."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.mediation.actions import studios
from linli.mediation.queries import mediators as queries
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import AdminForm, OrganisationField

RIGHT = studios.RIGHT


class ChangeForm(AdminForm):
    """What a studio is called, and whether it is open."""

    name = forms.CharField(label=_("Name of the studio"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)
    is_active = forms.BooleanField(label=_("Open"), required=False)


class OpenForm(AdminForm):
    """A new studio."""

    organisation = OrganisationField()
    name = forms.CharField(label=_("Name of the studio"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=160, required=False)


@staff_page(right=RIGHT)
def listing(request: StaffRequest) -> HttpResponse:
    """All studios, and a form for one more."""
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.attempt(lambda given: _open(request, given)):
        messages.success(request, _("The studio is open."))
        return redirect("admin:studios")
    context = {"form": form, "rows": queries.studios(with_closed=True)}
    return render(request, "admin/mediators/studios.html", context, status=422 if form.errors else 200)


@staff_page(right=RIGHT)
def one(request: StaffRequest, studio_id: int) -> HttpResponse:
    """One studio: its name, and whether it is open."""
    view = queries.studio(studio_id=studio_id)
    initial = {"name": view.name, "name_en": view.name_en, "is_active": view.is_active}
    form = ChangeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.attempt(lambda given: _change(request, studio_id, given)):
        messages.success(request, _("The changes were kept."))
        return redirect("admin:studios")
    context = {"form": form, "title": view.name, "action": _("Keep")}
    return render(request, "admin/form.html", context, status=422 if form.errors else 200)


def _open(request: StaffRequest, given: dict[str, Any]) -> int:
    org_id = given.pop("organisation").pk
    return studios.open_studio(org_id=org_id, **given, by=request.actor, now=timezone.now())


def _change(request: StaffRequest, studio_id: int, given: dict[str, Any]) -> None:
    studios.change_studio(studio_id=studio_id, **given, by=request.actor, now=timezone.now())
