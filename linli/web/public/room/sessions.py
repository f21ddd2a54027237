"""Sessions for a participant: say which times suit, put them into a calendar, read what came of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid
from linli.mediation.actions import sessions
from linli.mediation.errors import NoSuchSession
from linli.mediation.meetingwords import MANNERS, SESSIONS
from linli.mediation.queries.sessions import SessionView, session_of, sessions_of
from linli.mediation.rules import meeting
from linli.mediation.types import Room
from linli.web.roomsections import Answer, Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Those that concern this participant, once they consent."""
    if room.me is None or room.me.standing != "agreed":
        return None
    return {"sessions": [_shown(room, one) for one in sessions_of(room=room)]}


def _shown(room: Room, one: SessionView) -> dict[str, Any]:
    assert room.me is not None
    return {
        "one": one,
        "manner": MANNERS[one.manner],
        "state": SESSIONS[one.state],
        "times": [{"time": time, "can": time.can.get(room.me.id)} for time in one.times],
        "is_asked": room.is_open and room.stage not in meeting.OVER and one.state == "proposed",
        "is_answered": any(room.me.id in time.can for time in one.times),
    }


def answer(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Which times suit."""
    try:
        session = UUID(request.POST.get("session", ""))
    except ValueError as error:
        raise NoSuchSession from error
    said = {time.id: request.POST.get(f"time-{time.id}") for time in session_of(room=room, session=session).times}
    if any(word not in {"yes", "no"} for word in said.values()):
        raise Invalid(gettext_lazy("Say of each time whether you can come."))
    can = {time: word == "yes" for time, word in said.items()}
    fixed = sessions.answer(room=room, session=session, can=can, now=now)
    return Answer(said=_("Thank you. The time suits everybody and is fixed.") if fixed else _("Thank you. Noted."))


SECTION = Section(key="sessions", show=show, verbs={"answer": answer})
