"""After the agreement: duties performed or not, the court's confirmation, and the volume of the case."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import archiving, confirming, performing
from linli.mediation.agreed import DutyView
from linli.mediation.queries import agreements, papers, volumes
from linli.mediation.rules.confirming import NEVER
from linli.mediation.rules.confirming import RIGHTS as CIVIL_RIGHTS
from linli.mediation.rules.performing import STAGES
from linli.mediation.types import Room
from linli.mediation.wording import SIDES
from linli.people import access
from linli.web import roomfiles
from linli.web.acting import StaffRequest
from linli.web.roomagreed import bundling, shown_duty, window_said
from linli.web.roomforms import RoomForm
from linli.web.roomsections import Answer, Faulty, Section, Shown, answered

MODES = (
    ("phone", gettext_lazy("By telephone")),
    ("visit", gettext_lazy("On a visit")),
    ("letter", gettext_lazy("By letter")),
    ("online", gettext_lazy("Online")),
)
RIGHTS_HERE = ("performance.record", "volume.make", "agreement.see")
RIGHTS = (CIVIL_RIGHTS, gettext_lazy("Payment, return, repair and other civil rights and duties"))


class RecordForm(RoomForm):
    """Performed on a day."""

    duty = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Performed on"), widget=forms.DateInput(attrs={"type": "date"}))


class BreachForm(RoomForm):
    """Not performed in time."""

    duty = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("What is known about it, without names"), max_length=500)


class DemandForm(RoomForm):
    """Urged."""

    mode = forms.ChoiceField(label=gettext_lazy("How they were urged"), choices=MODES)
    words = forms.CharField(label=gettext_lazy("What came of it, without names"), max_length=500)


class AgainForm(RoomForm):
    """Once more."""

    both_agree = forms.BooleanField(label=gettext_lazy("Both sides want to talk once more"), required=False)
    words = forms.CharField(label=gettext_lazy("What about, without names"), max_length=500, required=False)


class ConfirmForm(RoomForm):
    """To the court."""

    together = forms.BooleanField(label=gettext_lazy("Both sides ask together"), required=False)
    confirms = forms.ChoiceField(label=gettext_lazy("What shall be confirmed"), choices=[RIGHTS, *NEVER.items()])
    court = forms.CharField(label=gettext_lazy("Which court"), max_length=120, required=False)


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Nothing for a seat that neither records nor files."""
    may = {right: access.seat_can(seat=room.seat, right=right) for right in RIGHTS_HERE}
    if not may["performance.record"] and not may["volume.make"]:
        return None
    duties = agreements.duties_in_effect(case_id=room.case_id) if may["agreement.see"] else ()
    may_record = may["performance.record"] and room.is_open
    return {
        **_performance(room, duties, may_record, faulty, now),
        **(_court(room, may_record, faulty, now) if duties else {}),
        "may_file": may["volume.make"],
        "volumes": volumes.volumes_of(room=room),
    }


def _performance(
    room: Room, duties: Sequence[DutyView], may_record: bool, faulty: Faulty, now: datetime
) -> dict[str, Any]:
    """What is due, and what may be done about it."""
    today, told = papers.moment_here(now=now), agreements.told_duties(room=room)
    rows = [_row(shown_duty(duty=one, today=today), one.id in told, faulty) for one in duties]
    return {
        "duties": rows,
        "may_record": may_record,
        "may_breach": may_record and room.stage == "performing",
        "may_demand": may_record and room.stage in STAGES and any(row["is_late"] for row in rows),
        "demand": faulty.get("after:demand") or DemandForm(),
        "may_mediate": may_record and room.stage == "breached",
        "again": faulty.get("after:again") or AgainForm(),
    }


def _court(room: Room, may_record: bool, faulty: Faulty, now: datetime) -> dict[str, Any]:
    """The countdown, who wants confirmation, and asking for it; nothing where no such clock was started."""
    found = agreements.confirm_window(room=room, now=now)
    if found is None:
        return {}
    wanting = confirming.wanting_sides(room=room)
    papers_for_it = bundling(room=room, window=found)
    is_given_up = agreements.is_given_up(case_id=room.case_id)
    initial = {"together": {"applicant", "respondent"} <= wanting, "confirms": CIVIL_RIGHTS}
    may_ask = may_record and room.stage == confirming.STAGE
    may_confirm = may_ask and papers_for_it["refusal"] is None
    return papers_for_it | {
        "window": window_said(window=found),
        "is_over": not found.is_open,
        "confirm": (faulty.get("after:confirm") or ConfirmForm(initial=initial)) if may_confirm else None,
        "confirm_open": "after:confirm" in faulty,
        "may_give_up": may_ask and found.is_open and not is_given_up,
        "is_given_up": is_given_up,
        "wanting": [SIDES[side] for side in SIDES if side in wanting],
    }


