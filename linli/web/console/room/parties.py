"""Parties and those who stand for them: enter, ask, note their answer, open contact data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.core.errors import Invalid
from linli.mediation.actions import participants
from linli.mediation.queries.rooms import link_secret
from linli.mediation.rules import partylist
from linli.mediation.rules.joining import unanswered
from linli.mediation.types import Joining, ParticipantView, Room
from linli.mediation.wording import CAPACITIES, HOW, MANDATES, SIDES, STANDINGS, called
from linli.notify import links
from linli.people import access
from linli.web import roomfiles
from linli.web.acting import StaffRequest
from linli.web.roomforms import FILES, MANDATE, MANDATE_HELP, RoomForm
from linli.web.roommandates import handed_in, mandate_form, meant
from linli.web.roomsections import Answer, Faulty, Section, Shown

LANGUAGES = (("", gettext_lazy("As the city's")), ("zh-hans", "简体中文"), ("en", "English"))


class JoinForm(RoomForm):
    """Somebody who takes part."""

    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=[*SIDES.items()])
    capacity = forms.ChoiceField(label=gettext_lazy("As"), choices=[*CAPACITIES.items()])
    name = forms.CharField(
        label=gettext_lazy("Full name or title"),
        max_length=80,
        help_text=gettext_lazy(
            "Sealed. It stands in agreements, papers for the court and the volume, and nowhere else."
        ),
    )
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES, required=False)
    is_organisation = forms.BooleanField(label=gettext_lazy("An organisation"), required=False)
    is_minor = forms.BooleanField(label=gettext_lazy("Under age: a guardian takes part"), required=False)
    stands_for = forms.MultipleChoiceField(
        label=gettext_lazy("Speaks for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("For a guardian, agent, elected representative or head of an organisation."),
    )
    for_all = forms.BooleanField(label=gettext_lazy("For all parties of that side"), required=False)
    mandate = forms.ChoiceField(
        label=gettext_lazy("Mandate"), required=False, choices=[("", gettext_lazy("none")), *MANDATES.items()]
    )

    mandate_file = forms.FileField(
        label=MANDATE, help_text=MANDATE_HELP, required=False, widget=forms.FileInput(attrs={"accept": FILES})
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.id), called(one=one)) for one in room.parties()]
        self.fields["stands_for"].choices = choices  # type: ignore[attr-defined]


class ListForm(RoomForm):
    """Many parties of one side at once."""

    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=[*SIDES.items()])
    lines = forms.CharField(
        label=gettext_lazy("A line for each party"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "The name, then telephone and e-mail if known, with a tab or comma between. Rows copied out of a"
            " spreadsheet will do; 200 at most. All are entered, or none."
        ),
    )


class AnswerForm(RoomForm):
    """What somebody answered to the mediator."""

    answer = forms.ChoiceField(
        choices=[
            ("agree", gettext_lazy("consents")),
            ("decline", gettext_lazy("declines")),
            ("leave", gettext_lazy("leaves")),
        ]
    )
    how = forms.ChoiceField(choices=[(key, text) for key, text in HOW.items() if key != "link"])


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Each side with its people."""
    if not access.seat_can(seat=room.seat, right="parties.see"):
        return None
    may = {right: access.seat_can(seat=room.seat, right=f"{right}") for right in ("parties.edit", "consent.record")}
    sides = [
        {"title": SIDES[side], "people": [_person(room, one, faulty) for one in room.of_side(side)]}
        for side in SIDES
        if room.of_side(side) or side != "third"
    ]
    return {
        "sides": sides,
        "may_edit": may["parties.edit"] and room.is_open,
        "may_record": may["consent.record"] and room.is_open,
        "may_reveal": access.seat_can(seat=room.seat, right="parties.reveal"),
        "join": faulty.get("join") or JoinForm(room=room),
        "is_joining": "join" in faulty,
        "list": faulty.get("list") or ListForm(),
        "is_listing": "list" in faulty,
        "may_bring": may["parties.edit"] and room.is_open and not room.of_side("applicant"),
        "waits_for": len(unanswered(present=room.participants)),
        "all_agree": room.stage == "asking" and bool(room.parties()) and not unanswered(present=room.participants),
        "answers": AnswerForm().fields["answer"].choices,  # type: ignore[attr-defined]
        "hows": AnswerForm().fields["how"].choices,  # type: ignore[attr-defined]
        "shown": faulty.get("shown"),
    }


