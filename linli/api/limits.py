"""How often a caller may ask: by token, or by the address that an anonymous request comes from."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from linli.api.bearer import NOBODY, Caller
from linli.core import throttle

PHOTOS_A_REPORT = 9
Endpoint = Callable[..., HttpResponse]


def limited(endpoint: Endpoint) -> Endpoint:
    """Decorates an endpoint that reads or acts: `API_RATE` a token, or an address."""

    @wraps(endpoint)
    def counted(request: HttpRequest, **values: Any) -> HttpResponse:
        caller: Caller = getattr(request, "auth", None) or NOBODY
        headers = _count(request, caller=caller, scope="api", rate=settings.API_RATE)
        response = endpoint(request, **values)
        for name, text in headers.items():
            response.headers[name] = text
        return response

    return counted


def count_report(request: HttpRequest, *, caller: Caller) -> dict[str, str]:
    """Counts a report: `REPORT_RATE` an address, or the token's rate. Returns the headers that say what is left."""
    if caller.digest:
        return _count(request, caller=caller, scope="api", rate=settings.API_RATE)
    return _count(request, caller=caller, scope="report", rate=settings.REPORT_RATE)


def address_of(request: HttpRequest) -> str:
    """The address that the request comes from."""
    direct, forwarded = (str(request.META.get(name, "")) for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR"))
    return throttle.sender(direct=direct, forwarded=forwarded)


def count_photo(request: HttpRequest, *, caller: Caller) -> dict[str, str]:
    """Counts a photo: as many as `REPORT_RATE` reports may hold."""
    if caller.digest:
        return _count(request, caller=caller, scope="api", rate=settings.API_RATE)
    reports = throttle.rate(settings.REPORT_RATE)
    return _taken(request, caller=caller, scope="photo", limit=replace(reports, count=reports.count * PHOTOS_A_REPORT))


def headers_of(verdict: throttle.Verdict, *, scope: str, limit: throttle.Rate) -> dict[str, str]:
    """`RateLimit` fields as in the IETF draft: requests left, and when all are there again."""
    window = int(limit.period.total_seconds())
    return {
        "RateLimit-Policy": f'"{scope}";q={limit.count};w={window}',
        "RateLimit": f'"{scope}";r={verdict.remaining};t={verdict.resets_after}',
    }


class TooManyRequests(throttle.TooMany):
    """The refusal, with the headers that go with it."""

    def __init__(self, *, headers: dict[str, str], retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.headers = headers


def _count(request: HttpRequest, *, caller: Caller, scope: str, rate: str) -> dict[str, str]:
    return _taken(request, caller=caller, scope=scope, limit=throttle.rate(rate))


def _taken(request: HttpRequest, *, caller: Caller, scope: str, limit: throttle.Rate) -> dict[str, str]:
    if limit.count == 0:
        return {}
    key = caller.digest or address_of(request)
    verdict = throttle.take(scope=scope, key=key, limit=limit, now=timezone.now())
    headers = headers_of(verdict, scope=scope, limit=limit)
    if not verdict.is_allowed:
        headers["Retry-After"] = str(verdict.retry_after)
        raise TooManyRequests(headers=headers, retry_after=verdict.retry_after)
    return headers
