"""What came of a session, put on record; of one with all sides, the procedure is told in the same breath."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.acting import act
from linli.core.errors import Invalid, Text
from linli.core.ids import uuid7
from linli.mediation.actions import notes
from linli.mediation.actions.noting import lock, note
from linli.mediation.errors import NoSuchSession, NotSoNow
from linli.mediation.models import Session
from linli.mediation.types import Room
from linli.people import access

MOST_WORDS = 1000
STEP = "note_session"


@dataclass(frozen=True, slots=True)
class Record:
    """What is kept of a session: when it was, what all sides hear of it, and what the mediators alone keep."""

    held_on: date
    agreed: str = ""
    still_open: str = ""
    private: str = ""


@transaction.atomic
def hold(*, room: Room, session: UUID, record: Record, now: datetime) -> None:
    """Puts a session on record. One with all sides is a step of the procedure (People's Mediation Law, Art. 27).

    A talk apart stays in the room: the case's own page is read by many who may not know that there was one, so only a
    sealed note is kept of it. Raises NotAllowed, NoSuchSession, NotSoNow, Invalid, and what the step raises.
    """
    access.seat_needs(seat=room.seat, right="sessions.edit")
    lock(room=room)
    row = Session.objects.select_for_update().filter(id=session, case_id=room.case_id).first()
    if row is None:
        raise NoSuchSession
    if not room.is_open or row.state not in {Session.State.PROPOSED, Session.State.FIXED}:
        raise NotSoNow
    _check(row, record, now)
    _kept(room, row, record, now)


@transaction.atomic
def hold_unplanned(*, room: Room, manner: str, side: str, record: Record, now: datetime) -> UUID:
    """Puts a session on record that came about without a proposal, as at a door. Raises what `hold` raises."""
    access.seat_needs(seat=room.seat, right="sessions.edit")
    lock(room=room)
    if not room.is_open:
        raise NotSoNow
    if (manner == "apart") != bool(side):
        fault = _("A talk apart is with one side; every other session is with all.")
        raise Invalid(_("Please mend what is named below."), fields={"side": fault})
    last = Session.objects.filter(case_id=room.case_id).aggregate(last=Max("round"))["last"]
    row = Session(id=uuid7(), case_id=room.case_id, round=(last or 0) + 1, manner=manner, side=side, made_at=now)
    row.state = Session.State.PROPOSED
    _check(row, record, now)
    row.save(force_insert=True)
    _kept(room, row, record, now)
    return row.id


def _kept(room: Room, row: Session, record: Record, now: datetime) -> None:
    if record.private.strip():
        notes.keep(room=room, text=record.private, side=row.side, session=row.id, now=now)
    _write(row, record, now)
    reader, held_on = ("side" if row.side else "all"), record.held_on.isoformat()
    note(room=room, kind="session_held", now=now, reader=reader, side=row.side, manner=row.manner, held_on=held_on)
    if not row.side:
        _step(room, row, record, now)


def _write(row: Session, record: Record, now: datetime) -> None:
    Session.objects.filter(id=row.id).update(
        state=Session.State.HELD,
        held_at=when(row=row, held_on=record.held_on, now=now),
        agreed=record.agreed.strip(),
        still_open=record.still_open.strip(),
    )


def when(*, row: Session, held_on: date, now: datetime) -> datetime:
    """On the day that the record names: at the time that was fixed, or just now, else at noon."""
    known = [at for at in (row.starts_at, now) if at and localdate(at) == held_on]
    return known[0] if known else make_aware(datetime.combine(held_on, time(12)))


def _step(room: Room, row: Session, record: Record, now: datetime) -> None:
    """Sessions with all sides are counted by themselves: a gap would tell of a talk apart."""
    assert room.actor is not None
    held = Session.objects.filter(case_id=room.case_id, state=Session.State.HELD, side="").count()
    inputs = {
        "held_on": record.held_on.isoformat(),
        "round": held,
        "manner": row.manner,
        "agreed": record.agreed.strip(),
        "still_open": record.still_open.strip(),
    }
    act(number=room.number, action=STEP, inputs=inputs, by=room.actor, now=now)


def _check(row: Session, record: Record, now: datetime) -> None:
    faults: dict[str, Text] = {}
    if record.held_on > localdate(now):
        faults["held_on"] = _("This day is still to come.")
    if row.side and (record.agreed.strip() or record.still_open.strip()):
        faults["private"] = _("Of a talk apart only a sealed note is kept: write it here.")
    if row.side and not record.private.strip():
        faults["private"] = _("Write down what the talk was about, for the mediators alone.")
    if not row.side and not (record.agreed.strip() or record.still_open.strip()):
        faults["still_open"] = _("Write down what was agreed or what is still open.")
    if not row.side and record.private.strip():
        faults["private"] = _("A sealed note belongs to a talk with one side.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)
