"""Administration of posts: find, grant, end, leave with a stand-in, import."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.people.actions import importing, posts
from linli.people.models import Post
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import (
    AccountField,
    AdminForm,
    AreaField,
    OrganisationField,
    day_field,
    role_field,
    today,
)
from linli.web.admin.organisations import FileForm

MOST = 200
RIGHT = "posts.edit"


class FindForm(AdminForm):
    """Which posts to list."""

    text = forms.CharField(label=_("Person"), required=False)
    role = role_field(required=False)
    area = AreaField(required=False, help_text="")


class GrantForm(AdminForm):
    """A new post."""

    account = AccountField(label=_("Person"))
    role = role_field()
    area = AreaField()
    organisation = OrganisationField()
    starts_date = day_field(label=_("From"), initial=today)
    ends_date = day_field(label=_("Until, that day included"), required=False)


class EndForm(AdminForm):
    """The last day."""

    last_date = day_field(label=_("Last day"), initial=today)


class LeaveForm(AdminForm):
    """Leave and who stands in."""

    stand_in = AccountField(label=_("Stand-in"))
    from_date = day_field(label=_("Away from"), initial=today)
    until_date = day_field(label=_("Until, that day included"), initial=lambda: today() + timedelta(days=6))


@staff_page(right=RIGHT)
def find(request: StaffRequest) -> HttpResponse:
    """Posts in force today, by person, role and area."""
    form = FindForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = _in_force().select_related("account", "area", "organisation", "stand_in").order_by("area_id", "role", "id")
    if text := wanted.get("text"):
        rows = rows.filter(Q(account__name__icontains=text) | Q(account__username__icontains=text))
    if role := wanted.get("role"):
        rows = rows.filter(role=role)
    if area := wanted.get("area"):
        rows = rows.filter(area__code__startswith=area)
    context = {"form": form, "rows": rows[:MOST], "file_form": FileForm(), "most": MOST}
    return render(request, "admin/posts/find.html", context)


@staff_page(right=RIGHT)
def grant(request: StaffRequest) -> HttpResponse:
    """A new post for an account."""
    form = GrantForm(request.POST or None, initial={"account": request.GET.get("account", "")})
    if request.method == "POST" and form.attempt(lambda given: _grant(request, given)):
        messages.success(request, _("The post was granted."))
        return redirect("admin:post", form.result)
    return render(request, "admin/form.html", {"form": form, "title": _("New post"), "action": _("Grant")})


@staff_page(right=RIGHT)
def one(request: StaffRequest, post_id: int) -> HttpResponse:
    """One post: who holds it, and what may be changed."""
    return _page(request, post_id)


@require_POST
@staff_page(right=RIGHT)
def end(request: StaffRequest, post_id: int) -> HttpResponse:
    """The post's last day."""
    form = EndForm(request.POST)
    if form.attempt(lambda given: posts.end(post_id=post_id, **given, by=request.actor, now=timezone.now())):
        messages.success(request, _("The post ends on that day."))
        return redirect("admin:post", post_id)
    return _page(request, post_id, end_form=form)


@require_POST
@staff_page(right=RIGHT)
def leave(request: StaffRequest, post_id: int) -> HttpResponse:
    """Leave with a stand-in."""
    form = LeaveForm(request.POST)
    if form.attempt(lambda given: _leave(request, post_id, given)):
        messages.success(request, _("The stand-in holds the post in that time."))
        return redirect("admin:post", post_id)
    return _page(request, post_id, leave_form=form)


@require_POST
@staff_page(right=RIGHT)
def end_leave(request: StaffRequest, post_id: int) -> HttpResponse:
    """The holder is back."""
    posts.end_leave(post_id=post_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The holder has the post back."))
    return redirect("admin:post", post_id)


@never_cache
@require_POST
@staff_page(right=RIGHT)
def import_file(request: StaffRequest) -> HttpResponse:
    """A table of people and posts; one-time passwords of new accounts are shown once, on the answer."""
    form = FileForm(request.POST, request.FILES)
    if not form.attempt(lambda given: _import(request, given)):
        return render(request, "admin/form.html", {"form": form, "title": _("Import"), "is_file": True}, status=422)
    done = form.result
    status = 422 if done.faults else 200
    return render(request, "admin/faults.html", {"done": done, "back": "admin:posts"}, status=status)


def _in_force() -> QuerySet[Post]:
    return Post.objects.filter(Q(ends_date=None) | Q(ends_date__gte=today()))


def _page(request: StaffRequest, post_id: int, **forms_: AdminForm) -> HttpResponse:
    row = get_object_or_404(Post.objects.select_related("account", "area", "organisation", "stand_in"), id=post_id)
    context: dict[str, Any] = {"row": row, "end_form": EndForm(), "leave_form": LeaveForm(), "today": today()}
    return render(request, "admin/posts/one.html", context | forms_, status=422 if forms_ else 200)


def _grant(request: StaffRequest, given: dict[str, Any]) -> int:
    return posts.grant(
        account_id=given["account"].pk,
        role=given["role"],
        area_code=given["area"],
        org_id=given["organisation"].pk,
        starts_date=given["starts_date"],
        ends_date=given["ends_date"],
        by=request.actor,
        now=timezone.now(),
    )


def _leave(request: StaffRequest, post_id: int, given: dict[str, Any]) -> None:
    stand_in = given.pop("stand_in")
    posts.send_on_leave(post_id=post_id, stand_in_id=stand_in.pk, **given, by=request.actor, now=timezone.now())


def _import(request: StaffRequest, given: dict[str, Any]) -> importing.Imported:
    file = given["file"]
    return importing.import_posts(
        content=file.read(), name=file.name, by=request.actor, now=timezone.now(), today=today()
    )
