"""Who takes part, by side and number, and how far those go who stand for others; one's own side hands mandates in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from linli.mediation.actions.participants import member
from linli.mediation.rules.joining import hands_in
from linli.mediation.types import ParticipantView, Room
from linli.mediation.wording import MANDATES, SIDES, called
from linli.web import roomfiles
from linli.web.roommandates import handed_in, mandate_form, meant
from linli.web.roomsections import Answer, Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Everybody who stays, once one consents; nobody by name."""
    if room.me is None or room.me.standing != "agreed":
        return None
    staying = {side: [one for one in room.of_side(side) if not one.left_at and not one.declined_at] for side in SIDES}
    return {
        "sides": [
            {"title": SIDES[side], "people": [_person(room, one, faulty) for one in people]}
            for side, people in staying.items()
            if people
        ]
    }


def _person(room: Room, one: ParticipantView, faulty: Faulty) -> dict[str, Any]:
    assert room.me is not None
    known = {other.id: other for other in room.participants}
    may_hand_in = room.is_open and hands_in(me=room.me, one=one)
    return {
        "one": one,
        "called": called(one=one),
        "is_me": one.id == room.me.id,
        "stands_for": [called(one=known[party]) for party in one.stands_for if party in known],
        "mandate": MANDATES.get(one.mandate, ""),
        "hand_in": mandate_form(one=one, faulty=faulty) if may_hand_in else None,
        "is_handing_in": f"hand_in:{one.id}" in faulty,
    }


def hand_in(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """One's own mandate, or that of who stands for one."""
    return handed_in(request=request, room=room, now=now)


def mandate(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """A mandate of one's own side."""
    found = member(room=room, participant=meant(request=request))
    return Answer(response=roomfiles.kept(room=room, attachment=found.mandate_file))


SECTION = Section(key="people", show=show, verbs={"hand_in": hand_in, "mandate": mandate})
