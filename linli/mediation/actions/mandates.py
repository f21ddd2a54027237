"""Mandates in writing (授权委托书), and proofs of office or guardianship, of those who stand for others."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.cases.actions import attaching
from linli.mediation.actions.ending import BEFORE_AGREEMENT
from linli.mediation.actions.keeping import File, keep
from linli.mediation.actions.noting import lock, note
from linli.mediation.actions.participants import member
from linli.mediation.errors import NoSuchParticipant, NotSoNow
from linli.mediation.models import Participant
from linli.mediation.rules import joining
from linli.mediation.types import ParticipantView, Room
from linli.people import access


@transaction.atomic
def hand_in(*, room: Room, participant: UUID, mandate: File, now: datetime) -> None:
    """Keeps the mandate of somebody who stands for others, in place of an earlier one.

    They hand it in themselves, or a party that they stand for, or whoever enters the parties. Once there is an
    agreement the one it was made under stays. Raises NotAllowed, NoSuchParticipant, NotSoNow, Unreadable, TooLarge.
    """
    access.seat_needs(seat=room.seat, right="mandate.give" if room.me else "parties.edit")
    lock(room=room)
    one = member(room=room, participant=participant)
    _check(room, one)
    row = Participant.objects.select_for_update(of=("self",)).get(id=one.id)
    earlier = row.mandate_file_id
    if earlier and room.stage not in BEFORE_AGREEMENT:
        raise NotSoNow
    kept = keep(room=room, content=mandate[0], name=mandate[1], now=now)
    Participant.objects.filter(id=one.id).update(mandate_file=kept)
    note(room=room, kind="mandate_given", now=now, side_key=one.side, capacity=one.capacity, place=one.place)
    if earlier:
        transaction.on_commit(lambda: attaching.drop(ids=[earlier]))


def _check(room: Room, one: ParticipantView) -> None:
    """Nobody hands in a mandate for the other side, nor for a party: it stands for itself."""
    if one.capacity == "party" or (room.me and not joining.hands_in(me=room.me, one=one)):
        raise NoSuchParticipant
    is_out = one.left_at or one.declined_at or (room.me and room.me.standing in {"left", "declined"})
    if is_out or not room.is_open:
        raise NotSoNow
