"""Identifiers: UUIDs that sort by time, and the secrets that open a case without an account."""

import hashlib
import os
import secrets
import time
from threading import Lock
from uuid import UUID

_VERSION_AND_VARIANT = (7 << 76) | (0b10 << 62)
_last_stamp = 0
_stamping = Lock()


def uuid7() -> UUID:
    """A UUID of version 7 (RFC 9562): 60 bits of time to a quarter of a microsecond, then random.

    Those made in one process sort in the order in which they were made.
    """
    stamp = _next_stamp()
    milliseconds, fraction = divmod(stamp, 4096)
    noise = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | fraction << 64 | _VERSION_AND_VARIANT | noise)


def secret() -> str:
    """128 random bits, safe in an address: 22 characters."""
    return secrets.token_urlsafe(16)


def secret_hash(secret: str) -> bytes:
    """What is kept of a secret: its SHA-256. A random 128-bit secret needs no slow hash."""
    return hashlib.sha256(secret.encode()).digest()


def _next_stamp() -> int:
    """Milliseconds since 1970 in units of 1/4096, never the same twice in a process."""
    global _last_stamp
    with _stamping:
        _last_stamp = max(time.time_ns() * 4096 // 1_000_000, _last_stamp + 1)
        return _last_stamp
