"""The list of evidence for mediators: read it all, enter what was handed in on paper or fetched."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import evidence
from linli.mediation.errors import NoSuchEvidence
from linli.mediation.types import Room
from linli.mediation.wording import SIDES
from linli.people import access
from linli.web import roomforms
from linli.web.acting import StaffRequest
from linli.web.roomlists import evidence_lines
from linli.web.roomsections import Answer, Faulty, Section, Shown


class EvidenceForm(roomforms.EvidenceForm):
    """A line that a mediator enters."""

    field_order = ("side",)

    side = forms.ChoiceField(
        label=gettext_lazy("Given by"),
        required=False,
        choices=[("", gettext_lazy("Fetched by the mediators: open to all")), *SIDES.items()],
        help_text=gettext_lazy("What a side handed in stays with that side and you until it agrees to show it."),
    )


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Every line, for a mediator alone."""
    if not access.seat_can(seat=room.seat, right="evidence.see"):
        return None
    may_edit = access.seat_can(seat=room.seat, right="evidence.edit") and room.is_open
    return {
        "lines": evidence_lines(room=room, may_edit=may_edit),
        "may_edit": may_edit,
        "form": faulty.get("give") or EvidenceForm(),
        "is_giving": "give" in faulty,
    }


def give(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Enters a line."""
    form = EvidenceForm(request.POST, request.FILES)

    def do(typed: dict[str, Any]) -> UUID:
        return evidence.give(room=room, new=form.line(side=typed["side"]), now=now)

    return Answer(said=_("On the list.")) if form.attempt(do) else Answer(form=form)


def share(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Shows a line to all, as its side agreed."""
    evidence.share(room=room, evidence=_meant(request), now=now)
    return Answer(said=_("All sides see it now."))


def withdraw(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Takes a line back."""
    evidence.withdraw(room=room, evidence=_meant(request), now=now)
    return Answer(said=_("Taken back; its file is gone."))


def _meant(request: StaffRequest) -> UUID:
    try:
        return UUID(request.POST.get("evidence", ""))
    except ValueError as error:
        raise NoSuchEvidence from error


SECTION = Section(key="evidence", show=show, verbs={"give": give, "share": share, "withdraw": withdraw})
