"""JSON in and out by orjson: one encoder for pages of cases and for problems."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


def encode(value: object) -> bytes:
    """JSON in UTF-8. Lazy translations become text in the reader's language, sets become lists."""
    return orjson.dumps(value, default=_plain, option=OPTIONS)


def answer(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A JSON answer that nobody in between may keep."""
    response = HttpResponse(encode(value), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    for name, text in (headers or {}).items():
        response.headers[name] = text
    return response


class OrjsonParser(Parser):
    """Reads a request's body."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        value = orjson.loads(body)
        if b"\\u0000" in body and _holds_nul(value):
            raise ValueError("NUL")
        return value


class OrjsonRenderer(BaseRenderer):
    """Writes what an endpoint returns without an `HttpResponse` of its own."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return encode(data)


def _holds_nul(value: object) -> bool:
    """PostgreSQL keeps no NUL, in text or in JSON."""
    if isinstance(value, str):
        return "\0" in value
    if isinstance(value, dict):
        return any(map(_holds_nul, (*value, *value.values())))
    return isinstance(value, list) and any(map(_holds_nul, value))


def _plain(value: object) -> object:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
