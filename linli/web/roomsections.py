"""What a section of a room's page offers, to staff or to a participant: what it shows, and the verbs its forms send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse

from linli.mediation.types import Room

R = TypeVar("R", bound=HttpRequest)
"""How a page is asked for: by staff at a post, or by whoever holds a link."""

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


@dataclass(frozen=True)
class Section(Generic[R]):
    """One part of the page. `show` answers None where it is nothing to whoever reads."""

    key: str
    show: Callable[[Room, Faulty, datetime], Shown | None]
    verbs: Mapping[str, Callable[[R, Room, datetime], Answer]] = field(default_factory=dict)


def answered(*, is_done: bool, said: str, key: str, form: forms.Form) -> Answer:
    """The word of success, or the form to mend under its key."""
    return Answer(said=said) if is_done else Answer(key=key, form=form)