def _person(room: Room, one: ParticipantView, faulty: Faulty) -> dict[str, Any]:
    known = {other.id: other for other in room.participants}
    stays = room.is_open and not one.left_at and not one.declined_at
    key = f"hand_in:{one.id}"
    return {
        "one": one,
        "called": called(one=one),
        "standing": STANDINGS[one.standing],
        "how": HOW.get(one.answered_how, ""),
        "stands_for": [called(one=known[party]) for party in one.stands_for if party in known],
        "mandate": MANDATES.get(one.mandate, ""),
        "hand_in": mandate_form(one=one, faulty=faulty) if stays and one.capacity != "party" else None,
        "is_handing_in": key in faulty,
    }


def join(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Enters somebody."""
    form = JoinForm(request.POST, request.FILES, room=room)

    def do(typed: dict[str, Any]) -> UUID:
        file, for_all = typed.pop("mandate_file"), typed.pop("for_all")
        side = [one.id for one in room.parties() if one.side == typed["side"] and not one.left_at]
        new = Joining(**typed | {"stands_for": tuple(side if for_all else map(UUID, typed["stands_for"]))})
        return participants.join(room=room, new=new, now=now, mandate=(file.read(), file.name) if file else None)

    return Answer(said=_("Entered.")) if form.attempt(do) else Answer(form=form)


def join_list(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Enters many at once."""
    form = ListForm(request.POST)

    def do(typed: dict[str, Any]) -> int:
        parties = partylist.listed(text=typed["lines"], side=typed["side"])
        return participants.join_together(room=room, parties=parties, now=now)

    if not form.attempt(do):
        return Answer(key="list", form=form)
    return Answer(said=ngettext("%(n)s party entered.", "%(n)s parties entered.", form.result) % {"n": form.result})


def bring(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Whoever put the dispute becomes the first applicant."""
    found = participants.bring_reporter(room=room, now=now)
    return Answer(said=_("Entered with what they left.") if found else _("They left nothing: enter them by hand."))


def hand_in(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """A mandate that was handed over, or comes later than its holder."""
    return handed_in(request=request, room=room, now=now)


def mandate(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """A mandate that is on file."""
    found = participants.member(room=room, participant=meant(request=request))
    return Answer(response=roomfiles.kept(room=room, attachment=found.mandate_file))


def invite(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Asks somebody by mail; without an address the link is for paper."""
    is_sent = participants.invite(room=room, participant=meant(request=request), now=now)
    return Answer(said=_("Asked by e-mail.") if is_sent else _("Asked. They left no e-mail: hand over the link."))


def note_answer(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Notes what somebody answered by telephone, in person or on paper."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    who, how = meant(request=request), form.cleaned_data["how"]
    if form.cleaned_data["answer"] == "leave":
        participants.leave(room=room, participant=who, now=now)
    else:
        verb = participants.agree if form.cleaned_data["answer"] == "agree" else participants.decline
        verb(room=room, participant=who, how=how, now=now)
    return Answer(said=_("Noted."))


class RevealForm(RoomForm):
    """Why contact data is opened, and what was opened."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    participant = forms.UUIDField(widget=forms.HiddenInput)

    opened: dict[str, Any] | None = None


def reveal(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Opens contact data and the link, for a stated reason that is logged. Shown once, on this page."""
    form = RevealForm(request.POST)
    who = meant(request=request)
    try:
        contact = participants.reveal(room=room, participant=who, reason=request.POST.get("reason", ""), now=now)
    except Invalid as refusal:
        form.is_valid()
        form.add_error("reason", str(refusal))
        return Answer(key="shown", form=form)
    secret = link_secret(participant=who)
    form.is_valid()
    form.opened = {
        "contact": contact,
        "called": called(one=participants.member(room=room, participant=who)),
        "link": links.room_link(participant=str(who), secret=secret) if secret else "",
        "sheet": reverse("console:room", args=[room.number]),
    }
    return Answer(key="shown", form=form)


SECTION = Section(
    key="parties",
    show=show,
    verbs={
        "join": join,
        "list": join_list,
        "bring": bring,
        "hand_in": hand_in,
        "mandate": mandate,
        "invite": invite,
        "answer": note_answer,
        "reveal": reveal,
    },
)
