"""Sealed notes of talks with one side, for the mediators of the case."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.actions import notes
from linli.mediation.queries.notes import notes_of
from linli.mediation.types import Room
from linli.mediation.wording import SIDES
from linli.people import access
from linli.web.acting import StaffRequest
from linli.web.roomforms import RoomForm
from linli.web.roomsections import Answer, Faulty, Section, Shown


class NoteForm(RoomForm):
    """What was said apart."""

    side = forms.ChoiceField(label=gettext_lazy("Talk with"), choices=[*SIDES.items()])
    text = forms.CharField(
        label=gettext_lazy("What was said"), max_length=notes.MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4})
    )


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """Newest first; the section is not there for anybody but the mediators."""
    if not access.seat_can(seat=room.seat, right="notes.see"):
        return None
    return {
        "notes": [{"one": one, "side": SIDES[one.side]} for one in notes_of(room=room)],
        "form": faulty.get("write") or NoteForm(),
        "is_writing": "write" in faulty,
        "may_write": room.is_open,
    }


def write(request: StaffRequest, room: Room, now: datetime) -> Answer:
    """Keeps a note."""
    form = NoteForm(request.POST)

    def do(typed: dict[str, Any]) -> UUID:
        return notes.write(room=room, text=typed["text"], side=typed["side"], now=now)

    return Answer(said=_("Kept, sealed.")) if form.attempt(do) else Answer(form=form)


SECTION = Section(key="notes", show=show, verbs={"write": write})
