"""Sealed notes of talks with one side, in clear for a current mediator of the case and nobody else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.mediation.models import PrivateNote
from linli.mediation.sealed import NOTE, unseal
from linli.mediation.types import Room
from linli.people import access


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note."""

    id: UUID
    side: str
    text: str
    account_name: str
    written_at: datetime


def notes_of(*, room: Room) -> tuple[NoteView, ...]:
    """Newest first; none for every seat but a mediator's."""
    if not access.seat_can(seat=room.seat, right="notes.see"):
        return ()
    rows = PrivateNote.objects.filter(case_id=room.case_id).select_related("account").order_by("-written_at", "-id")
    return tuple(
        NoteView(
            id=row.id,
            side=row.side,
            text=unseal(sealed=bytes(row.text), row=row.id, field=NOTE),
            account_name=row.account.name,
            written_at=row.written_at,
        )
        for row in rows
    )