def _row(row: dict[str, Any], is_told: bool, faulty: Faulty) -> dict[str, Any]:
    duty = row["duty"]
    initial = {"duty": duty.id}
    key = f"after:record:{duty.id}"
    return row | {
        "is_told": is_told and duty.is_open,
        "record": faulty.get(key) or RecordForm(initial=initial, prefix_id=f"record-{duty.id}"),
        "breach": faulty.get(f"after:breach:{duty.id}") or BreachForm(initial=initial, prefix_id=f"breach-{duty.id}"),
        "is_faulty": key in faulty or f"after:breach:{duty.id}" in faulty,
    }


def record(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Performed."""
    form = RecordForm(request.POST, prefix_id=f"record-{request.POST.get('duty', '')}")
    proof = roomfiles.uploaded(request=request, name="proof")
    if form.attempt(lambda typed: performing.record(room=room, now=now, proof=proof, **typed)):
        return Answer(said=_("On record, in time.") if form.result == "performed" else _("On record, late."))
    return Answer(key=f"after:record:{request.POST.get('duty', '')}", form=form)


def breach(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Not performed."""
    form = BreachForm(request.POST, prefix_id=f"breach-{request.POST.get('duty', '')}")
    if form.attempt(lambda typed: performing.breach(room=room, now=now, **typed)):
        return Answer(said=_("On record. Urge them, mediate once more, or tell the ways of enforcement."))
    return Answer(key=f"after:breach:{request.POST.get('duty', '')}", form=form)


def demand(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Urged."""
    form = DemandForm(request.POST)
    done = form.attempt(lambda typed: performing.demand(room=room, now=now, **typed))
    said = _("On record; they are reminded by e-mail as well.")
    return answered(is_done=done, said=said, key="after:demand", form=form)


def again(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Once more."""
    form = AgainForm(request.POST)
    done = form.attempt(lambda typed: performing.mediate_again(room=room, now=now, **typed))
    said = _("The mediation goes on. Propose a session.")
    return answered(is_done=done, said=said, key="after:again", form=form)


def confirm(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """To the court."""
    form = ConfirmForm(request.POST)
    done = form.attempt(lambda typed: confirming.ask(room=room, now=now, **typed))
    said = _("On record: the court has three days to accept it.")
    return answered(is_done=done, said=said, key="after:confirm", form=form)


def nocourt(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """They do not want the court."""
    confirming.give_up(room=room, now=now)
    return Answer(said=_("On record: nobody is reminded of it any more, unless a side wants it after all."))


def bundle(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """The papers for the court."""
    sent = request.POST
    name, content = confirming.bundle(
        room=room, court=sent.get("court", ""), confirms=sent.get("confirms", ""), now=now
    )
    return Answer(response=roomfiles.handed(content=content, name=name, media_type=roomfiles.ZIP))


def proof(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """What somebody handed in as a proof of performance."""
    access.seat_needs(seat=room.seat, right="performance.record")
    duties = agreements.duties_in_effect(case_id=room.case_id)
    found = next((one for one in duties if str(one.id) == request.POST.get("duty", "")), None)
    return Answer(response=roomfiles.kept(room=room, attachment=found.proof if found else None))


def file(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """The volume is assembled and archived."""
    archiving.make(room=room, now=now)
    return Answer(said=_("The volume is assembled and archived."))


def volume(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """An archived volume as a ZIP."""
    access.seat_needs(seat=room.seat, right="volume.make")
    wanted = request.POST.get("volume", "")
    found = next((one for one in volumes.volumes_of(room=room) if str(one.id) == wanted), None)
    if found is None:
        raise Http404
    return Answer(response=roomfiles.kept(room=room, attachment=found.attachment))


def printed(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """The volume as a page to print, as it stands now."""
    access.seat_needs(seat=room.seat, right="volume.make")
    context = {"room": room, "volume": volumes.assembled(room=room, now=now)}
    return Answer(response=render(request, "console/room/volume.html", context))


SECTION = Section(
    key="after",
    show=show,
    verbs={
        "record": record,
        "breach": breach,
        "demand": demand,
        "again": again,
        "confirm": confirm,
        "nocourt": nocourt,
        "bundle": bundle,
        "proof": proof,
        "file": file,
        "volume": volume,
        "printed": printed,
    },
)
