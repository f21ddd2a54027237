"""The one place that turns refusals into pages: what happened, and what to do next. API answers are not made here."""

import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.errors import LinliError

log = logging.getLogger(__name__)

TITLES: dict[int, Promise] = {
    400: _("This request could not be read"),
    403: _("This is not open to you"),
    404: _("There is nothing here"),
    409: _("This is not possible now"),
    422: _("Something in the form needs mending"),
    429: _("Too many requests in a short time"),
    500: _("Something went wrong on our side"),
}
ADVICE: dict[int, Promise] = {
    400: _("Go back, reload the page and try again."),
    403: _("Sign in with the post that the matter belongs to, or go back."),
    404: _("Check the address. If a case number brought you here, look it up under “Track”."),
    409: _("Somebody may have acted first. Reload the page to see how the matter stands."),
    422: _("Go back and mend what is named above. What you typed is still there."),
    429: _("Wait a little and try again. In an emergency call 110, 119 or 120."),
    500: _("Nothing you sent was half kept. Please try again in a few minutes."),
}

ADVICE_TO_STAFF = _("Check the number or the address. A case of another area is not shown to your post.")


class ProblemsMiddleware:
    """Answers a `LinliError` that a view let through with its page, and text that no database keeps (NUL) likewise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, DataError):
            log.warning(
                "%s at %s", type(exception.__cause__).__name__, _route(request)
            )  # its words may hold what was sent
            return page(request, status=400)
        if not isinstance(exception, LinliError):
            return None
        response = page(request, status=exception.status, message=str(exception))
        retry_after = getattr(exception, "retry_after", None)
        if retry_after is not None:
            response["Retry-After"] = str(int(retry_after))
        return response


def _route(request: HttpRequest) -> str:
    """The kind of address, without what it names."""
    return request.resolver_match.route if request.resolver_match else "?"


def page(request: HttpRequest, *, status: int, message: str = "") -> HttpResponse:
    """The page of one kind of problem; only its core for an htmx request."""
    known = status if status in TITLES else 400
    is_partial = request.headers.get("HX-Request") == "true"
    template = "problems/partial.html" if is_partial else "problems/page.html"
    is_console = _is_console(request)
    context = {
        "status": status,
        "title": TITLES[known],
        "message": message,
        "advice": ADVICE_TO_STAFF if is_console and known == 404 else ADVICE[known],
        "is_console": is_console,
        "frame": "console/base.html" if is_console else "public/base.html",
    }
    return render(request, template, context, status=status)


def _is_console(request: HttpRequest) -> bool:
    """Whether a member of staff is at work: they keep the frame of their pages."""
    user = getattr(request, "user", None)
    return request.path.startswith("/console/") and user is not None and user.is_authenticated


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came back without its token: usually cookies are off or the page lay open too long."""
    message = _("The form had expired, or your browser keeps no cookies. Go back, reload the page and send it again.")
    return page(request, status=403, message=str(message))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return page(request, status=400)


def forbidden(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403."""
    return page(request, status=403)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404."""
    return page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without anything that could fail again."""
    try:
        return page(request, status=500)
    except Exception:
        log.exception("the page for a server error failed too")
        return HttpResponse(loader.get_template("problems/bare.html").render(), status=500)
