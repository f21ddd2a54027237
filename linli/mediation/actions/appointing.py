"""Who mediates: wished by the parties, appointed with a reason, declared free of conflicts, stepping aside, replaced.

What moves the procedure takes the pack's step in the same transaction, so that nothing is said twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.acting import act
from linli.core.errors import Invalid, NotAllowed, NotPossible
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Appointment, Wish
from linli.mediation.queries import choosing
from linli.mediation.queries.choosing import Choice
from linli.mediation.types import Room
from linli.people import access

MOST_WISHES = 3
NAMING = frozenset({"accepted", "assigned", "recused", "asking", "mediating", "suspended"})
AFTER = frozenset({"performing", "confirm_asked", "confirm_filed", "breached"})
"""Stages in which what was agreed is watched."""
STEPS_ON_DECLARING: Mapping[str, str] = {
    "assigned": "take_on",
    "recused": "replace",
    **dict.fromkeys(AFTER, "take_over"),
}
ENDED_AS: Mapping[str, str] = {"tie": "recused", "party_asks": "replaced", "leave": "leave"}
"""Why somebody mediates no longer, as the pack asks for it, and how the appointment ends."""
OWN_REASONS = frozenset({"tie", "leave"})
ASKING = ("tie", "trust", "language", "other")
"""What a party may say when it asks for another mediator; it is never asked to prove it."""


@transaction.atomic
def wish(*, room: Room, mediators: Sequence[int], now: datetime) -> None:
    """A participant's wishes, first one first, in place of those before. Raises Invalid, NotSoNow, NotAllowed."""
    access.seat_needs(seat=room.seat, right="mediators.wish")
    if room.me is None or room.me.left_at or not may_wish(room=room):
        raise NotSoNow
    wanted = list(dict.fromkeys(mediators))
    if len(wanted) > MOST_WISHES:
        raise Invalid(_("Wish for three at most."))
    lock(room=room)
    open_to = {one.mediator.id for one in offered(room=room, now=now)}
    if not set(wanted) <= open_to:
        raise Invalid(_("Somebody whom you wish for cannot mediate this. Choose from the list."))
    Wish.objects.filter(participant_id=room.me.id).delete()
    Wish.objects.bulk_create(
        Wish(participant_id=room.me.id, mediator_id=one, rank=rank, wished_at=now)
        for rank, one in enumerate(wanted, start=1)
    )
    note(room=room, kind="wished", now=now, reader="side", side=room.me.side, count=len(wanted))
    tell_staff(room=room, template="room_wished", now=now)


@transaction.atomic
def appoint(*, room: Room, mediator_id: int, reason: str, now: datetime, is_lead: bool = True) -> int:
    """Names who mediates. On an accepted case the desk's choice assigns it to the mediator's body as well.

    Without a reason only whom all sides wish. Raises NotAllowed, NotSoNow, Invalid, NotPossible for conflict or leave.
    """
    access.seat_needs(seat=room.seat, right="mediators.appoint")
    lock(room=room)
    _may_be_named(room, is_lead)
    found = choosing.choice(room=room, mediator_id=mediator_id, on_date=timezone.localdate(now))
    _may_mediate(room, found)
    by_parties = is_lead and choosing.chosen_by_parties(room=room) == mediator_id
    if not reason.strip() and not by_parties:
        raise Invalid(_("Say why it is them."), fields={"reason": _("Write the reason in a few words.")})
    if room.stage == "accepted":
        _step(room, "assign", now, lead=found.mediator.org_id)
    row = Appointment.objects.create(
        case_id=room.case_id,
        mediator_id=mediator_id,
        is_lead=is_lead,
        chosen_by="parties" if by_parties else room.seat.kind,
        reason=reason.strip(),
        appointed_at=now,
    )
    note(room=room, kind="appointed" if is_lead else "joined_as_mediator", now=now)
    tell_staff(room=_to(room, found.mediator.account_id), template="room_appointed", now=now)
    return row.pk


@transaction.atomic
def declare(*, room: Room, now: datetime) -> None:
    """Whoever was appointed says that nothing ties them to a side or to the matter; from now on they mediate.

    It takes the step for which the case waits. Raises NotAllowed for anybody else, NotPossible for a known conflict.
    """
    access.seat_needs(seat=room.seat, right="mediators.declare")
    lock(room=room)
    row = _own(room)
    if row is None or row.declared_at:
        raise NotSoNow
    found = choosing.choice(room=room, mediator_id=row.mediator_id, on_date=timezone.localdate(now))
    if found.ranked.conflicts:
        raise NotPossible(_("Linli knows of a tie of yours to this case. Step aside; another mediates."))
    Appointment.objects.filter(id=row.pk).update(declared_at=now)
    step = STEPS_ON_DECLARING.get(room.stage) if row.is_lead else None
    if step == "take_over":
        _step(room, step, now, no_conflict=True, why_replaced=_why_before(room))
    elif step:
        _step(room, step, now, no_conflict=True)
    note(room=room, kind="declared", now=now)
    tell(room=room, to=[one.id for one in room.participants], template="room_mediator", now=now)


