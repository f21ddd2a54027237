"""Who takes part: join, be invited, agree, decline, leave."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.cases.models import Case
from linli.core import receipts
from linli.core.errors import Invalid
from linli.core.ids import secret_hash, uuid7
from linli.mediation.actions.ending import BEFORE_AGREEMENT, end_if_refused
from linli.mediation.actions.keeping import File, keep
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.errors import NoSuchParticipant, NotSoNow
from linli.mediation.models import Participant, Standing
from linli.mediation.queries.rooms import link_subject, participants_of
from linli.mediation.rules import joining
from linli.mediation.types import Joining, ParticipantView, Room
from linli.people import access, contacts
from linli.people.models import Contact

PURPOSE = "mediation"


@transaction.atomic
def join(*, room: Room, new: Joining, now: datetime, mandate: File | None = None) -> UUID:
    """Takes somebody into the room, with the mandate of one who stands for others.

    Raises NotAllowed, NotSoNow when the case is closed, Invalid (Unreadable and TooLarge of the file among them).
    """
    present = _present(room)
    joining.check(new=new, present=present, has_file=mandate is not None)
    kept = keep(room=room, content=mandate[0], name=mandate[1], now=now) if mandate else None
    row = _written(room, new, now, mandate=kept)
    Standing.objects.bulk_create(Standing(representative=row, party_id=party) for party in new.stands_for)
    note(room=room, kind="joined", now=now, side_key=row.side, capacity=row.capacity, place=row.place)
    return row.id


@transaction.atomic
def join_together(*, room: Room, parties: Sequence[Joining], now: datetime) -> int:
    """Takes several parties into the room, all or none, in their order. Raises what `join` raises; answers how many."""
    present = _present(room)
    for new in parties:
        joining.check(new=new, present=present)
    for new in parties:
        row = _written(room, new, now)
        note(room=room, kind="joined", now=now, side_key=row.side, capacity=row.capacity, place=row.place)
    return len(parties)


def _present(room: Room) -> tuple[ParticipantView, ...]:
    """Who is there, for somebody who may enter more. Locks the room."""
    access.seat_needs(seat=room.seat, right="parties.edit")
    _open(room)
    lock(room=room)
    return tuple(participants_of(case_id=room.case_id, seat=room.seat))


@transaction.atomic
def bring_reporter(*, room: Room, now: datetime) -> UUID | None:
    """Makes whoever put the dispute its first applicant, with what they left, so that nothing is keyed twice.

    Answers None when they left nothing or are in the room already.
    """
    access.seat_needs(seat=room.seat, right="parties.edit")
    lock(room=room)
    contact_id = Case.objects.values_list("contact_id", flat=True).get(id=room.case_id)
    if contact_id is None or Participant.objects.filter(case_id=room.case_id, side="applicant").exists():
        return None
    known = contacts.open_contact(contact_id=contact_id, purpose="carry")
    new = Joining(side="applicant", name=known.name, phone=known.phone, email=known.email, language=known.language)
    row = _written(room, new, now, is_reporter=True)
    note(room=room, kind="joined", now=now, side_key=row.side, capacity=row.capacity, place=row.place)
    return row.id


@transaction.atomic
def invite(*, room: Room, participant: UUID, now: datetime) -> bool:
    """Asks a participant whether they will mediate, by their link. Answers whether a mail could be sent.

    Without an address the mediator hands over the link on paper: the asking is noted all the same.
    """
    access.seat_needs(seat=room.seat, right="parties.edit")
    _open(room)
    one = member(room=room, participant=participant)
    Participant.objects.filter(id=one.id).update(invited_at=now)
    note(room=room, kind="invited", now=now, side_key=one.side, capacity=one.capacity, place=one.place)
    return bool(tell(room=room, to=[one.id], template="room_invited", now=now))


@transaction.atomic
def agree(*, room: Room, now: datetime, participant: UUID | None = None, how: str = "link") -> None:
    """A participant consents to mediation, having read the rights; through the link, or told to the mediator (`how`).

    Raises NotAllowed, NotSoNow when they declined or left.
    """
    one = _answering(room, participant)
    if one.standing in {"declined", "left"}:
        raise NotSoNow
    Participant.objects.filter(id=one.id).update(agreed_at=now, answered_how=how)
    note(room=room, kind="agreed", now=now, side_key=one.side, capacity=one.capacity, place=one.place, how=how)
    if room.me:
        tell_staff(room=room, template="room_answered", now=now)


@transaction.atomic
def decline(*, room: Room, now: datetime, participant: UUID | None = None, how: str = "link") -> None:
    """A clear refusal: no mediation against it (People's Mediation Law, Art. 17). When it is that of a whole side, the
    mediation ends with it.

    Raises NotAllowed, NotSoNow when they declined or left already.
    """
    one = _answering(room, participant)
    if one.standing in {"declined", "left"}:
        raise NotSoNow
    Participant.objects.filter(id=one.id).update(declined_at=now, agreed_at=None, answered_how=how)
    note(room=room, kind="declined", now=now, side_key=one.side, capacity=one.capacity, place=one.place, how=how)
    tell_staff(room=room, template="room_declined", now=now)
    end_if_refused(room=room, ground="refused", now=now)


@transaction.atomic
def leave(*, room: Room, now: datetime, participant: UUID | None = None) -> None:
    """A participant leaves in the middle; their link shows the room no more than a closed door.

    Raises NotAllowed, NotSoNow for who left already and once there is an agreement to perform.
    """
    one = _answering(room, participant)
    if one.left_at or room.stage not in BEFORE_AGREEMENT:
        raise NotSoNow
    Participant.objects.filter(id=one.id).update(left_at=now)
    note(room=room, kind="left", now=now, side_key=one.side, capacity=one.capacity, place=one.place)
    tell_staff(room=room, template="room_declined", now=now)
    end_if_refused(room=room, ground="left", now=now)


def reveal(*, room: Room, participant: UUID, reason: str, now: datetime) -> contacts.OpenContact:
    """A participant's contact data for a stated reason, logged before it is shown. Raises NotAllowed, Invalid."""
    access.seat_needs(seat=room.seat, right="parties.reveal")
    member(room=room, participant=participant)
    contact_id = Participant.objects.values_list("contact_id", flat=True).get(id=participant)
    if contact_id is None or room.actor is None:
        raise Invalid(_("They left no contact data."))
    return contacts.reveal(contact_id=contact_id, facts=room.facts, reason=reason, by=room.actor, now=now)


def member(*, room: Room, participant: UUID) -> ParticipantView:
    """The participant of this room. Raises NoSuchParticipant."""
    found = next((one for one in room.participants if one.id == participant), None)
    if found is None:
        raise NoSuchParticipant
    return found


def _open(room: Room) -> None:
    if not room.is_open:
        raise NotSoNow


def _answering(room: Room, participant: UUID | None) -> ParticipantView:
    """Whose answer it is: the holder of the link, or whoever the mediator answers for. Locks the room."""
    _open(room)
    access.seat_needs(seat=room.seat, right="consent.give" if room.me else "consent.record")
    lock(room=room)
    wanted = room.me.id if room.me else participant
    present = participants_of(case_id=room.case_id, seat=room.seat)
    found = next((one for one in present if one.id == wanted), None)
    if found is None:
        raise NoSuchParticipant
    return found


def _written(
    room: Room, new: Joining, now: datetime, *, is_reporter: bool = False, mandate: UUID | None = None
) -> Participant:
    made = uuid7()
    sealed = contacts.seal(name=new.name, phone=new.phone, email=new.email, purpose=PURPOSE, language=new.language)
    secret = receipts.derive(number=link_subject(made), key=settings.CONTACT_KEYS[0])
    return Participant.objects.create(
        id=made,
        case_id=room.case_id,
        side=new.side,
        capacity=new.capacity,
        place=_next_place(room, new),
        is_organisation=new.is_organisation,
        is_minor=new.is_minor,
        is_reporter=is_reporter,
        contact=_kept(sealed, room) if sealed else None,
        language=new.language,
        mandate=new.mandate,
        mandate_file_id=mandate,
        secret_hash=secret_hash(secret),
        joined_at=now,
    )


def _kept(sealed: contacts.SealedContact, room: Room) -> Contact:
    """The contact's row, which goes when the case's does."""
    until = Case.objects.values_list("retain_until_date", flat=True).get(id=room.case_id)
    values: dict[str, Any] = {name: getattr(sealed, name) for name in ("id", "name", "phone", "email", "mask")}
    return Contact.objects.create(**values, purpose=sealed.purpose, language=sealed.language, retain_until_date=until)


def _next_place(room: Room, new: Joining) -> int:
    taken = Participant.objects.filter(case_id=room.case_id, side=new.side, capacity=new.capacity)
    return (taken.aggregate(last=Max("place"))["last"] or 0) + 1
