"""Sealed notes of talks with one side: written by a mediator of the case, read by its mediators alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.core.ids import uuid7
from linli.mediation.actions.noting import lock, note
from linli.mediation.errors import NotSoNow
from linli.mediation.models import PrivateNote, Session, Side
from linli.mediation.sealed import NOTE, seal
from linli.mediation.types import Room
from linli.people import access

MOST_WORDS = 4000


@transaction.atomic
def write(*, room: Room, text: str, side: str, now: datetime, session: UUID | None = None) -> UUID:
    """Keeps a note of a talk with a side. Raises NotAllowed, NotSoNow when the case is closed, Invalid."""
    access.seat_needs(seat=room.seat, right="notes.see")
    if not room.is_open:
        raise NotSoNow
    lock(room=room)
    made = keep(room=room, text=text, side=side, session=session, now=now)
    note(room=room, kind="note_kept", now=now, reader="mediators")
    return made


def keep(*, room: Room, text: str, side: str, now: datetime, session: UUID | None = None) -> UUID:
    """The row alone, inside the caller's transaction. The words are sealed and bound to it."""
    _check(room, text, side, session)
    assert room.actor is not None
    assert room.actor.account_id is not None
    made = uuid7()
    PrivateNote.objects.create(
        id=made,
        case_id=room.case_id,
        session_id=session,
        side=side,
        text=seal(text=text.strip(), row=made, field=NOTE),
        account_id=room.actor.account_id,
        written_at=now,
    )
    return made


def _check(room: Room, text: str, side: str, session: UUID | None) -> None:
    if side not in Side.values:
        raise Invalid(_("Please mend what is named below."), fields={"side": _("Say with which side you spoke.")})
    if not text.strip() or len(text) > MOST_WORDS:
        fault = _("Write a note of 4000 characters at most.")
        raise Invalid(_("Please mend what is named below."), fields={"text": fault})
    if session and not Session.objects.filter(id=session, case_id=room.case_id, side=side).exists():
        raise NotSoNow
