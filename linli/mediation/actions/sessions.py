"""Sessions before they are held: proposed, answered, fixed, moved, called off."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from linli.core.ids import uuid7
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.errors import MediationOver, NoSuchSession, NotConsenting, NotSoNow
from linli.mediation.models import Session, SessionTime, TimeAnswer
from linli.mediation.queries.sessions import concerns
from linli.mediation.reminders import session_before
from linli.mediation.rules import meeting
from linli.mediation.rules.meeting import Proposal
from linli.mediation.types import Room
from linli.people import access


@transaction.atomic
def propose(*, room: Room, plan: Proposal, now: datetime) -> UUID:
    """Proposes a session, at one to five times. Raises NotAllowed, MediationOver, NotSoNow when nobody can be asked."""
    _edits(room)
    lock(room=room)
    meeting.check(plan=plan, now=now)
    if not meeting.concerned(present=room.participants, side=plan.side):
        raise NotSoNow
    last = Session.objects.filter(case_id=room.case_id).aggregate(last=Max("round"))["last"]
    session = Session.objects.create(
        id=uuid7(),
        case_id=room.case_id,
        round=(last or 0) + 1,
        manner=plan.manner,
        side=plan.side,
        venue=plan.venue.strip(),
        link=plan.link,
        state=Session.State.PROPOSED,
        made_at=now,
    )
    _times(session, plan.starts, plan.length)
    _noted(room, "session_proposed", session, now, times=len(plan.starts))
    _told(room, "room_times", session, now)
    return session.id


@transaction.atomic
def answer(*, room: Room, session: UUID, can: Mapping[int, bool], now: datetime) -> datetime | None:
    """A participant says of each time whether they can come. Once all who must come can, it is fixed by itself.

    Answers the time it is fixed to. Raises NotAllowed, NotConsenting, NoSuchSession, NotSoNow when the times are no
    longer open.
    """
    access.seat_needs(seat=room.seat, right="sessions.answer")
    if room.me is None or room.me.standing != "agreed":
        raise NotConsenting
    _open(room)
    lock(room=room)
    row = _meant(room, session, Session.State.PROPOSED)
    known = {time.id: time for time in row.times.all()}
    if not can or not set(can) <= set(known):
        raise NotSoNow
    for time, yes in can.items():
        TimeAnswer.objects.update_or_create(
            time_id=time, participant_id=room.me.id, defaults={"can_come": yes, "answered_at": now}
        )
    _noted(room, "times_answered", row, now, yes=sum(can.values()), times=len(can))
    chosen = _suits_all(room, row)
    if chosen:
        _fixed(room, row, chosen, now)
    elif room.mediators:
        tell_staff(room=room, template="room_times_answered", now=now)
    return chosen.starts_at if chosen else None


@transaction.atomic
def fix(*, room: Room, session: UUID, time: int, now: datetime) -> None:
    """The mediator chooses one of the times, whoever has answered. Raises NotAllowed, NoSuchSession, NotSoNow."""
    _edits(room)
    lock(room=room)
    row = _meant(room, session, Session.State.PROPOSED)
    chosen = row.times.filter(id=time, starts_at__gt=now).first()
    if chosen is None:
        raise NotSoNow
    _fixed(room, row, chosen, now)


@transaction.atomic
def move(*, room: Room, session: UUID, starts: Sequence[datetime], length: timedelta, now: datetime) -> None:
    """Other times are proposed; what was answered or fixed before counts no more, and calendars take it away.

    Raises NotAllowed, NoSuchSession, NotSoNow, Invalid.
    """
    _edits(room)
    lock(room=room)
    row = _meant(room, session, Session.State.PROPOSED, Session.State.FIXED)
    meeting.check_times(starts=starts, length=length, now=now)
    row.times.all().delete()
    _times(row, starts, length)
    _changed(row, state=Session.State.PROPOSED, reminded_at=None)
    _noted(room, "session_moved", row, now, times=len(starts))
    _told(room, "room_session_moved", row, now)


@transaction.atomic
def call_off(*, room: Room, session: UUID, now: datetime) -> None:
    """The session is not held. Raises NotAllowed, NoSuchSession, NotSoNow."""
    access.seat_needs(seat=room.seat, right="sessions.edit")
    if not room.is_open:
        raise NotSoNow
    lock(room=room)
    row = _meant(room, session, Session.State.PROPOSED, Session.State.FIXED)
    _changed(row, state=Session.State.CALLED_OFF)
    _noted(room, "session_called_off", row, now)
    _told(room, "room_session_off", row, now)


def _fixed(room: Room, row: Session, time: SessionTime, now: datetime) -> None:
    """A session that is near needs no reminder: it was just told of."""
    is_near = time.starts_at - now <= session_before(now=now)
    _changed(
        row,
        state=Session.State.FIXED,
        starts_at=time.starts_at,
        ends_at=time.ends_at,
        reminded_at=now if is_near else None,
    )
    _noted(room, "session_fixed", row, now, starts_at=time.starts_at.isoformat())
    _told(room, "room_session_fixed", row, now, starts_at=time.starts_at.isoformat())
    if room.me and room.mediators:
        tell_staff(room=room, template="room_times_answered", now=now)


def _changed(row: Session, **values: Any) -> None:
    """Counts changes from the first time on that calendars may know."""
    step = 1 if row.starts_at else 0
    Session.objects.filter(id=row.id).update(sequence=F("sequence") + step, **values)


def _suits_all(room: Room, row: Session) -> SessionTime | None:
    times = {time.id: time for time in row.times.prefetch_related("answers")}
    chosen = meeting.all_can(
        present=room.participants,
        side=row.side,
        times=[(key, time.starts_at) for key, time in times.items()],
        can={key: {one.participant_id for one in time.answers.all() if one.can_come} for key, time in times.items()},
    )
    return times[chosen] if chosen else None


def _times(session: Session, starts: Iterable[datetime], length: timedelta) -> None:
    SessionTime.objects.bulk_create(
        SessionTime(session=session, starts_at=one, ends_at=one + length) for one in sorted(starts)
    )


def _noted(room: Room, kind: str, row: Session, now: datetime, **body: Any) -> None:
    reader = "side" if row.side else "all"
    note(room=room, kind=kind, now=now, reader=reader, side=row.side, manner=row.manner, **body)


def _told(room: Room, template: str, row: Session, now: datetime, **context: Any) -> None:
    called = meeting.concerned(present=room.participants, side=row.side)
    tell(room=room, to=[one.id for one in called], template=template, now=now, **context)


def _edits(room: Room) -> None:
    access.seat_needs(seat=room.seat, right="sessions.edit")
    _open(room)


def _open(room: Room) -> None:
    """Raises NotSoNow in a closed case, MediationOver where the mediation has ended."""
    if not room.is_open:
        raise NotSoNow
    if room.stage in meeting.OVER:
        raise MediationOver


def _meant(room: Room, session: UUID, *states: str) -> Session:
    """The session, locked. One that the seat may not know of is none."""
    row = Session.objects.select_for_update().filter(id=session, case_id=room.case_id).first()
    if row is None or not concerns(room=room, side=row.side):
        raise NoSuchSession
    if row.state not in states:
        raise NotSoNow
    return row
