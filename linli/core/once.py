"""Repeated requests answered once: what was answered to an Idempotency-Key before.

The key's row is written by whoever does the work, in the same statement or transaction as the work itself.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from linli.core.errors import Invalid
from linli.core.models import OnceKey

KEPT_FOR = timedelta(hours=48)
"""How long a repeated request is recognised."""


class KeyReused(Invalid):
    """The same Idempotency-Key came with another request."""

    code = "idempotency-key-reused"


def fingerprint(*, method: str, path: str, body: bytes) -> str:
    """What tells one request from another: 64 hexadecimal digits."""
    return hashlib.sha256(b"\0".join([method.encode(), path.encode(), body])).hexdigest()


def answered(*, key: str, fingerprint: str) -> Mapping[str, Any] | None:
    """The answer given before to this very request, or None. Raises KeyReused if the key came with another."""
    kept = OnceKey.objects.filter(key=key).first()
    if kept is None:
        return None
    if kept.fingerprint != fingerprint:
        raise KeyReused(_("This Idempotency-Key was used for another request. Send a new key."))
    answer: Mapping[str, Any] = kept.answer
    return answer


def prune(*, now: datetime) -> int:
    """Forgets answers older than `KEPT_FOR`. Returns how many."""
    deleted, _rows = OnceKey.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    return deleted
