"""The sessions of a room, as far as one seat may see them: a talk apart exists for its side and the mediators alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.mediation.errors import NoSuchSession
from linli.mediation.models import Session, SessionTime
from linli.mediation.types import Room
from linli.people import access

TELLS_RECORD = frozenset({"mediator", "body", "desk", "party"})
"""Seats that read what came of a session; helpers read when and where it is."""


@dataclass(frozen=True, slots=True)
class TimeView:
    """A proposed time. `can` holds the answers that the reader may see: mediators all, participants their own."""

    id: int
    starts_at: datetime
    ends_at: datetime
    can: Mapping[UUID, bool]


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session. `number` counts those that the reader sees, so that no gap tells of another."""

    id: UUID
    number: int
    manner: str
    side: str
    venue: str
    link: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    agreed: str
    still_open: str
    sequence: int
    held_at: datetime | None
    times: tuple[TimeView, ...]

    @property
    def is_kept(self) -> bool:
        """Whether there is a calendar file: once it had a time. One that was moved or called off takes it away."""
        return self.starts_at is not None and self.state != Session.State.HELD


def sessions_of(*, room: Room) -> tuple[SessionView, ...]:
    """In the order they were planned. Three statements."""
    if not access.seat_can(seat=room.seat, right="sessions.see"):
        return ()
    rows = Session.objects.filter(case_id=room.case_id).prefetch_related("times__answers").order_by("round")
    seen = [row for row in rows if concerns(room=room, side=row.side)]
    return tuple(_view(room, row, number) for number, row in enumerate(seen, start=1))


def session_of(*, room: Room, session: UUID) -> SessionView:
    """One of them. Raises NoSuchSession for one that the seat may not see, too."""
    found = next((one for one in sessions_of(room=room) if one.id == session), None)
    if found is None:
        raise NoSuchSession
    return found


def concerns(*, room: Room, side: str) -> bool:
    """Whether the seat may know of a session with `side` alone ("" for one with all)."""
    return not side or access.sees_side(seat=room.seat, side=side)


def _view(room: Room, row: Session, number: int) -> SessionView:
    tells = room.seat.kind in TELLS_RECORD
    return SessionView(
        id=row.id,
        number=number,
        manner=row.manner,
        side=row.side,
        venue=row.venue,
        link=row.link,
        state=row.state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        agreed=row.agreed if tells else "",
        still_open=row.still_open if tells else "",
        sequence=row.sequence,
        held_at=row.held_at,
        times=tuple(
            TimeView(id=time.id, starts_at=time.starts_at, ends_at=time.ends_at, can=_answers(room, time))
            for time in sorted(row.times.all(), key=lambda one: one.starts_at)
        ),
    )


def _answers(room: Room, time: SessionTime) -> Mapping[UUID, bool]:
    answers = {one.participant_id: one.can_come for one in time.answers.all()}
    if room.seat.kind == "mediator":
        return answers
    return {who: can for who, can in answers.items() if room.me and who == room.me.id}
