"""Who mediates: wishes of the parties, who might and why, appointing, declaring, stepping aside, replacing."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import appointing
from linli.mediation.queries import choosing
from linli.mediation.queries.choosing import AppointmentView, Choice
from linli.mediation.queries.mediators import MediatorView, chosen
from linli.mediation.types import Room
from linli.mediation.wording import SIDES
from linli.people import access
from linli.web.acting import StaffRequest
from linli.web.mediatorwords import ASKING, CHOSEN_BY, CONFLICTS, ENDING, said
from linli.web.roles import named
from linli.web.roomforms import RoomForm
from linli.web.roomsections import Answer, Faulty, Section, Shown

FIRST = 5
"""How many of those who might mediate stand open; the others are folded away."""


class AppointForm(RoomForm):
    """Who, and why."""

    mediator = forms.TypedChoiceField(
        label=gettext_lazy("Mediator"),
        coerce=int,
        error_messages={"required": gettext_lazy("Choose a mediator from the list.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is them"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed unless all sides chose them. No names of the parties."),
    )

    def __init__(self, *args: Any, people: tuple[Choice, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.mediator.id, one.mediator.name) for one in people if one.ranked.may_be_appointed]
        self.fields["mediator"].choices = choices  # type: ignore[attr-defined]


class EndForm(RoomForm):
    """Why somebody mediates no longer."""

    appointment = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=list(ENDING.items()))


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Who mediates now, and while somebody may be named, who might."""
    if not access.seat_can(seat=room.seat, right="mediators.appoint"):
        return None
    today = timezone.localdate(now)
    now_there = choosing.appointments(case_id=room.case_id, on_date=today)
    lead = next((one for one in now_there if one.is_lead), None)
    own = next((one for one in now_there if room.actor and one.mediator.account_id == room.actor.account_id), None)
    may_name = _may_name(room, lead)
    people = choosing.choices(room=room, on_date=today) if may_name else ()
    people = tuple(one for one in people if one.mediator.id not in {each.mediator.id for each in now_there})
    agreed = choosing.chosen_by_parties(room=room) if may_name and lead is None else None
    people = tuple(sorted(people, key=lambda one: one.mediator.id != agreed))
    lines = [_candidate(one) for one in people]
    return {
        "there": [_present(room, one, own) for one in now_there],
        "own": own if own and not own.is_declared else None,
        "asks": [
            (SIDES[side], ASKING.get(why, why))
            for side, why in (choosing.asks_for_another(room=room, since=lead.appointed_at) if lead else ())
        ],
        "may_name": may_name,
        "is_co": lead is not None,
        "assigns": room.stage == "accepted",
        "first": lines[:FIRST],
        "others": lines[FIRST:],
        "form": faulty.get("appoint") or AppointForm(people=people, initial={"mediator": agreed}),
        "agreed": next((one.mediator.name for one in people if one.mediator.id == agreed), ""),
        "wishes": _wishes(room, today) if may_name and lead is None else (),
    }


def _may_name(room: Room, lead: AppointmentView | None) -> bool:
    if not room.is_open or room.stage not in appointing.NAMING | appointing.AFTER:
        return False
    return room.stage != "accepted" or (room.seat.kind == "desk" and lead is None)


def _present(room: Room, one: AppointmentView, own: AppointmentView | None) -> dict[str, Any]:
    is_own = own is not None and own.id == one.id
    may_end = room.is_open and access.seat_can(seat=room.seat, right="mediators.declare")
    whys = [(key, text) for key, text in ENDING.items() if key != ("party_asks" if is_own else "tie")]
    return {
        "one": one,
        "name": one.mediator.name,
        "body": _body(one.mediator),
        "chosen_by": CHOSEN_BY[one.chosen_by],
        "is_own": is_own,
        "whys": whys if may_end else (),
    }


def _candidate(one: Choice) -> dict[str, Any]:
    return {
        "id": one.mediator.id,
        "name": one.mediator.name,
        "body": _body(one.mediator),
        "reasons": [(reason.is_good, said(reason=reason)) for reason in one.ranked.reasons],
        "conflicts": [CONFLICTS[key] for key in one.ranked.conflicts],
        "may": one.ranked.may_be_appointed,
    }


def _body(one: MediatorView) -> str:
    body = named(name=one.org_name, name_en=one.org_name_en)
    return f"{body} · {named(name=one.studio_name, name_en=one.studio_name_en)}" if one.studio_name else body


def _wishes(room: Room, today: date) -> list[tuple[Any, list[str]]]:
    """What each side wishes, by names."""
    lists = choosing.wished(room=room)
    known = chosen(mediator_ids={one for each in lists.values() for ids in each for one in ids}, on_date=today)
    wished = {side: dict.fromkeys(one for ids in each for one in ids if one in known) for side, each in lists.items()}
    return [(SIDES[side], [known[one].name for one in ids]) for side, ids in wished.items() if ids]


def appoint(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Names somebody: the lead while there is none, else a co-mediator."""
    today = timezone.localdate(now)
    there = choosing.appointments(case_id=room.case_id, on_date=today)
    form = AppointForm(request.POST, people=choosing.choices(room=room, on_date=today))
    is_lead = not any(one.is_lead for one in there)

    def do(typed: dict[str, Any]) -> int:
        return appointing.appoint(
            room=room, mediator_id=typed["mediator"], reason=typed["reason"], is_lead=is_lead, now=now
        )

    if not form.attempt(do):
        return Answer(form=form)
    return Answer(said=_("Appointed. They are told, and declare that they have no conflict before they begin."))


def declare(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """No tie to a side or to the matter."""
    appointing.declare(room=room, now=now)
    return Answer(said=_("Declared. You mediate this case now."))


def end(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Somebody steps aside or is replaced."""
    form = EndForm(request.POST)

    def do(typed: dict[str, Any]) -> None:
        appointing.end(room=room, appointment_id=typed["appointment"], why=typed["why"], now=now)

    return Answer(said=_("Noted. Now name who takes over.")) if form.attempt(do) else Answer(form=form)


SECTION = Section(key="mediators", show=show, verbs={"appoint": appoint, "declare": declare, "end": end})
