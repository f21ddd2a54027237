"""Offers between sessions, as far as one seat may see them: a draft is its writer's alone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from linli.mediation.models import Offer
from linli.mediation.sealed import OFFER, unseal
from linli.mediation.types import ParticipantView, Room
from linli.people import access


@dataclass(frozen=True, slots=True)
class OfferView:
    """An offer in clear. `number` counts those sent, in the order they were; a draft has none."""

    id: UUID
    number: int
    by: ParticipantView
    answers: UUID | None
    text: str
    amount: Decimal | None
    state: str
    written_at: datetime
    sent_at: datetime | None
    expires_at: datetime | None
    answered_at: datetime | None
    answered_by: ParticipantView | None


def offers_of(*, room: Room) -> tuple[OfferView, ...]:
    """Those sent, oldest first, then the reader's own drafts. One statement."""
    if not access.seat_can(seat=room.seat, right="offers.see"):
        return ()
    rows = Offer.objects.filter(case_id=room.case_id)
    sent = sorted((row for row in rows if row.sent_at), key=lambda row: (row.sent_at, row.id))
    drafts = [row for row in rows if not row.sent_at and room.me and row.participant_id == room.me.id]
    known = {one.id: one for one in room.participants}
    numbered = [*enumerate(sent, start=1), *((0, row) for row in drafts)]
    return tuple(_view(row, number, known) for number, row in numbered)


def _view(row: Offer, number: int, known: dict[UUID, ParticipantView]) -> OfferView:
    return OfferView(
        id=row.id,
        number=number,
        by=known[row.participant_id],
        answers=row.answers_id,
        text=unseal(sealed=bytes(row.text), row=row.id, field=OFFER),
        amount=row.amount,
        state=row.state,
        written_at=row.written_at,
        sent_at=row.sent_at,
        expires_at=row.expires_at,
        answered_at=row.answered_at,
        answered_by=known.get(row.answered_by_id) if row.answered_by_id else None,
    )
