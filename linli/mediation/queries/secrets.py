"""The secrets that messages need when they are sent: those of cases, and those of the rooms beside them.

A one-time code is derived from its row and the installation's key, so that no message has to keep it.
"""

import hashlib
import hmac
from uuid import UUID

from django.conf import settings

from linli.cases.queries import waiting
from linli.mediation.models import OneTimeCode
from linli.mediation.queries.rooms import link_secret


def secret_of(*, number: str = "", subscription: str = "", room: str = "", code: str = "") -> str | None:
    """The secret for a reporter, a subscriber or a participant of a mediation. None when it cannot be told."""
    if code:
        return code_of(code_id=int(code))
    if room:
        return link_secret(participant=UUID(room))
    return waiting.secret_of(number=number, subscription=subscription)


def code_of(*, code_id: int) -> str | None:
    """The six digits of a code that was not used yet; None when its key is gone."""
    kept = OneTimeCode.objects.filter(id=code_id, used_at=None).values_list("code_hash", flat=True).first()
    if kept is None:
        return None
    codes = ((_digits(code_id, key), key) for key in settings.CONTACT_KEYS)
    return next((code for code, key in codes if hmac.compare_digest(_hash(code_id, code, key), bytes(kept))), None)


def code_hash(*, code_id: int) -> bytes:
    """What is kept of the code: without the key nobody can try all the million."""
    key = settings.CONTACT_KEYS[0]
    return _hash(code_id, _digits(code_id, key), key)


def code_opens(*, code_id: int, code: str, kept: bytes) -> bool:
    """Whether it is the code whose hash was kept."""
    return any(hmac.compare_digest(_hash(code_id, code, key), kept) for key in settings.CONTACT_KEYS)


def _digits(code_id: int, key: str) -> str:
    digest = hmac.digest(key.encode(), f"linli one-time code\0{code_id}".encode(), hashlib.sha256)
    return f"{int.from_bytes(digest[:8], 'big') % 1_000_000:06}"


def _hash(code_id: int, code: str, key: str) -> bytes:
    return hmac.digest(key.encode(), f"linli one-time code kept\0{code_id}\0{code}".encode(), hashlib.sha256)
