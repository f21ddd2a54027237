"""What a channel must offer, and what it is given."""

from collections.abc import Mapping, Sequence
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
class Picture:
    """A picture inside a letter: a PNG, with what it shows in words."""

    key: str
    title: str
    words: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Shown:
    """What a letter shows to those whose programs read more than plain text; its plain text says it all as well.

    `sections`: a heading and its paragraphs. `head` and `rows`: a table, the first of each row its name.
    """

    sections: Sequence[tuple[str, Sequence[str]]] = ()
    pictures: Sequence[Picture] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


class ShownIn(Protocol):
    """Tells what is shown in a message with this context, in `zh-hans` or `en`; None of one that is text alone.

    Asked when sending, so that the outbox keeps no pictures.
    """

    def __call__(self, *, context: Mapping[str, Any], language: str) -> Shown | None: ...


@dataclass(frozen=True, slots=True)
class Asks:
    """What a channel may ask about a message while sending it."""

    secret_of: SecretOf
    shown_in: ShownIn


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

    def __call__(self, message: Claimed, *, now: datetime, asks: Asks) -> None: ...


class Channel(Protocol):
    """A way to reach people. `is_local`: it only writes rows, so that sending and marking are one transaction."""

    key: str
    is_local: bool

    def open(self) -> AbstractContextManager[Send]:
        """Gets ready to send a few messages in a row. Raises `errors.Later` when it cannot now."""
        ...
