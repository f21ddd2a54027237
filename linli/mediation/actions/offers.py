"""Offers in writing between sessions: drafted, sent with a term, answered, withdrawn, lapsed.

Accepting one is no agreement yet: that is drawn up and signed (People's Mediation Law, Art. 28-29).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.errors import NotPossible
from linli.core.ids import uuid7
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.errors import NoSuchOffer, NotSoNow
from linli.mediation.models import Offer
from linli.mediation.queries import rooms
from linli.mediation.rules import offering
from linli.mediation.rules.meeting import OVER
from linli.mediation.rules.offering import Terms
from linli.mediation.sealed import OFFER, seal
from linli.mediation.types import ParticipantView, Room
from linli.people import access

STATE = Offer.State


class OfferStands(NotPossible):
    """The side has an offer out already."""

    code = "offer-stands"

    def __init__(self) -> None:
        super().__init__(_("An offer of your side still stands. Withdraw it before you send another."))


@transaction.atomic
def draft(*, room: Room, terms: Terms, now: datetime, offer: UUID | None = None) -> UUID:
    """Keeps a draft that nobody but its writer sees, or changes one.

    Raises NotAllowed, NotSoNow, NoSuchOffer, Invalid.
    """
    me = _maker(room)
    lock(room=room)
    offering.check(terms=terms)
    if offer is not None:
        row = _draft(room, me, offer)
        text = seal(text=terms.text.strip(), row=row.id, field=OFFER)
        Offer.objects.filter(id=row.id).update(text=text, amount=terms.amount, written_at=now)
        return row.id
    if Offer.objects.filter(participant_id=me.id, state=STATE.DRAFT).count() >= offering.MOST_DRAFTS:
        raise NotSoNow
    return _written(room, me, terms, now).id


@transaction.atomic
def drop(*, room: Room, offer: UUID) -> None:
    """Throws a draft away. Raises NotAllowed, NoSuchOffer."""
    me = _maker(room)
    _draft(room, me, offer).delete()


@transaction.atomic
def send(*, room: Room, offer: UUID, days: int, now: datetime) -> None:
    """Sends a draft to all who take part; it stands for `days`. One of a side stands at a time.

    Raises NotAllowed, NotSoNow, NoSuchOffer, OfferStands, Invalid.
    """
    me = _maker(room)
    lock(room=room)
    row = _draft(room, me, offer)
    offering.check_days(days=days)
    _sent(room, me, row, days, now)


@transaction.atomic
def send_words(*, room: Room, terms: Terms, now: datetime, offer: UUID | None = None) -> UUID:
    """Writes an offer, or changes a draft, and sends it at once; both or neither. Raises what they raise."""
    made = draft(room=room, terms=terms, now=now, offer=offer)
    send(room=room, offer=made, days=terms.days, now=now)
    return made


@transaction.atomic
def counter(*, room: Room, offer: UUID, terms: Terms, now: datetime) -> UUID:
    """Answers an offer of the other side with one's own, sent at once. Raises what `accept` and `send` raise."""
    me = _maker(room)
    lock(room=room)
    offering.check(terms=terms)
    answered = _standing(room, me, offer, now)
    _close(answered, STATE.COUNTERED, me, now)
    row = _written(room, me, terms, now, answers=answered.id)
    _sent(room, me, row, terms.days, now)
    return row.id


@transaction.atomic
def accept(*, room: Room, offer: UUID, now: datetime) -> None:
    """The other side accepts; the mediator draws the agreement up next.

    Raises NotAllowed, NotSoNow when it lapsed, was answered or withdrawn or the mediation has ended, NoSuchOffer.
    """
    _answer(room, offer, STATE.ACCEPTED, "offer_accepted", now)


@transaction.atomic
def decline(*, room: Room, offer: UUID, now: datetime) -> None:
    """The other side declines. Raises what `accept` raises."""
    _answer(room, offer, STATE.DECLINED, "offer_declined", now)


@transaction.atomic
def withdraw(*, room: Room, offer: UUID, now: datetime) -> None:
    """Its writer takes an offer back before it is answered. Raises NotAllowed, NotSoNow, NoSuchOffer."""
    me = _maker(room)
    lock(room=room)
    row = _meant(room, offer)
    if row.participant_id != me.id:
        raise NoSuchOffer
    if row.state != STATE.SENT:
        raise NotSoNow
    Offer.objects.filter(id=row.id).update(state=STATE.WITHDRAWN, answered_at=now)
    note(room=room, kind="offer_withdrawn", now=now)
    _tell_all(room, offering.others(room=room, side=me.side), "room_offer_gone", now)


