"""Offers between the sides, for mediators to read."""

from datetime import datetime

from linli.mediation.types import Room
from linli.people import access
from linli.web.acting import StaffRequest
from linli.web.roomlists import offer_lines
from linli.web.roomsections import Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Those sent; drafts are their writers'."""
    if not access.seat_can(seat=room.seat, right="offers.see"):
        return None
    offers = offer_lines(room=room, now=now)
    return {"offers": offers, "is_accepted": any(one["one"].state == "accepted" for one in offers)}


SECTION: Section[StaffRequest] = Section(key="offers", show=show)
