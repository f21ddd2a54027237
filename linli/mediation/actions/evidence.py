"""The list of evidence: lines are given, shared with the other side, withdrawn."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from linli.cases.actions import attaching
from linli.core.ids import uuid7
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.errors import NoSuchEvidence, NotConsenting, NotSoNow
from linli.mediation.models import Evidence
from linli.mediation.queries.evidence import may_see
from linli.mediation.rules import listing
from linli.mediation.rules.listing import NewEvidence
from linli.mediation.types import Room
from linli.people import access

KINDS = frozenset(Evidence.Kind.values)


def give(*, room: Room, new: NewEvidence, now: datetime) -> UUID:
    """Adds a line. A participant's belongs to their side, and only it and the mediators see it until it is shared.

    The file is checked and kept first, in a row of its own that is dropped again if nothing comes of it.
    Raises NotAllowed, NotConsenting, NotSoNow, Invalid (Unreadable and TooLarge of the file among them).
    """
    side = _side(room, new)
    _checked(room, new, side)
    file = _kept(new, now) if new.content else None
    return _given(room=room, new=new, side=side, file=file, now=now)


@transaction.atomic
def share(*, room: Room, evidence: UUID, now: datetime) -> None:
    """Makes a line common to all who take part. Its side does it; a mediator for what they entered for the side.

    Raises NotAllowed, NotSoNow, NoSuchEvidence.
    """
    row = _mine(room, evidence)
    if row.is_shared or row.withdrawn_at or row.kind == listing.IDENTITY:
        raise NotSoNow
    Evidence.objects.filter(id=row.id).update(is_shared=True)
    _shared(room, row.side, now)


@transaction.atomic
def withdraw(*, room: Room, evidence: UUID, now: datetime) -> None:
    """Takes a line back: the other side sees it no more, and its file goes. Raises what `share` raises."""
    row = _mine(room, evidence)
    if row.withdrawn_at:
        raise NotSoNow
    Evidence.objects.filter(id=row.id).update(withdrawn_at=now, attachment=None)
    reader = "all" if row.is_shared else "side"
    note(room=room, kind="evidence_withdrawn", now=now, reader=reader, side="" if row.is_shared else row.side)
    if row.attachment_id:
        file = row.attachment_id
        transaction.on_commit(lambda: attaching.drop(ids=[file]))


@transaction.atomic
def _given(*, room: Room, new: NewEvidence, side: str, file: UUID | None, now: datetime) -> UUID:
    lock(room=room)
    if file:
        attaching.keep_beside(id=file, case_id=room.case_id)
    last = Evidence.objects.filter(case_id=room.case_id).aggregate(last=Max("place"))["last"]
    row = Evidence.objects.create(
        id=uuid7(),
        case_id=room.case_id,
        place=(last or 0) + 1,
        side=side,
        participant_id=room.me.id if room.me else None,
        kind=new.kind,
        title=new.title.strip(),
        proves=new.proves.strip(),
        attachment_id=file,
        is_original=new.is_original,
        is_shared=new.is_shared or not side,
        given_at=now,
    )
    if row.is_shared:
        _shared(room, side, now)
    else:
        note(room=room, kind="evidence_given", now=now, reader="side", side=side)
        if room.me and room.mediators:
            tell_staff(room=room, template="room_evidence", now=now)
    return row.id


def _side(room: Room, new: NewEvidence) -> str:
    """Whose line it becomes."""
    if room.me:
        access.seat_needs(seat=room.seat, right="evidence.give")
        if room.me.standing != "agreed":
            raise NotConsenting
        return room.me.side
    access.seat_needs(seat=room.seat, right="evidence.edit")
    return new.side


def _checked(room: Room, new: NewEvidence, side: str) -> None:
    if not room.is_open:
        raise NotSoNow
    present = Evidence.objects.filter(case_id=room.case_id, side=side).count()
    listing.check(new=new, kinds=KINDS, present=present, is_common=not side)


def _kept(new: NewEvidence, now: datetime) -> UUID:
    """A document by its name's ending, anything else as a photo; where it was taken is nobody's business here."""
    if new.name.lower().rsplit(".", 1)[-1] in attaching.MEDIA_TYPES:
        return attaching.store_file(content=new.content, name=new.name, now=now)
    return attaching.store_photo(content=new.content, name=new.name, purpose="file", now=now)


def _shared(room: Room, side: str, now: datetime) -> None:
    note(room=room, kind="evidence_shared", now=now)
    others = [one.id for one in room.participants if one.side != side and not one.declined_at]
    tell(room=room, to=others, template="room_evidence", now=now)
    if room.me and room.mediators:
        tell_staff(room=room, template="room_evidence", now=now)


def _mine(room: Room, evidence: UUID) -> Evidence:
    """A line of one's own side, locked; for a mediator, one that they entered."""
    lock(room=room)
    row = Evidence.objects.select_for_update().filter(id=evidence, case_id=room.case_id).first()
    if row is None or not may_see(room=room, row=row):
        raise NoSuchEvidence
    right = "evidence.give" if room.me else "evidence.edit"
    access.seat_needs(seat=room.seat, right=right)
    is_own = row.side == room.me.side if room.me else row.participant_id is None
    if not is_own:
        raise NoSuchEvidence
    if not room.is_open or (room.me and room.me.standing != "agreed"):
        raise NotSoNow
    return row
