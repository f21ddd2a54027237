"""The room of a case, for a member of staff or for whoever holds a participant's link."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from linli.cases.errors import NoSuchCase
from linli.cases.models import Case
from linli.cases.queries.loading import state_by_id, state_of
from linli.cases.rules.state import CaseState
from linli.core import receipts
from linli.mediation.errors import NoSuchRoom
from linli.mediation.models import Appointment, Entry, Participant
from linli.mediation.queries.danger import FLAG
from linli.mediation.types import EntryView, ParticipantView, Room
from linli.people import access
from linli.people.access import Actor, Seat

PACKS = frozenset({"dispute"})
"""The kinds of matter whose cases have a room."""

TELLS_OF = {"offer": "offers.see", "evidence": "evidence.see"}
"""The right that an entry asks for, by the first word of its kind."""

ALL_CONTACTS = frozenset({"mediator", "body", "desk"})
"""Seats that see the masks of everybody's contact data; a participant sees those of their own side."""


def room_of(*, number: str, by: Actor) -> Room:
    """The room of a case for a member of staff. Raises NoSuchCase for who has no seat in it, or where there is none."""
    state, row = state_of(number=number)
    if state.pack not in PACKS:
        raise NoSuchCase
    mediators = mediators_of(case_id=state.id)
    seat = access.seat_of(actor=by, facts=state.facts(), mediators=mediators)
    if not access.seat_can(seat=seat, right="room.see"):
        raise NoSuchCase
    return _room(state, row, seat, mediators, actor=by)


def room_by_link(*, participant: UUID, secret: str) -> Room:
    """The room for a participant. Raises NoSuchRoom for a wrong link, a participant who left, or an erased case."""
    found = Participant.objects.filter(id=participant).select_related("case").first()
    if found is None or not receipts.opens(secret=secret, kept=bytes(found.secret_hash)):
        raise NoSuchRoom
    state, row = state_of(number=found.case.number)
    seat = Seat("party", side=found.side)
    room = _room(state, row, seat, mediators_of(case_id=state.id))
    return replace(room, me=next(one for one in room.participants if one.id == participant))


def room_unattended(*, case_id: int) -> Room:
    """The room for a job: nobody sits in it, so nothing that belongs to a side is in it."""
    state, row = state_by_id(case_id=case_id)
    return _room(state, row, Seat("stranger"), mediators_of(case_id=case_id))


def has_seat(*, number: str, pack: str, by: Actor) -> bool:
    """Whether the case has a room with a seat for a member of staff. No statement for kinds that have none."""
    if pack not in PACKS:
        return False
    state, _row = state_of(number=number)
    seat = access.seat_of(actor=by, facts=state.facts(), mediators=frozenset())
    return access.seat_can(seat=seat, right="room.see")


def mediators_of(*, case_id: int) -> frozenset[int]:
    """The accounts that mediate the case now: those who were appointed and declared that they have no conflict."""
    now = Appointment.objects.filter(case_id=case_id, ended_at=None, declared_at__isnull=False)
    return frozenset(now.values_list("mediator__account_id", flat=True))


def link_secret(*, participant: UUID) -> str | None:
    """The secret of a participant's link, derived anew; None when its key is gone."""
    kept = Participant.objects.filter(id=participant).values_list("secret_hash", flat=True).first()
    if kept is None:
        return None
    return receipts.recall(number=link_subject(participant), kept=bytes(kept), keys=settings.CONTACT_KEYS)


def reporters_link(*, number: str, pack: str) -> tuple[UUID, str] | None:
    """The participant that a case's reporter is, and the secret of their link; None where they are not in a room.

    For whoever holds the case's own secret. No statement for kinds that have no room.
    """
    if pack not in PACKS:
        return None
    found = Participant.objects.filter(case__number=number, is_reporter=True).values_list("id", flat=True).first()
    secret = link_secret(participant=found) if found else None
    return (found, secret) if found and secret else None


