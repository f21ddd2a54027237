"""A side's refusal ends the mediation at once, with the ways that remain told to everybody (Law, Art. 17 and 26)."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.cases.actions.acting import act
from linli.mediation.actions.noting import note, tell
from linli.mediation.queries.rooms import participants_of
from linli.mediation.rules import refusing
from linli.mediation.types import Room
from linli.people.access import SYSTEM

STEP = "declined_in_room"
STAGES = frozenset({"asking", "mediating", "suspended"})
"""Where there is a mediation to end; an agreement in effect stands, whoever leaves."""
BEFORE_AGREEMENT = STAGES | {"assigned", "returned", "recused"}
"""Where a participant may still leave."""


def end_if_refused(*, room: Room, ground: str, now: datetime) -> bool:
    """Takes the pack's step when none of a side's parties mediates any more. `ground`: `refused` or `left`.

    Inside the caller's transaction, which holds the room. Answers whether it ended.
    """
    present = tuple(participants_of(case_id=room.case_id, seat=room.seat))
    if room.stage not in STAGES or refusing.refused_side(present=present) is None:
        return False
    with override(settings.LANGUAGE_CODE):  # it is written into the case, whoever pressed the button
        where = _("The legal service hotline 12348 tells where to go, free of charge; so does the guided pathway here.")
    routes = list(refusing.routes_for(category=room.category))
    inputs = {"end_ground": ground, "routes": routes, "where_to": where}
    act(number=room.number, action=STEP, inputs=inputs, by=SYSTEM, now=now)
    note(room=room, kind="ended", now=now)
    tell(room=room, to=[one.id for one in present], template="room_ended", now=now)
    return True
