"""Administration of accounts: find, create with a one-time password, reset, unlock, deactivate."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.people.actions import accounts
from linli.people.models import Account, Post
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import LANGUAGES, AdminForm

MOST = 200
RIGHT = "accounts.edit"


class NameForm(AdminForm):
    """What may be corrected of an account."""

    name = forms.CharField(label=_("Person's name"), max_length=80)
    language = forms.ChoiceField(label=_("Language of messages"), choices=LANGUAGES, required=False)


class CreateForm(NameForm):
    """A new account."""

    username = forms.CharField(label=_("Username"), max_length=150, help_text=_("Letters, digits and @ . + - _"))
    field_order = ("username", "name", "language")


@staff_page(right=RIGHT)
def find(request: StaffRequest) -> HttpResponse:
    """Accounts by name or username."""
    text, state = request.GET.get("text", "").strip(), request.GET.get("state", "active")
    rows = Account.objects.order_by("username")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(username__icontains=text))
    if state != "all":
        rows = rows.filter(is_active=state != "inactive")
    context = {"rows": rows.prefetch_related("posts__area")[:MOST], "text": text, "state": state}
    return render(request, "admin/accounts/find.html", context)


@never_cache
@staff_page(right=RIGHT)
def create(request: StaffRequest) -> HttpResponse:
    """A new account; its one-time password is shown once, on the answer to this form."""
    form = CreateForm(request.POST or None)
    if request.method == "POST" and form.attempt(
        lambda given: accounts.create(**given, by=request.actor, now=timezone.now())
    ):
        return render(request, "admin/accounts/one_time.html", {"made": form.result})
    return render(request, "admin/form.html", {"form": form, "title": _("New account"), "action": _("Create")})


@staff_page(right=RIGHT)
def one(request: StaffRequest, account_id: int) -> HttpResponse:
    """One account: its posts, its locks, and what may be done."""
    row = get_object_or_404(Account, id=account_id)
    form = NameForm(request.POST or None, initial={"name": row.name, "language": row.language})
    if request.method == "POST" and form.attempt(lambda given: _edit(request, account_id, given)):
        messages.success(request, _("The changes were kept."))
        return redirect("admin:account", account_id)
    context = {
        "row": row,
        "form": form,
        "posts": Post.objects.filter(account=row).select_related("area", "organisation").order_by("-starts_date"),
        "locked_until": accounts.locked_until(username=row.username, now=timezone.now()),
        "factors": Authenticator.objects.filter(user=row).exclude(type=Authenticator.Type.RECOVERY_CODES).count(),
        "is_me": row.pk == request.user.pk,
    }
    return render(request, "admin/accounts/one.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@staff_page(right=RIGHT)
def reset_password(request: StaffRequest, account_id: int) -> HttpResponse:
    """A new one-time password, shown once."""
    made = accounts.reset_password(account_id=account_id, by=request.actor, now=timezone.now())
    return render(request, "admin/accounts/one_time.html", {"made": made})


@require_POST
@staff_page(right=RIGHT)
def reset_second_factor(request: StaffRequest, account_id: int) -> HttpResponse:
    """Removes every second factor of the account."""
    accounts.reset_second_factor(account_id=account_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The second factors were removed."))
    return redirect("admin:account", account_id)


@require_POST
@staff_page(right=RIGHT)
def unlock(request: StaffRequest, account_id: int) -> HttpResponse:
    """Ends a lock-out."""
    accounts.unlock(account_id=account_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The account may sign in again."))
    return redirect("admin:account", account_id)


@require_POST
@staff_page(right=RIGHT)
def switch(request: StaffRequest, account_id: int) -> HttpResponse:
    """Deactivate or reactivate."""
    change = accounts.reactivate if request.POST.get("active") == "1" else accounts.deactivate
    change(account_id=account_id, by=request.actor, now=timezone.now())
    return redirect("admin:account", account_id)


def _edit(request: StaffRequest, account_id: int, given: dict[str, Any]) -> None:
    accounts.edit(account_id=account_id, **given, by=request.actor, now=timezone.now())
