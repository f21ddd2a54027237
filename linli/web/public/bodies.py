"""Organisations named by residents: typed with the list of names at hand, read back as the engine's ids."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.process.definition import Field
from linli.web.public import domain

ROOM = 3
"""Names that can be given where several may be."""


class Names(forms.Widget):
    """Inputs for names of organisations, with a list to choose from."""

    use_fieldset = True

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The names as typed."""
        typed = data.getlist(name) if hasattr(data, "getlist") else [data.get(name, "")]
        return [text for one in typed if (text := str(one).strip())]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The inputs, with what was typed or known."""
        names = [_as_name(one) for one in (value if isinstance(value, list) else [value] if value else [])]
        room = [*names, *[""] * (self.room - len(names))]
        context = {"id": (attrs or {}).get("id", ""), "name": name, "names": room, "bodies": domain.bodies()}
        return render_to_string("components/bodies.html", context)


class BodiesField(forms.Field):
    """Ids of the organisations named; one alone where the pack asks for one."""

    widget: Names

    def __init__(self, *, one: Field, **common: Any) -> None:
        self.is_one = one.type == "organisation"
        super().__init__(widget=Names(1 if self.is_one else ROOM), **common)

    def clean(self, value: Any) -> Any:
        super().clean(value)
        found = dict.fromkeys(self._id_of(name) for name in value or ())
        return next(iter(found), None) if self.is_one else list(found)

    def _id_of(self, name: str) -> int:
        found = domain.body_called(name=name)
        if found is None:
            fault = _("“%(name)s” is not on the list. Choose a name from the list, or leave this empty.")
            raise forms.ValidationError(fault, params={"name": name[:60]})
        return found


def _as_name(one: Any) -> str:
    """A name as it was typed; of an organisation that is known by its id, the name."""
    return domain.body_name(org_id=one) if isinstance(one, int) else str(one)
