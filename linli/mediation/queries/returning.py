"""The return answer to whoever referred a dispute: how its mediation stands, in counts and dates, about nobody."""

from dataclasses import dataclass
from datetime import date, datetime

from linli.cases.models import Case
from linli.core.calendars.queries import calendar
from linli.mediation.agreed import DutyView
from linli.mediation.models import Agreement, Appointment, Session
from linli.mediation.queries.agreements import duties_in_effect
from linli.mediation.queries.rooms import room_of
from linli.people import access
from linli.people.access import Actor
from linli.process.definition import Texts

MEDIATOR: Texts = {"zh": "人民调解员", "en": "People's mediator"}


@dataclass(frozen=True, slots=True)
class MediatorView:
    """Who mediates, by post and body, never by name: a studio may bear one, so it is not told."""

    title: Texts
    organisation: str


@dataclass(frozen=True, slots=True)
class ReachedView:
    """An agreement in effect: its number and date, nothing of what it says."""

    number: str
    form: str
    is_partial: bool
    effective_date: date | None


@dataclass(frozen=True, slots=True)
class Performance:
    """How far what was agreed is performed: `none` agreed, `due`, `late`, or `performed`."""

    state: str
    duties: int
    performed: int
    late: int
    next_due_date: date | None


@dataclass(frozen=True, slots=True)
class Returned:
    """How a mediation stands. `sessions` are those held with all sides."""

    number: str
    pack: str
    pack_version: str
    stage: str
    is_open: bool
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    mediators: tuple[MediatorView, ...]
    sessions: int
    agreements: tuple[ReachedView, ...]
    performance: Performance


def returned(*, number: str, by: Actor, now: datetime) -> Returned:
    """How the mediation stands. Raises NoSuchCase for who has no seat in it, NotAllowed for one without the right."""
    room = room_of(number=number, by=by)
    access.seat_needs(seat=room.seat, right="state.see")
    case = Case.objects.only("pack_version", "outcome", "opened_at", "closed_at").get(id=room.case_id)
    today = now.astimezone(calendar().tz).date()
    return Returned(
        number=room.number,
        pack=room.pack,
        pack_version=case.pack_version,
        stage=room.stage,
        is_open=room.is_open,
        outcome=case.outcome,
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        mediators=_mediators(room.case_id),
        sessions=Session.objects.filter(case_id=room.case_id, state=Session.State.HELD, side="").count(),
        agreements=_reached(room.case_id),
        performance=_performance(duties_in_effect(case_id=room.case_id), today),
    )


def _mediators(case_id: int) -> tuple[MediatorView, ...]:
    """Those who mediate now, having declared that they have no conflict."""
    now = Appointment.objects.filter(case_id=case_id, ended_at=None, declared_at__isnull=False).order_by("id")
    bodies = now.values_list("mediator__organisation__name", flat=True)
    return tuple(MediatorView(MEDIATOR, name) for name in bodies)


def _reached(case_id: int) -> tuple[ReachedView, ...]:
    rows = Agreement.objects.filter(case_id=case_id, state="in_effect").order_by("place")
    return tuple(ReachedView(row.number, row.form, row.is_partial, row.effective_date) for row in rows)


def _performance(duties: tuple[DutyView, ...], today: date) -> Performance:
    waiting = [one for one in duties if one.is_open]
    late = sum(one.due_date < today for one in waiting)
    state = ("late" if late else "due") if waiting else ("performed" if duties else "none")
    after = min((one.due_date for one in waiting), default=None)
    return Performance(state, len(duties), len(duties) - len(waiting), late, after)
