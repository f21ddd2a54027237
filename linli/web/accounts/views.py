"""Sign-in, the choice of post, and the answer for pages of allauth that Linli does not offer."""

from allauth.account.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from linli.core.errors import Invalid, NotFound
from linli.web.acting import StaffRequest, choose_post, staff_page


@require_POST
@staff_page()
def switch_post(request: StaffRequest) -> HttpResponse:
    """Acts through another post from now on, and goes to its start page."""
    wanted = request.POST.get("post", "")
    if not wanted.isdecimal():
        raise Invalid(_("Choose one of your posts."))
    choose_post(request, int(wanted))
    return HttpResponseRedirect(_next(request))


def closed(request: HttpRequest, *parts: str) -> HttpResponse:
    """Nobody signs up or resets a password by e-mail: administrators make and reset accounts."""
    raise NotFound(_("Accounts are made, and passwords reset, by your administrator."))


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if target and is_ours else resolve_url("/console/")


class SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in, whose template variable `site` would hide ours."""

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context
