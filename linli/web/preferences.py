"""What a reader chose about the look: language, theme, text size. Kept in cookies, for 1 year, without an account."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600
CHOICES = {"theme": ("auto", "light", "dark"), "text": ("normal", "large")}


@dataclass(frozen=True, slots=True)
class Preferences:
    """The look of a page."""

    theme: str
    text: str


def of(request: HttpRequest) -> Preferences:
    """The reader's choices; the first option of each where none was made."""
    return Preferences(theme=_cookie(request, "theme"), text=_cookie(request, "text"))


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep the posted choices and go back to where the reader was."""
    response = HttpResponseRedirect(_back(request))
    for name, options in CHOICES.items():
        value = request.POST.get(name, "")
        if value in options:
            response.set_cookie(f"linli_{name}", value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES) and check_for_language(language):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax")
    return response


def _cookie(request: HttpRequest, name: str) -> str:
    value = request.COOKIES.get(f"linli_{name}", "")
    return value if value in CHOICES[name] else CHOICES[name][0]


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and is_ours else "/"