@transaction.atomic
def end(*, room: Room, appointment_id: int, why: str, now: datetime) -> None:
    """Somebody mediates no longer: they step aside (`tie`, `leave`) or are replaced (`party_asks`, `leave`).

    In the middle of the mediation the case waits for another. Raises NotAllowed, NotSoNow when it has ended, Invalid.
    """
    access.seat_needs(seat=room.seat, right="mediators.declare")
    lock(room=room)
    row = Appointment.objects.filter(id=appointment_id, case_id=room.case_id, ended_at=None).first()
    if row is None or not room.is_open:
        raise NotSoNow
    own = _own(room)
    is_own = own is not None and own.pk == row.pk
    if why not in ENDED_AS or (is_own and why not in OWN_REASONS) or (not is_own and why == "tie"):
        raise Invalid(_("Choose why."), fields={"why": _("Choose one of the reasons.")})
    Appointment.objects.filter(id=row.pk).update(ended_at=now, ended_as=ENDED_AS[why])
    if row.is_lead and room.stage in {"asking", "mediating"}:
        _step(room, "recuse", now, why_replaced=why)
    note(room=room, kind="stepped_aside" if is_own else "replaced", now=now, why=why)
    tell(room=room, to=[one.id for one in room.participants], template="room_mediator", now=now)
    tell_staff(room=replace(room, mediators=frozenset()), template="room_mediator_wanted", now=now)


@transaction.atomic
def ask_for_another(*, room: Room, why: str, now: datetime) -> None:
    """A party asks for another mediator, which is then found. The other sides do not learn who asked.

    Raises NotAllowed, NotSoNow while nobody mediates, Invalid without a reason.
    """
    access.seat_needs(seat=room.seat, right="mediators.wish")
    if room.me is None or room.me.left_at or not room.is_open:
        raise NotSoNow
    if why not in ASKING:
        raise Invalid(_("Choose why."), fields={"why": _("Choose one of the reasons.")})
    lock(room=room)
    lead = Appointment.objects.filter(case_id=room.case_id, ended_at=None, is_lead=True).first()
    if lead is None:
        raise NotSoNow
    note(room=room, kind=choosing.ASKED, now=now, reader="side", side=room.me.side, why=why)
    tell_staff(room=replace(room, mediators=frozenset()), template="room_mediator_wanted", now=now)


def offered(*, room: Room, now: datetime) -> tuple[Choice, ...]:
    """Whom a participant may wish for: nobody who could not be appointed."""
    found = choosing.choices(room=room, on_date=timezone.localdate(now))
    return tuple(one for one in found if one.ranked.may_be_appointed)


def may_wish(*, room: Room) -> bool:
    """While it is open who mediates."""
    named = Appointment.objects.filter(case_id=room.case_id, ended_at=None, is_lead=True)
    return room.is_open and room.stage in NAMING | {"registered", "more_wanted"} and not named.exists()


def _may_be_named(room: Room, is_lead: bool) -> None:
    """Whether the case is at a point where somebody may be named, and by this seat."""
    if not room.is_open or room.stage not in NAMING | AFTER:
        raise NotSoNow
    if room.stage == "accepted" and (room.seat.kind != "desk" or not is_lead):
        raise NotSoNow
    leads = Appointment.objects.filter(case_id=room.case_id, ended_at=None, is_lead=True).exists()
    if is_lead and leads:
        raise NotPossible(_("Somebody leads this mediation already: let them step aside, or name a co-mediator."))
    if not is_lead and not leads:
        raise NotPossible(_("First name who leads the mediation."))


def _may_mediate(room: Room, found: Choice) -> None:
    one = found.mediator
    if not one.is_active:
        raise NotPossible(_("They have retired from the directory. Choose another."))
    if found.ranked.conflicts:
        raise NotPossible(_("They are in conflict with this case and cannot mediate it. Choose another."))
    if found.ranked.is_away:
        raise NotPossible(_("They are on leave. Choose another."))
    if room.lead_org_id is not None and one.org_id != room.lead_org_id:
        raise NotPossible(_("They belong to another body than the one that leads the case. Choose one of its own."))
    if Appointment.objects.filter(case_id=room.case_id, mediator_id=one.id, ended_at=None).exists():
        raise NotPossible(_("They mediate this case already."))


def _own(room: Room) -> Appointment | None:
    """The appointment of whoever acts."""
    if room.actor is None or room.actor.account_id is None:
        raise NotAllowed(_("Only a mediator of this case may do this."))
    rows = Appointment.objects.filter(case_id=room.case_id, ended_at=None)
    return rows.filter(mediator__account_id=room.actor.account_id).first()


def _why_before(room: Room) -> str:
    """Why the one before mediates no longer, as the pack asks for it."""
    ended = Appointment.objects.filter(case_id=room.case_id, is_lead=True, ended_at__isnull=False)
    last = ended.order_by("-ended_at").values_list("ended_as", flat=True).first()
    return next((why for why, how in ENDED_AS.items() if how == last), "leave")


def _step(room: Room, action: str, now: datetime, **inputs: object) -> None:
    if room.actor is None:
        raise NotAllowed(_("Only a mediator of this case may do this."))
    act(number=room.number, action=action, inputs=inputs, by=room.actor, now=now)


def _to(room: Room, account_id: int) -> Room:
    """The room with one account to tell."""
    return replace(room, mediators=frozenset({account_id}))