def link_subject(participant: UUID) -> str:
    """What the secret of a participant's link is derived from."""
    return f"participant {participant}"


def entries_of(*, room: Room, limit: int = 200) -> tuple[EntryView, ...]:
    """What happened, newest first, as far as the seat may read it."""
    rows = Entry.objects.filter(case_id=room.case_id).select_related("account").order_by("-id")[:limit]
    known = {one.id: one for one in room.participants}
    return tuple(
        _entry(row, known)
        for row in rows
        if may_read(seat=room.seat, reader=row.reader, side=row.side) and _is_theirs(room.seat, row.kind)
    )


def may_read(*, seat: Seat, reader: str, side: str) -> bool:
    """Whether a seat may read an entry."""
    if reader == Entry.Reader.ALL:
        return True
    if reader == Entry.Reader.SIDE:
        return access.sees_side(seat=seat, side=side)
    return seat.kind == "mediator"


def _is_theirs(seat: Seat, kind: str) -> bool:
    """What an entry is about is asked for too: offers and evidence are between those who take part."""
    right = TELLS_OF.get(kind.partition("_")[0])
    return right is None or access.seat_can(seat=seat, right=right)


def _entry(row: Entry, known: dict[UUID, ParticipantView]) -> EntryView:
    who = known.get(row.participant_id) if row.participant_id else None
    return EntryView(
        at=row.at, kind=row.kind, who=who, account_name=row.account.name if row.account else "", body=row.body
    )


def _room(state: CaseState, row: Any, seat: Seat, mediators: frozenset[int], actor: Actor | None = None) -> Room:
    case = Case.objects.only("title", "is_demo", "fields").get(id=state.id)
    return Room(
        case_id=state.id,
        number=state.number,
        pack=state.pack,
        category=state.category,
        title=case.title,
        area_code=state.area_code,
        stage=state.stage,
        is_open=state.closed_at is None,
        lead_org_id=state.lead_org_id,
        facts=state.facts(),
        seat=seat,
        participants=tuple(participants_of(case_id=state.id, seat=seat)),
        mediators=mediators,
        actor=actor,
        is_demo=case.is_demo,
        fields=case.fields if access.seat_can(seat=seat, right="danger.see") else _without(case.fields),
    )


def _without(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The facts for who must not know of danger to people."""
    return {key: value for key, value in fields.items() if key != FLAG}


def participants_of(*, case_id: int, seat: Seat) -> Iterable[ParticipantView]:
    """Everybody in order of side, capacity and place. Two statements."""
    rows = Participant.objects.filter(case_id=case_id).select_related("contact").prefetch_related("stands_for")
    order = ["applicant", "respondent", "third"]
    return [
        _view(row, seat)
        for row in sorted(rows, key=lambda row: (order.index(row.side), row.capacity != "party", row.joined_at, row.id))
    ]


def _view(row: Participant, seat: Seat) -> ParticipantView:
    sees = seat.kind in ALL_CONTACTS or access.sees_side(seat=seat, side=row.side)
    contact = row.contact if row.contact and row.contact.erased_at is None else None
    return ParticipantView(
        id=row.id,
        side=row.side,
        capacity=row.capacity,
        place=row.place,
        is_organisation=row.is_organisation,
        is_minor=row.is_minor,
        mandate=row.mandate,
        stands_for=tuple(one.party_id for one in row.stands_for.all()),
        language=row.language,
        has_contact=contact is not None,
        has_email=bool(sees and contact and contact.email),
        mask=contact.mask if contact and sees else "",
        invited_at=row.invited_at,
        agreed_at=row.agreed_at,
        declined_at=row.declined_at,
        answered_how=row.answered_how,
        left_at=row.left_at,
        joined_at=row.joined_at,
        has_mandate_file=row.mandate_file_id is not None,
        mandate_file=row.mandate_file_id if access.sees_side(seat=seat, side=row.side) else None,
    )
