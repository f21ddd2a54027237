"""Lines of evidence and offers as both pages of the mediation room show them."""

from datetime import datetime
from typing import Any

from linli.documents.rules.amounts import capitals
from linli.mediation.meetingwords import EVIDENCE, OFFERS
from linli.mediation.queries.evidence import EvidenceView, evidence_of
from linli.mediation.queries.offers import OfferView, offers_of
from linli.mediation.rules import offering
from linli.mediation.rules.listing import IDENTITY
from linli.mediation.types import Room
from linli.mediation.wording import SIDES, called


def evidence_lines(*, room: Room, may_edit: bool) -> list[dict[str, Any]]:
    """Each line with what may be done with it."""
    return [_line(room, one, may_edit) for one in evidence_of(room=room)]


def _line(room: Room, one: EvidenceView, may_edit: bool) -> dict[str, Any]:
    is_own = one.side == room.me.side if room.me else one.participant is None
    is_live = may_edit and is_own and one.withdrawn_at is None
    return {
        "one": one,
        "kind": EVIDENCE[one.kind],
        "side": SIDES.get(one.side, ""),
        "may_share": is_live and not one.is_shared and one.kind != IDENTITY,
        "may_withdraw": is_live,
    }


def offer_lines(*, room: Room, now: datetime) -> list[dict[str, Any]]:
    """Each offer with what may be done with it."""
    offers = offers_of(room=room)
    numbers = {one.id: one.number for one in offers}
    return [_offer(room, one, numbers.get(one.answers, 0) if one.answers else 0, now) for one in offers]


def _offer(room: Room, one: OfferView, answers: int, now: datetime) -> dict[str, Any]:
    me = room.me
    is_mine = me is not None and one.by.id == me.id
    is_open = room.is_open and offering.is_open(state=one.state, expires_at=one.expires_at, now=now)
    faces = me is not None and not one.by.left_at and offering.answers(mine=me.side, theirs=one.by.side)
    is_over = one.state == "sent" and not offering.is_open(state=one.state, expires_at=one.expires_at, now=now)
    return {
        "one": one,
        "by": called(one=one.by),
        "answered_by": called(one=one.answered_by) if one.answered_by else "",
        "state": OFFERS["lapsed" if is_over else one.state],
        "amount": f"{one.amount:,.2f}" if one.amount is not None else "",
        "capitals": capitals(one.amount) if one.amount is not None else "",
        "answers": answers,
        "is_draft": one.state == "draft",
        "may_answer": is_open and faces,
        "may_withdraw": is_open and is_mine,
    }
