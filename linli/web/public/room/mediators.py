"""Who mediates, as a participant sees it: whom they would like, and asking for another."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import Invalid
from linli.mediation.actions import appointing
from linli.mediation.queries import choosing, mediators
from linli.mediation.rules.meeting import OVER
from linli.mediation.types import Room
from linli.people import access
from linli.web.mediatorwords import ASKING
from linli.web.public.mediators import card
from linli.web.roomsections import Answer, Faulty, Section, Shown
from linli.web.wording import text_of

MOST_SHOWN = 24
WISHES = ("first", "second", "third")


class WishForm(forms.Form):
    """Up to three, first wish first."""

    first = forms.TypedChoiceField(label=gettext_lazy("First wish"), coerce=int, empty_value=None, required=False)
    second = forms.TypedChoiceField(label=gettext_lazy("Second wish"), coerce=int, empty_value=None, required=False)
    third = forms.TypedChoiceField(label=gettext_lazy("Third wish"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, people: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "wish-%s", "label_suffix": ""} | kwargs)
        choices = [("", gettext_lazy("No wish")), *((one["id"], one["name"]) for one in people)]
        for name in WISHES:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "input"

    def wished(self) -> list[int]:
        """Whom they chose, in order."""
        return [self.cleaned_data[name] for name in WISHES if self.cleaned_data.get(name)]


class AskForm(forms.Form):
    """Why another mediator."""

    why = forms.ChoiceField(label=gettext_lazy("Why"), choices=list(ASKING.items()))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "another-%s", "label_suffix": ""} | kwargs)
        self.fields["why"].widget.attrs["class"] = "input"


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Who mediates, and what a participant may say about it now."""
    if room.me is None or not access.seat_can(seat=room.seat, right="mediators.wish"):
        return None
    today = timezone.localdate(now)
    there = choosing.appointments(case_id=room.case_id, on_date=today)
    may_wish = appointing.may_wish(room=room)
    people = _people(room, now) if may_wish else []
    wishes = choosing.wishes_of(participant=room.me.id) if may_wish else ()
    lead = next((one for one in there if one.is_lead), None)
    asked = choosing.asks_for_another(room=room, since=lead.appointed_at) if lead else ()
    return {
        "there": [{"one": one, **card(one=one.mediator, kinds=_kinds())} for one in there],
        "people": people,
        "wishes": faulty.get("wish") or WishForm(people=people, initial=dict(zip(WISHES, wishes, strict=False))),
        "may_ask": lead is not None and room.is_open and room.stage not in OVER,
        "has_asked": any(side == room.me.side for side, _why in asked),
        "ask": faulty.get("ask") or AskForm(),
    }


def _people(room: Room, now: datetime) -> list[dict[str, Any]]:
    kinds = _kinds()
    return [card(one=one.mediator, kinds=kinds) for one in appointing.offered(room=room, now=now)[:MOST_SHOWN]]


def _kinds() -> dict[str, str]:
    return {key: text_of(texts) for key, texts in mediators.kinds().items()}


def wish(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Whom they would like."""
    form = WishForm(request.POST, people=_people(room, now))
    if not form.is_valid():
        return Answer(form=form)
    try:
        appointing.wish(room=room, mediators=form.wished(), now=now)
    except Invalid as refusal:
        form.add_error(None, str(refusal))
        return Answer(form=form)
    return Answer(said=_("Your wishes are noted. If all sides wish for the same one, that is who mediates."))


def ask(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Another mediator is wanted."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return Answer(form=form)
    appointing.ask_for_another(room=room, why=form.cleaned_data["why"], now=now)
    return Answer(said=_("The committee is told and names another. It costs you nothing."))


SECTION = Section(key="mediators", show=show, verbs={"wish": wish, "ask": ask})
