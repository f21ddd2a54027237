"""Who sends a request: a bearer token's actor, looked up in the database at most every few seconds."""

import time
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from linli.people import tokens
from linli.people.access import PUBLIC, Actor

KEPT_SECONDS = 5.0
KEPT_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `digest` is the token's, empty for the public."""

    actor: Actor
    digest: str = ""


NOBODY = Caller(actor=PUBLIC)
_kept: dict[str, tuple[float, Caller]] = {}


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`."""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return _caller(token)


def caller(request: HttpRequest) -> Caller:
    """Who the endpoint's token named."""
    return cast("Caller", request.auth)  # type: ignore[attr-defined]


def optional_caller(request: HttpRequest) -> Caller:
    """Who asks where no token is needed. A token that is sent must hold all the same."""
    sent = request.META.get("HTTP_AUTHORIZATION")
    if not sent:
        return NOBODY
    scheme, _space, token = sent.partition(" ")
    found = _caller(token) if scheme.lower() == "bearer" else None
    if found is None:
        raise AuthenticationError
    return found


def forget() -> None:
    """Look every token up again at its next use."""
    _kept.clear()


def _caller(token: str) -> Caller | None:
    digest = tokens.digest_of(secret=token)
    kept = _kept.get(digest)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1]
    now = timezone.now()
    actor = tokens.actor_of(digest=digest, now=now)
    if actor is None:
        return None
    tokens.note_use(digest=digest, now=now)
    if len(_kept) >= KEPT_MOST:
        _kept.clear()
    found = Caller(actor=actor, digest=digest)
    _kept[digest] = (time.monotonic() + KEPT_SECONDS, found)
    return found
