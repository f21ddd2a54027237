"""Whether a participant is willing to mediate: their rights first, then yes or no; later, leaving."""

from datetime import datetime

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import participants
from linli.mediation.actions.ending import BEFORE_AGREEMENT
from linli.mediation.rules.meeting import OVER
from linli.mediation.types import Room
from linli.web.roomsections import Answer, Faulty, Section, Shown


class AgreeForm(forms.Form):
    """Consent counts only from those who know their rights."""

    rights_read = forms.BooleanField(
        label=gettext_lazy("I have read my rights and duties"),
        error_messages={"required": gettext_lazy("Read your rights above first: you may also refuse.")},
    )


def show(room: Room, faulty: Faulty, now: datetime) -> Shown:
    """The rights, and what may be answered now."""
    assert room.me is not None
    standing = room.me.standing
    others = [one for one in room.parties() if one.side != room.me.side]
    return {
        "standing": standing,
        "may_answer": room.is_open and standing in {"new", "asked"},
        "may_leave": room.is_open and standing == "agreed" and room.stage in BEFORE_AGREEMENT,
        "form": faulty.get("agree") or AgreeForm(auto_id="agree-%s", label_suffix=""),
        "others_agree": bool(others) and all(one.agreed_at for one in others),
        "others_wait": room.is_open and room.stage not in OVER,
    }


def agree(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Yes."""
    form = AgreeForm(request.POST, auto_id="agree-%s", label_suffix="")
    if not form.is_valid():
        return Answer(form=form)
    participants.agree(room=room, now=now)
    return Answer(said=_("Thank you. The mediator is told that you are willing."))


def decline(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """No: nobody asks why."""
    participants.decline(room=room, now=now)
    return Answer(said=_("You have declined. Nobody mediates against your will; the other ways stay open to you."))


def leave(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Out, in the middle."""
    participants.leave(room=room, now=now)
    return Answer(said=_("You have left the mediation. The other ways stay open to you."))


SECTION = Section(key="consent", show=show, verbs={"agree": agree, "decline": decline, "leave": leave})
