"""Reminds those whom a session concerns, the day before."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from linli.mediation.actions.calling import have_called
from linli.mediation.actions.noting import lock, note, tell
from linli.mediation.models import Session
from linli.mediation.queries import rooms
from linli.mediation.queries.waiting import sessions_to_remind
from linli.mediation.rules import meeting


def remind(*, now: datetime, limit: int = 200) -> int:
    """Mails about every fixed session that is less than a day away, once. Answers how many sessions."""
    due = sessions_to_remind(now=now).order_by("starts_at")
    return sum(_remind(case_id, session, now) for session, case_id in list(due.values_list("id", "case_id")[:limit]))


@transaction.atomic
def _remind(case_id: int, session: UUID, now: datetime) -> bool:
    """It may have been moved meanwhile. A mediation that has ended reminds nobody."""
    room = rooms.room_unattended(case_id=case_id)
    lock(room=room)
    row = sessions_to_remind(now=now).filter(id=session).first()
    if row is None or row.starts_at is None:
        return False
    Session.objects.filter(id=row.id).update(reminded_at=now)
    if not room.is_open or room.stage in meeting.OVER:
        return False
    starts_at = row.starts_at.isoformat()
    called = meeting.concerned(present=room.participants, side=row.side)
    tell(room=room, to=[one.id for one in called], template="room_session_soon", now=now, starts_at=starts_at)
    have_called(room=room, to=[one.id for one in called], template="room_call_session", now=now, starts_at=starts_at)
    reader = "side" if row.side else "all"
    note(room=room, kind="session_reminded", now=now, reader=reader, side=row.side, starts_at=starts_at)
    return True
