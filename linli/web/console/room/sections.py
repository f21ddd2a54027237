"""What a section of the room's page offers: what it shows, and the verbs that its forms send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse

from linli.mediation.types import Room
from linli.web.acting import StaffRequest
from linli.web.roomforms import RoomForm as RoomForm

Shown = Mapping[str, Any]
Faulty = Mapping[str, forms.Form]
"""Forms that were sent and refused, by their verb (and `verb:row` where a section has one for each row)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb came to: a form to mend (`key`), a page or file of its own, or a word of success."""

    said: str = ""
    key: str = ""
    form: forms.Form | None = None
    response: HttpResponse | None = None


Verb = Callable[[StaffRequest, Room, datetime], Answer]


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the page. `show` answers None where the reader's seat has nothing to do with it."""

    key: str
    show: Callable[[Room, Faulty, datetime], Shown | None]
    verbs: Mapping[str, Verb] = field(default_factory=dict)


def answered(*, is_done: bool, said: str, key: str, form: forms.Form) -> Answer:
    """The word of success, or the form to mend under its key."""
    return Answer(said=said) if is_done else Answer(key=key, form=form)
