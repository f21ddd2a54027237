"""What a channel must offer, and what it is given."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID


class SecretOf(Protocol):
    """Tells the secret of a case for its reporter's own link, the token of a subscription for its subscriber, the
    secret of a participant's link to a mediation room, or the one-time code that they sign with.

    None when it cannot be told any more. Secrets are asked for when sending, so that no message keeps one.
    """

    def __call__(self, *, number: str = "", subscription: str = "", room: str = "", code: str = "") -> str | None: ...


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker, and no other, is to send now."""

    id: int
    channel: str
    template: str
    subject: str
    contact_id: UUID | None
    audience: Mapping[str, Any]
    context: Mapping[str, Any]
    language: str
    tries: int
    claimed_at: datetime


class Send(Protocol):
    """Sends one message or raises a kind of `errors.Trouble`. Returning means: accepted."""

    def __call__(self, message: Claimed, *, now: datetime, secret_of: SecretOf) -> None: ...


class Channel(Protocol):
    """A way to reach people. `is_local`: it only writes rows, so that sending and marking are one transaction."""

    key: str
    is_local: bool

    def open(self) -> AbstractContextManager[Send]:
        """Gets ready to send a few messages in a row. Raises `errors.Later` when it cannot now."""
        ...
