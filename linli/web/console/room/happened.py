"""What happened in the room, in sentences."""

from datetime import datetime

from linli.mediation.queries.rooms import entries_of
from linli.mediation.types import Room
from linli.web.acting import StaffRequest
from linli.web.roomsections import Faulty, Section, Shown
from linli.web.roomwords import sentence


def show(room: Room, faulty: Faulty, now: datetime) -> Shown:
    """Newest first."""
    return {"entries": [{"at": one.at, "said": sentence(entry=one)} for one in entries_of(room=room)]}


SECTION: Section[StaffRequest] = Section(key="happened", show=show)