def lapse(*, now: datetime, limit: int = 200) -> int:
    """Ends offers whose term is over, each in its own transaction. Answers how many."""
    due = Offer.objects.filter(state=STATE.SENT, expires_at__lte=now).order_by("expires_at")
    return sum(_lapse(case_id, offer, now) for offer, case_id in list(due.values_list("id", "case_id")[:limit]))


@transaction.atomic
def _lapse(case_id: int, offer: UUID, now: datetime) -> bool:
    """It may have been answered meanwhile. Nobody is told once the case is closed."""
    room = rooms.room_unattended(case_id=case_id)
    lock(room=room)
    if not Offer.objects.filter(id=offer, state=STATE.SENT).update(state=STATE.LAPSED):
        return False
    if room.is_open:
        note(room=room, kind="offer_lapsed", now=now)
        _tell_all(room, (one for one in room.participants if not one.declined_at), "room_offer_gone", now)
    return True


def _answer(room: Room, offer: UUID, state: str, kind: str, now: datetime) -> None:
    me = _maker(room)
    lock(room=room)
    row = _standing(room, me, offer, now)
    _close(row, state, me, now)
    note(room=room, kind=kind, now=now)
    _tell_all(room, offering.others(room=room, side=me.side), "room_offer_answered", now)


def _close(row: Offer, state: str, me: ParticipantView, now: datetime) -> None:
    Offer.objects.filter(id=row.id).update(state=state, answered_at=now, answered_by_id=me.id)


def _written(room: Room, me: ParticipantView, terms: Terms, now: datetime, answers: UUID | None = None) -> Offer:
    made = uuid7()
    return Offer.objects.create(
        id=made,
        case_id=room.case_id,
        participant_id=me.id,
        answers_id=answers,
        text=seal(text=terms.text.strip(), row=made, field=OFFER),
        amount=terms.amount,
        state=STATE.DRAFT,
        written_at=now,
    )


def _sent(room: Room, me: ParticipantView, row: Offer, days: int, now: datetime) -> None:
    if room.stage in OVER:
        raise NotSoNow
    if Offer.objects.filter(case_id=room.case_id, participant__side=me.side, state=STATE.SENT).exists():
        raise OfferStands
    until = offering.lasts_until(now=now, days=days)
    Offer.objects.filter(id=row.id).update(state=STATE.SENT, sent_at=now, expires_at=until)
    note(room=room, kind="offer_countered" if row.answers_id else "offer_sent", now=now, days=days)
    _tell_all(room, offering.others(room=room, side=me.side), "room_offer", now)


def _tell_all(room: Room, to: Iterable[ParticipantView], template: str, now: datetime) -> None:
    """The participants by mail, the mediators in the console; nobody else hears of offers."""
    tell(room=room, to=[one.id for one in to], template=template, now=now)
    if room.mediators:
        tell_staff(room=room, template=template, now=now)


def _maker(room: Room) -> ParticipantView:
    access.seat_needs(seat=room.seat, right="offers.make")
    if not room.is_open:
        raise NotSoNow
    offering.must_bind(me=room.me)
    assert room.me is not None
    return room.me


def _draft(room: Room, me: ParticipantView, offer: UUID) -> Offer:
    row = _meant(room, offer)
    if row.participant_id != me.id:
        raise NoSuchOffer
    if row.state != STATE.DRAFT:
        raise NotSoNow
    return row


def _standing(room: Room, me: ParticipantView, offer: UUID, now: datetime) -> Offer:
    """An offer of the other side that waits for an answer, from somebody who has not left."""
    row = _meant(room, offer)
    by = next(one for one in room.participants if one.id == row.participant_id)
    if row.state == STATE.DRAFT or not offering.answers(mine=me.side, theirs=by.side):
        raise NoSuchOffer
    if by.left_at or by.declined_at or not offering.is_open(state=row.state, expires_at=row.expires_at, now=now):
        raise NotSoNow
    if room.stage in OVER:
        raise NotSoNow
    return row


def _meant(room: Room, offer: UUID) -> Offer:
    row = Offer.objects.select_for_update().filter(id=offer, case_id=room.case_id).first()
    if row is None:
        raise NoSuchOffer
    return row
