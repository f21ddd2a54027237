"""What a section of the room's page offers: what it shows, and the verbs that its forms send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse

from linli.core.errors import Invalid, NotPossible
from linli.mediation.types import Room
from linli.web.acting import StaffRequest

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


class RoomForm(forms.Form):
    """A form whose controls carry our classes; ids are told apart by `prefix_id`."""

    def __init__(self, *args: Any, prefix_id: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{prefix_id or type(self).__name__.lower()}-%s")
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for one in self.fields.values():
            if not isinstance(one.widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
                one.widget.attrs.setdefault("class", "input")

    def attempt(self, action: Callable[[dict[str, Any]], Any]) -> bool:
        """Runs the action with what was filled in; a refusal becomes the form's faults. True when it was done."""
        if not self.is_valid():
            return False
        try:
            self.result = action(self.cleaned_data)
        except (Invalid, NotPossible) as refusal:
            known = {name: text for name, text in refusal.fields.items() if name in self.fields}
            for name, text in known.items():
                self.add_error(name, str(text))
            if not known:
                self.add_error(None, " ".join([str(refusal), *(str(text) for text in refusal.fields.values())]))
            return False
        return True
