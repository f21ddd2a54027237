"""Errors as RFC 9457 problem details: the one place that maps what rooms refuse to API answers."""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFilesSent
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from linli.api.codec import encode
from linli.api.wording import TITLES, message
from linli.core.errors import LinliError, Text

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"


def problem(
    request: HttpRequest,
    *,
    code: str,
    status: int,
    detail: Text,
    errors: Mapping[str, Text] | None = None,
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The answer to a refused request. `code` ends the problem's type; `errors` names each faulty field."""
    body: dict[str, object] = {
        "type": f"{settings.BASE_URL}/api/docs#problem-{code}",
        "title": TITLES.get(status) or _("The request was refused"),
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if errors:
        body["errors"] = [{"field": field, "message": text} for field, text in errors.items()]
    response = HttpResponse(encode(body), status=status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, text in (headers or {}).items():
        response.headers[name] = text
    return response


def handle(api: NinjaAPI) -> None:
    """Teaches the API to answer every error as a problem."""
    handlers: dict[type[Exception], Any] = {
        LinliError: _refused,
        ValidationError: _not_valid,
        AuthenticationError: unauthorised,
        Http404: not_found,
        HttpError: _http_error,
        Exception: broken,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _refused(request: HttpRequest, exc: LinliError) -> HttpResponse:
    headers: Mapping[str, str] = getattr(exc, "headers", {})
    return problem(request, code=exc.code, status=exc.status, detail=exc.message, errors=exc.fields, headers=headers)


def _not_valid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors: dict[str, Text] = {}
    for fault in exc.errors:
        errors.setdefault(_field(fault), message(fault))
    detail = _("Some fields cannot be used: correct what `errors` names and send the request again.")
    return problem(request, code="invalid", status=422, detail=detail, errors=errors)


def _field(fault: Mapping[str, Any]) -> str:
    """The dotted path of a faulty field, without the parameter that held the whole body."""
    source, *path = fault["loc"]
    inside = path[1:] if source == "body" else path
    return ".".join(str(part) for part in inside) or str(source)


def unauthorised(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    """No token, or one that is unknown, expired or revoked."""
    detail = _("Send a token that is in force: `Authorization: Bearer TOKEN`. An administrator issues it.")
    return problem(
        request, code="not-signed-in", status=401, detail=detail, headers={"WWW-Authenticate": 'Bearer realm="linli"'}
    )


def not_found(request: HttpRequest, exc: Exception | None = None) -> HttpResponse:
    """No such address."""
    return problem(request, code="not-found", status=404, detail=_("There is nothing at this address."))


def not_allowed_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """The address exists, the method does not."""
    detail = _("This address does not take this method. `Allow` lists those that it takes.")
    return problem(request, code="wrong-method", status=405, detail=detail, headers={"Allow": allowed})


def _http_error(request: HttpRequest, exc: HttpError) -> HttpResponse:
    if exc.status_code == 400:
        return unreadable(request)
    return problem(request, code="error", status=exc.status_code, detail=str(exc))


def unreadable(request: HttpRequest) -> HttpResponse:
    """The body cannot be read as what it says it is."""
    detail = _("The body cannot be read. Send JSON in UTF-8, or a multipart form for photos.")
    return problem(request, code="unreadable", status=400, detail=detail)


def broken(request: HttpRequest, exc: Exception) -> HttpResponse:
    """Anything else: what the caller sent wrong at the level of HTTP, or a fault of ours, logged without data."""
    if isinstance(exc, RequestDataTooBig | TooManyFilesSent):
        detail = _("The request is too large. Send fewer or smaller photos.")
        return problem(request, code="too-large", status=413, detail=detail)
    if isinstance(exc, DataError):
        logger.warning("%s at the API", type(exc.__cause__).__name__)  # its words may hold what was sent
        return unreadable(request)
    if isinstance(exc, BadRequest | MultiPartParserError | orjson.JSONDecodeError | UnicodeDecodeError):
        return unreadable(request)
    logger.exception("the API failed at %s", request.resolver_match.route if request.resolver_match else "?")
    detail = _("Linli failed here and has noted it. Try again; with the same Idempotency-Key nothing happens twice.")
    return problem(request, code="failed", status=500, detail=detail)
