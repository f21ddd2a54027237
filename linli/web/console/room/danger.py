"""Danger to people: the flag, and what to do now. For those on the case alone; no participant's page has it."""

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from linli.mediation.queries.danger import LOWER, RAISE, danger_of
from linli.mediation.types import Room
from linli.people import access
from linli.web.acting import StaffRequest
from linli.web.roomsections import Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """The flag with what to do, or the way to raise it; nothing once the case is closed."""
    if not room.is_open or not access.seat_can(seat=room.seat, right="danger.see"):
        return None
    return {
        "danger": danger_of(room=room),
        "raise_at": _step(room, RAISE),
        "lower_at": _step(room, LOWER) if access.seat_can(seat=room.seat, right="danger.lower") else "",
    }


def _step(room: Room, action: str) -> str:
    """The step's form on the page of the case, where the flag is kept."""
    return f"{reverse('console:case', args=[room.number])}?{urlencode({'do': action})}#do-{action}"


SECTION: Section[StaffRequest] = Section(key="danger", show=show)
