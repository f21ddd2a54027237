"""Sessions: propose times, see who can, fix, move, call off, put on record."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import holding, sessions
from linli.mediation.actions.holding import Record
from linli.mediation.errors import NoSuchSession
from linli.mediation.meetingwords import MANNERS, SESSIONS
from linli.mediation.queries.sessions import SessionView, TimeView, session_of, sessions_of
from linli.mediation.rules import meeting
from linli.mediation.rules.meeting import Proposal
from linli.mediation.types import Room
from linli.mediation.wording import SIDES, called
from linli.people import access
from linli.web.acting import StaffRequest
from linli.web.roomforms import RoomForm, TimesForm
from linli.web.roomsections import Answer, Faulty, Section, Shown

NO_SIDE = ("", gettext_lazy("All sides"))


class ProposeForm(TimesForm):
    """A session to be."""

    field_order = ("manner", "side", "venue", "link", "starts")

    manner = forms.ChoiceField(label=gettext_lazy("Manner"), choices=[*MANNERS.items()])
    side = forms.ChoiceField(
        label=gettext_lazy("With whom"),
        required=False,
        choices=[NO_SIDE, *SIDES.items()],
        help_text=gettext_lazy("Choose a side for a talk apart: nobody else learns that there is one."),
    )
    venue = forms.CharField(label=gettext_lazy("Place of the session"), max_length=200, required=False)
    link = forms.URLField(
        label=gettext_lazy("Link of the online meeting"), max_length=300, required=False, assume_scheme="https"
    )


class RecordForm(RoomForm):
    """What came of a session with all sides."""

    held_on = forms.DateField(
        label=gettext_lazy("Day of the session"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input short"}, format="%Y-%m-%d"),
    )
    agreed = forms.CharField(
        label=gettext_lazy("Points agreed"),
        max_length=holding.MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("All sides read this. No names; nothing that was said apart."),
    )
    still_open = forms.CharField(
        label=gettext_lazy("Points still open"),
        max_length=holding.MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    private = forms.CharField(
        label=gettext_lazy("Sealed note"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Of a talk apart only this is kept, and only the mediators of the case read it."),
    )

    def record(self) -> Record:
        """What was filled in."""
        names = ("held_on", "agreed", "still_open", "private")
        return Record(**{name: self.cleaned_data[name] for name in names if name in self.cleaned_data})


class HeldForm(RecordForm):
    """The same of one that was planned: a talk apart has its note alone, one with all sides its points alone."""

    def __init__(self, *args: Any, one: SessionView, **kwargs: Any) -> None:
        super().__init__(*args, prefix_id=f"hold-{one.id}", **kwargs)
        for name in ("agreed", "still_open") if one.side else ("private",):
            del self.fields[name]


class UnplannedForm(RecordForm):
    """One that came about without a proposal."""

    field_order = ("manner", "side", "held_on")

    manner = forms.ChoiceField(label=gettext_lazy("Manner"), choices=[*MANNERS.items()])
    side = forms.ChoiceField(label=gettext_lazy("With whom"), required=False, choices=[NO_SIDE, *SIDES.items()])


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Each session that the seat may know of."""
    if not access.seat_can(seat=room.seat, right="sessions.see"):
        return None
    may_edit = access.seat_can(seat=room.seat, right="sessions.edit") and room.is_open
    today = {"held_on": timezone.localdate(now)}
    return {
        "sessions": [_shown(room, one, faulty, may_edit, now) for one in sessions_of(room=room)],
        "may_edit": may_edit,
        "may_plan": may_edit and room.stage not in meeting.OVER,
        "propose": faulty.get("propose") or ProposeForm(),
        "unplanned": faulty.get("unplanned") or UnplannedForm(initial=today),
        "opened": set(faulty),
    }


def _shown(room: Room, one: SessionView, faulty: Faulty, may_edit: bool, now: datetime) -> dict[str, Any]:
    is_open = may_edit and one.state in {"proposed", "fixed"}
    may_plan = is_open and room.stage not in meeting.OVER
    hold, move = faulty.get(f"hold:{one.id}"), faulty.get(f"move:{one.id}")
    return {
        "one": one,
        "manner": MANNERS[one.manner],
        "state": SESSIONS[one.state],
        "side": SIDES.get(one.side, ""),
        "times": [_time(room, one, time, now) for time in one.times] if one.state == "proposed" else [],
        "is_open": is_open,
        "may_plan": may_plan,
        "hold": (hold or HeldForm(one=one, initial={"held_on": timezone.localdate(now)})) if is_open else None,
        "move": (move or TimesForm(prefix_id=f"move-{one.id}")) if may_plan else None,
        "is_holding": hold is not None,
        "is_moving": move is not None,
    }


def _time(room: Room, one: SessionView, time: TimeView, now: datetime) -> dict[str, Any]:
    people = meeting.concerned(present=room.participants, side=one.side)
    return {
        "time": time,
        "can": [called(one=person) for person in people if time.can.get(person.id)],
        "cannot": [called(one=person) for person in people if time.can.get(person.id) is False],
        "is_past": time.starts_at <= now,
    }


def propose(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Proposes a session."""
    form = ProposeForm(request.POST)

    def do(typed: dict[str, Any]) -> UUID:
        named = {name: typed[name] for name in ("manner", "side", "venue", "link")}
        plan = Proposal(starts=form.starting(), length=form.lasting(), **named)
        return sessions.propose(room=room, plan=plan, now=now)

    return Answer(said=_("Proposed. Those concerned are asked by e-mail.")) if form.attempt(do) else Answer(form=form)


def fix(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Chooses a time."""
    time = request.POST.get("time", "")
    if not time.isdecimal():
        raise Http404
    sessions.fix(room=room, session=_meant(request), time=int(time), now=now)
    return Answer(said=_("Fixed. Those concerned are told by e-mail."))


def move(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Proposes other times."""
    session = _meant(request)
    form = TimesForm(request.POST, prefix_id=f"move-{session}")

    def do(typed: dict[str, Any]) -> None:
        sessions.move(room=room, session=session, starts=form.starting(), length=form.lasting(), now=now)

    if form.attempt(do):
        return Answer(said=_("Other times are proposed. Those concerned are asked by e-mail."))
    return Answer(key=f"move:{session}", form=form)


def call_off(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """It is not held."""
    sessions.call_off(room=room, session=_meant(request), now=now)
    return Answer(said=_("Called off. Those concerned are told by e-mail."))


def hold(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Puts it on record."""
    session = _meant(request)
    form = HeldForm(request.POST, one=session_of(room=room, session=session))

    def do(typed: dict[str, Any]) -> None:
        holding.hold(room=room, session=session, record=form.record(), now=now)

    return Answer(said=_("On record.")) if form.attempt(do) else Answer(key=f"hold:{session}", form=form)


def unplanned(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Puts one on record that nobody had proposed."""
    form = UnplannedForm(request.POST)

    def do(typed: dict[str, Any]) -> UUID:
        given = {"manner": typed["manner"], "side": typed["side"]}
        return holding.hold_unplanned(room=room, record=form.record(), now=now, **given)

    return Answer(said=_("On record.")) if form.attempt(do) else Answer(form=form)


def _meant(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("session", ""))
    except ValueError as error:
        raise NoSuchSession from error


SECTION = Section(
    key="sessions",
    show=show,
    verbs={
        "propose": propose,
        "fix": fix,
        "move": move,
        "call_off": call_off,
        "hold": hold,
        "unplanned": unplanned,
    },
)
