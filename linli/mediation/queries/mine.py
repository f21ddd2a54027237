"""What a mediator has in hand: their open cases with the next session of each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from linli.mediation.models import Appointment, Mediator
from linli.people.access import Actor


@dataclass(frozen=True, slots=True)
class InHand:
    """A case that somebody mediates now."""

    number: str
    title: str
    pack_version: str
    stage: str
    area_code: str
    due_at: datetime | None
    is_lead: bool
    next_session_at: datetime | None


def is_mediator(*, by: Actor) -> bool:
    """Whether the account stands in the directory of mediators."""
    return Mediator.objects.filter(account_id=by.account_id or 0, is_active=True).exists()


def in_hand(*, by: Actor, now: datetime) -> tuple[InHand, ...]:
    """The open cases that the account mediates, those with the nearest session first. One statement."""
    rows = (
        Appointment.objects.filter(mediator__account_id=by.account_id or 0, ended_at=None, case__closed_at=None)
        .annotate(next_at=Min("case__sessions__starts_at", filter=_coming(now)))
        .select_related("case")
        .order_by("next_at", "case__due_at", "id")
    )
    return tuple(_row(row) for row in rows)


def _coming(now: datetime) -> Q:
    return Q(case__sessions__state="fixed", case__sessions__starts_at__gte=now)


def _row(row: Appointment) -> InHand:
    case = row.case
    return InHand(
        number=case.number,
        title=case.title,
        pack_version=case.pack_version,
        stage=case.stage,
        area_code=case.area_id,
        due_at=case.due_at,
        is_lead=row.is_lead,
        next_session_at=row.next_at,  # type: ignore[attr-defined]
    )
