"""The list of evidence for a participant: their side's lines, and what the others show."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.mediation.actions import evidence
from linli.mediation.errors import NoSuchEvidence
from linli.mediation.types import Room
from linli.web.roomforms import EvidenceForm
from linli.web.roomlists import evidence_lines
from linli.web.roomsections import Answer, Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """What this side may see, once they consent."""
    if room.me is None or room.me.standing != "agreed":
        return None
    return {
        "lines": evidence_lines(room=room, may_edit=room.is_open),
        "may_give": room.is_open,
        "form": faulty.get("give") or EvidenceForm(),
        "is_giving": "give" in faulty,
    }


def give(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Adds a line."""
    form = EvidenceForm(request.POST, request.FILES)

    def do(typed: dict[str, Any]) -> UUID:
        return evidence.give(room=room, new=form.line(), now=now)

    return Answer(said=_("On the list.")) if form.attempt(do) else Answer(form=form)


def share(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Shows a line to the other side."""
    evidence.share(room=room, evidence=_meant(request), now=now)
    return Answer(said=_("All sides see it now."))


def withdraw(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Takes a line back."""
    evidence.withdraw(room=room, evidence=_meant(request), now=now)
    return Answer(said=_("Taken back; its file is gone."))


def _meant(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("evidence", ""))
    except ValueError as error:
        raise NoSuchEvidence from error


SECTION = Section(key="evidence", show=show, verbs={"give": give, "share": share, "withdraw": withdraw})
