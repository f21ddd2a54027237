"""Administration of integrators' tokens: list, issue (shown once), revoke."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.people.actions import tokens
from linli.people.models import Post, Token
from linli.people.tokens import IssuedToken
from linli.web.acting import StaffRequest, staff_page
from linli.web.admin.forms import AdminForm, day_field
from linli.web.roles import role_title

RIGHT = "tokens.edit"


class IssueForm(AdminForm):
    """A new token."""

    name = forms.CharField(label=_("What will use it"), max_length=80)
    post = forms.IntegerField(
        label=_("Acts through post number"), min_value=1, help_text=_("The token has that post's rights and no more.")
    )
    last_date = day_field(label=_("Last day"), required=False)


@staff_page(right=RIGHT)
def find(request: StaffRequest) -> HttpResponse:
    """Every token, those in use first."""
    rows = Token.objects.select_related("post__account", "post__area").order_by("-revoked_at", "-made_at")
    shown = [(row, f"{row.post.area} · {role_title(role=row.post.role)}") for row in rows[:200]]
    return render(request, "admin/tokens/find.html", {"rows": shown, "now": timezone.now()})


@never_cache
@staff_page(right=RIGHT)
def issue(request: StaffRequest) -> HttpResponse:
    """A new token; its secret is shown once, on the answer to this form."""
    form = IssueForm(request.POST or None, initial={"post": request.GET.get("post", "")})
    if request.method == "POST" and form.attempt(lambda given: _issue(request, given)):
        return render(request, "admin/tokens/issued.html", {"made": form.result})
    posts = Post.objects.filter(role__in=["desk", "leader", "handler"]).select_related("account", "area")[:100]
    context = {"form": form, "title": _("New token"), "action": _("Issue"), "posts": posts}
    return render(request, "admin/form.html", context)


@require_POST
@staff_page(right=RIGHT)
def revoke(request: StaffRequest, token_id: int) -> HttpResponse:
    """Ends a token."""
    tokens.revoke(token_id=token_id, by=request.actor, now=timezone.now())
    messages.success(request, _("The token was revoked."))
    return redirect("admin:tokens")


def _issue(request: StaffRequest, given: dict[str, Any]) -> IssuedToken:
    last = given["last_date"]
    expires_at = timezone.make_aware(datetime.combine(last, time.max)) if last else None
    return tokens.issue(
        name=given["name"], post_id=given["post"], expires_at=expires_at, by=request.actor, now=timezone.now()
    )
