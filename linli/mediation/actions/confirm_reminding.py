"""Reminds both sides and the mediators that the thirty days for asking a court to confirm are nearly over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from linli.cases.models import Clock, Event
from linli.core.calendars.queries import calendar
from linli.mediation import reminders
from linli.mediation.actions.calling import by_call, said
from linli.mediation.actions.confirming import STAGE
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.models import Entry
from linli.mediation.queries import rooms
from linli.mediation.queries.agreements import confirm_window, is_given_up
from linli.mediation.rules.confirming import reminder
from linli.mediation.types import Room

WAKES = 8
"""Nobody is reminded before this hour of the day."""
KIND = "confirm_reminded"
DECIDED = "court_decides"


def remind(*, now: datetime) -> int:
    """Each window once for each of the days before its end that the city has. Answers of how many cases.

    Nobody is reminded once it was asked for, the court has decided, or both were said to give it up.
    """
    here = now.astimezone(calendar().tz)
    before = reminders.on(day=here.date()).confirm_before
    if here.hour < WAKES or not before:
        return 0
    found = soon(now=now, days=max(before)).order_by("due_at").values_list("case_id", flat=True)
    return sum(_remind(case_id, before, now) for case_id in list(found))


def soon(*, now: datetime, days: int) -> QuerySet[Clock]:
    """Open windows of agreements that are being performed and nobody has taken to court."""
    ends = now + timedelta(days=days + 1)
    running = Clock.objects.filter(key="confirm_window", state="running", due_at__gt=now, due_at__lte=ends)
    return running.filter(case__stage=STAGE, case__closed_at=None)


@transaction.atomic
def _remind(case_id: int, before: tuple[int, ...], now: datetime) -> bool:
    room = rooms.room_unattended(case_id=case_id)
    window = confirm_window(room=room, now=now)
    days = reminder(days_left=window.days_left, before=before) if window and window.is_open else None
    if window is None or days is None or _is_told(case_id, window.last_date.isoformat(), days):
        return False
    lock(room=room)
    room = rooms.room_unattended(case_id=case_id)
    if room.stage != STAGE or not room.is_open or is_given_up(case_id=case_id) or _is_decided(case_id):
        return False
    if _is_told(case_id, window.last_date.isoformat(), days):
        return False
    _tell(room, (window.last_date + timedelta(days=1)).isoformat(), now)
    note(room=room, kind=KIND, now=now, days=days, last_on=window.last_date.isoformat())
    return True


def _tell(room: Room, end: str, now: datetime) -> None:
    """Who has an address reads it there; the mediators are told whom to call."""
    everybody: list[UUID] = [one.id for one in room.participants if not one.left_at and not one.declined_at]
    due_at = datetime.fromisoformat(end).replace(tzinfo=calendar().tz).isoformat()
    tell(room=room, to=everybody, template="room_confirm_soon", now=now, due_at=due_at)
    lines = said(whom=by_call(room=room, to=everybody))
    tell_staff(room=room, template="room_confirm_near", now=now, due_at=due_at, lines=lines)


def _is_told(case_id: int, last_on: str, days: int) -> bool:
    told = Entry.objects.filter(case_id=case_id, kind=KIND, body__last_on=last_on, body__days__lte=days)
    return told.exists()


def _is_decided(case_id: int) -> bool:
    """Whether the court has decided on the agreement whose window runs."""
    clock = Clock.objects.filter(case_id=case_id, key="confirm_window", state="running").order_by("-id").first()
    decided = Event.objects.filter(case_id=case_id, kind=DECIDED)
    return clock is not None and decided.filter(at__gte=clock.started_at).exists()
