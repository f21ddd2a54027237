"""The hash chain of a case's events: what is hashed and how. Pure; SHA-256 over canonical JSON.

An event's hash covers the hash before it and its header; the header holds the hash of the body, not the body, so that
a body can be erased when its retention ends and the chain still proves the rest.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

GENESIS = bytes(32)


@dataclass(frozen=True, slots=True)
class Header:
    """What of an event is chained. Stages are keys; ids are of accounts and posts; `at` is aware."""

    number: str
    seq: int
    at: datetime
    kind: str
    actor_kind: str
    actor_role: str
    account_id: int | None
    post_id: int | None
    from_stage: str
    to_stage: str
    is_public: bool


def salted(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with a random salt, so that an erased one cannot be guessed back from its hash."""
    return {**body, "salt": secrets.token_hex(8)}


def canonical(value: object) -> bytes:
    """Sorted JSON without floats: a database may write the same float in other digits."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def plain(value: Any) -> Any:
    """The same JSON with floats as text of six decimals (a tenth of a metre in degrees)."""
    if value is None or type(value) in (str, int, bool):  # most are, and an intake comes here sixteen times
        return value
    if isinstance(value, float):
        return f"{value:.6f}"
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def body_hash(body: Mapping[str, Any]) -> bytes:
    """32 bytes over the body as stored."""
    return canonical_hash(canonical(body))


def canonical_hash(body: bytes) -> bytes:
    """32 bytes over a body that is canonical already."""
    return hashlib.sha256(body).digest()


def event_hash(*, prev: bytes, header: Header, body: bytes) -> bytes:
    """32 bytes over the previous hash, the header and the body's hash."""
    fields = (
        header.number,
        header.seq,
        header.at.astimezone(UTC).isoformat(timespec="microseconds"),
        header.kind,
        header.actor_kind,
        header.actor_role,
        header.account_id,
        header.post_id,
        header.from_stage,
        header.to_stage,
        header.is_public,
        body.hex(),
    )
    return hashlib.sha256(prev + canonical(fields)).digest()


def root(*, prev: bytes, heads: list[tuple[str, bytes]]) -> bytes:
    """The digest of a day: the one before, then each case number with its last hash, by number."""
    digest = hashlib.sha256(prev)
    for number, head in sorted(heads):
        digest.update(number.encode() + b"\0" + head)
    return digest.digest()
