"""The secret that opens one case without an account: derived from the case's number, so that it can be sent again.

Only its hash is stored. Without a key of the installation nobody can derive it; a rotated key still recalls old secrets
while it stays in `LINLI_CONTACT_KEYS`.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

from linli.core.ids import secret_hash


def derive(*, number: str, key: str) -> str:
    """The secret of the case under this key: 132 bits, 22 characters, safe in an address."""
    digest = hmac.digest(key.encode(), b"linli case secret\0" + number.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode()[:22]


def recall(*, number: str, kept: bytes, keys: Sequence[str]) -> str | None:
    """The secret whose hash was kept, found among the keys; None when its key is gone."""
    for key in keys:
        secret = derive(number=number, key=key)
        if hmac.compare_digest(secret_hash(secret), kept):
            return secret
    return None


def opens(*, secret: str, kept: bytes | None) -> bool:
    """Whether the secret is the one whose hash was kept. Takes the same time either way."""
    return kept is not None and hmac.compare_digest(secret_hash(secret), kept)
