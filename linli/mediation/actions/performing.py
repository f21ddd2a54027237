"""After the effect: duties told, put on record, reminded of; and what the mediator does when one is not performed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.acting import act
from linli.core.calendars.queries import calendar
from linli.core.errors import Invalid, NotAllowed
from linli.mediation import reminders
from linli.mediation.actions.calling import have_called
from linli.mediation.actions.keeping import File, keep
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.agreed import DutyView
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Obligation, Participant
from linli.mediation.queries import papers
from linli.mediation.queries.agreements import bound, duties_in_effect
from linli.mediation.queries.rooms import mediators_of, room_unattended
from linli.mediation.rules import performing
from linli.mediation.types import Room
from linli.notify.models import Outgoing
from linli.people import access

WAKES = 8
"""Nobody is reminded before this hour of the day."""


@transaction.atomic
def tell_done(*, room: Room, duty: int, now: datetime, proof: File | None = None) -> None:
    """A participant of a side that it concerns says that a duty is performed, with a proof if they have one.

    The mediator checks it and puts it on record. Raises NotAllowed, NotSoNow, Unreadable, TooLarge.
    """
    access.seat_needs(seat=room.seat, right="performance.tell")
    lock(room=room)
    one = _duty(room, duty)
    if room.me is None or room.me.side not in {one.by_side, one.to_side}:
        raise NotAllowed(_("This concerns two other sides."))
    if not one.is_open:
        raise NotSoNow
    if proof:
        Obligation.objects.filter(id=one.id).update(proof=keep(room=room, content=proof[0], name=proof[1], now=now))
    note(room=room, kind="performance_told", now=now, duty=one.id, n=one.place, by_side=room.me.side)
    tell_staff(room=room, template="room_told", now=now)


@transaction.atomic
def record(*, room: Room, duty: int, day: date, now: datetime, proof: File | None = None) -> str:
    """Puts on record that a duty was performed on a day; the case moves on. Answers `performed` or `late`.

    Raises NotAllowed, NotSoNow, Invalid for a day to come.
    """
    access.seat_needs(seat=room.seat, right="performance.record")
    lock(room=room)
    one, today = _duty(room, duty), papers.moment_here(now=now)
    if not one.is_open or room.actor is None:
        raise NotSoNow
    if day > today:
        raise Invalid(_("Please mend what is named below."), fields={"day": _("This day has not come yet.")})
    state = performing.state_on(due=one.due_date, day=day)
    changed: dict[str, Any] = {"state": state, "performed_date": day}
    if proof:
        changed["proof"] = keep(room=room, content=proof[0], name=proof[1], now=now)
    Obligation.objects.filter(id=one.id).update(**changed)
    note(room=room, kind="performed", now=now, n=one.place, by_side=one.by_side, state=state)
    _follow(room, one, state == "performed", now)
    others = [other.id for other in room.participants if other.side in {one.by_side, one.to_side}]
    tell(room=room, to=others, template="room_performed", now=now)
    return state


@transaction.atomic
def breach(*, room: Room, duty: int, reason: str, now: datetime) -> None:
    """Puts on record that a duty was not performed in time. Raises NotSoNow before its day is over, Invalid."""
    access.seat_needs(seat=room.seat, right="performance.record")
    lock(room=room)
    one = _duty(room, duty)
    if not one.is_open or one.due_date >= papers.moment_here(now=now) or room.actor is None:
        raise NotSoNow
    Obligation.objects.filter(id=one.id).update(breached_at=now)
    note(room=room, kind="breached", now=now, n=one.place, by_side=one.by_side)
    act(number=room.number, action="breach", inputs={"reason": reason}, by=room.actor, now=now)


@transaction.atomic
def demand(*, room: Room, mode: str, words: str, now: datetime) -> int:
    """Urges whoever owes a duty that is late, by the step of the procedure and by mail. Answers how many mails go."""
    access.seat_needs(seat=room.seat, right="performance.record")
    lock(room=room)
    late = [one for one in _open(room) if one.due_date < papers.moment_here(now=now)]
    if not late or room.actor is None:
        raise NotSoNow
    act(number=room.number, action="demand", inputs={"mode": mode, "note": words}, by=room.actor, now=now)
    note(room=room, kind="demanded", now=now, mode=mode)
    owing = [one.id for one in room.participants if one.side in {duty.by_side for duty in late}]
    due_at = _end_of(min(one.due_date for one in late)).isoformat()
    return tell(room=room, to=owing, template="room_overdue", now=now, due_at=due_at)


@transaction.atomic
def mediate_again(*, room: Room, both_agree: bool, words: str, now: datetime) -> None:
    """Both sides want another session about the performance: the case goes back to mediation. Raises Guarded."""
    access.seat_needs(seat=room.seat, right="agreement.draft")
    lock(room=room)
    if room.actor is None:
        raise NotSoNow
    inputs = {"both_agree": both_agree, "note": words}
    act(number=room.number, action="mediate_again", inputs=inputs, by=room.actor, now=now)
    note(room=room, kind="again", now=now)
    tell(room=room, to=[one.id for one in room.participants], template="room_again", now=now)


def due(*, now: datetime) -> QuerySet[Obligation]:
    """Duties of which somebody has to be told now: so many days before, and after, as the city has it. By the partial
    index.
    """
    today = now.astimezone(calendar().tz).date()
    rule = reminders.on(day=today)
    soon = Q(due_date__range=(today, today + timedelta(days=rule.duty_before)), reminded_at=None)
    late = Q(due_date__lte=today - timedelta(days=rule.duty_after), breached_at=None)
    return bound().filter(soon | late, state="due", text__agreement__case__closed_at=None)


def has_due(*, now: datetime) -> bool:
    """Whether there is anybody to remind; never at night."""
    return now.astimezone(calendar().tz).hour >= WAKES and due(now=now).exists()


def remind(*, now: datetime, limit: int = 200) -> int:
    """Reminds whoever owes a duty, and tells the mediator of each that is late. Answers of how many duties."""
    today = now.astimezone(calendar().tz).date()
    ids = list(due(now=now).order_by("due_date").values_list("id", flat=True)[:limit])
    return sum(_remind(one, today, now) for one in ids)


def _remind(duty: int, today: date, now: datetime) -> bool:
    """One duty in its own transaction; it may have been performed meanwhile."""
    with transaction.atomic():
        row = Obligation.objects.select_for_update(of=("self",)).filter(id=duty, state="due").first()
        if row is None:
            return False
        is_late = row.due_date < today
        Obligation.objects.filter(id=duty).update(**{"breached_at" if is_late else "reminded_at": now})
        _mail(row, "room_overdue" if is_late else "room_due", today, now)
        return True


def _mail(row: Obligation, template: str, today: date, now: datetime) -> None:
    case = row.text.agreement.case
    context = {"number": case.number, "area": case.area_id, "due_at": _end_of(row.due_date).isoformat()}
    owing = Participant.objects.filter(case=case, side=row.by_side, left_at=None, contact__email__isnull=False)
    Outgoing.objects.bulk_create(
        Outgoing(
            channel="email",
            template=template,
            subject=case.number,
            contact_id=one.contact_id,
            context=context | {"room": str(one.id)},
            language=one.language,
            due_at=now,
        )
        for one in owing
    )
    if row.due_date >= today:
        room = room_unattended(case_id=case.id)
        owes = [one.id for one in room.of_side(row.by_side)]
        have_called(room=room, to=owes, template="room_call_due", now=now, due_at=context["due_at"])
    else:
        Outgoing.objects.create(
            channel="inapp",
            template="room_breach",
            subject=case.number,
            audience=_staff(case),
            context=context,
            due_at=now,
        )


def _end_of(day: date) -> datetime:
    """24:00 of a day in the city."""
    return datetime.combine(day + timedelta(days=1), time(), calendar().tz)


def _staff(case: Any) -> Mapping[str, Any]:
    """The mediators of the case, or the body that leads it."""
    accounts = mediators_of(case_id=case.id)
    return {"accounts": sorted(accounts)} if accounts else {"orgs": [case.lead_org_id]}


def _follow(room: Room, one: DutyView, in_time: bool, now: datetime) -> None:
    """The step of the procedure, where it has one at this stage."""
    assert room.actor is not None
    duties, today = duties_in_effect(case_id=room.case_id), papers.moment_here(now=now)
    words = _("Part %(n)s on record in the mediation room") % {"n": one.place}
    found = performing.step(stage=room.stage, duties=duties, in_time=in_time, today=today, note=str(words))
    if found:
        act(number=room.number, action=found[0], inputs=found[1], by=room.actor, now=now)


def _open(room: Room) -> Sequence[DutyView]:
    return performing.open_duties(duties=duties_in_effect(case_id=room.case_id))


def _duty(room: Room, duty: int) -> DutyView:
    found = next((one for one in duties_in_effect(case_id=room.case_id) if one.id == duty), None)
    if found is None or not room.is_open:
        raise NotSoNow
    return found
