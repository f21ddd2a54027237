"""The API's own short way through Django: no session, no cookie, no form token. Pages take the long way."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils import translation

from linli.api import problems

PREFIX = "/api/v1/"
Handler = Callable[[HttpRequest], HttpResponseBase]


class ApiLane:
    """First of the middleware: answers `/api/v1/` itself, in the language asked for, and passes the rest on."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        language = translation.get_language_from_request(request)
        translation.activate(language)
        response = _respond(request)
        headers = response.headers
        headers["Content-Language"] = language
        headers["Vary"] = "Accept-Language, Authorization"
        headers["X-Content-Type-Options"] = "nosniff"
        if isinstance(response, HttpResponse):
            headers["Content-Length"] = str(len(response.content))
        return response


_fixed: dict[str, ResolverMatch] = {}
"""Where addresses without a variable part lead: found once."""


def _match(path: str) -> ResolverMatch:
    known = _fixed.get(path)
    if known is None:
        known = resolve(path)
        if not known.kwargs:
            _fixed[path] = known
    return known


def _respond(request: HttpRequest) -> HttpResponseBase:
    if "\0" in request.path_info:  # PostgreSQL takes no NUL, and no address here holds one
        return problems.not_found(request)
    try:
        match = _match(request.path_info)
    except Http404:
        return problems.not_found(request)
    request.resolver_match = match
    try:
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Exception as exc:
        return problems.broken(request, exc) if not isinstance(exc, Http404) else problems.not_found(request)
    if response.status_code == 405:
        return problems.not_allowed_method(request, response.headers["Allow"])
    return response
