"""A pack's fields as form fields for residents, and what was typed read back as the engine's inputs."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.process.definition import FILE_TYPES, Action, Field
from linli.web import tablefields
from linli.web.public import uploads
from linli.web.public.bodies import BodiesField
from linli.web.public.uploads import PAPERS, PHOTOS, Uploads, UploadsField
from linli.web.wording import text_of

SHORT_SCALE = 10


class Rows(forms.Widget):
    """A table of inputs."""

    def __init__(self, one: Field) -> None:
        super().__init__()
        self.one = one
        self.known: list[dict[str, Any]] = []

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]]:
        """The rows as typed."""
        return tablefields.read(one=self.one, name=name, typed=data, known=self.known)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: a table without rows is an empty one."""
        return False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The table, with what was typed."""
        rows = value if isinstance(value, list) else []
        return render_to_string("components/grid.html", {"grid": tablefields.grid(one=self.one, name=name, rows=rows)})


class RowsField(forms.Field):
    """Rows of a table; the engine checks the cells."""

    widget: Rows

    def clean(self, value: Any) -> list[Any]:
        rows = tablefields.answered(value or [])
        if self.required and not rows:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return rows


class DayField(forms.DateField):
    """A day, as the engine keeps it: 2026-03-31."""

    def clean(self, value: Any) -> str:
        found = super().clean(value)
        return found.isoformat() if found else ""


class StepForm(forms.Form):
    """What one action asks of the reporter."""

    def __init__(
        self,
        typed: Any = None,
        files: Any = None,
        *,
        action: Action,
        asks: tuple[Field, ...],
        known: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(typed, files, prefix=action.key, initial=dict(known or {}))
        self.action = action
        self.asks = asks
        for one in asks:
            self.fields[one.key] = form_field(one=one, prefix=f"{action.key}-")
            if one.continues:
                self.fields[one.key].widget.known = (known or {}).get(one.key, [])

    @property
    def title(self) -> str:
        return text_of(self.action.title)

    def inputs(self, *, now: datetime) -> dict[str, Any]:
        """The engine's inputs; uploads are stored first and named by their ids. Raises Invalid."""
        found: dict[str, Any] = {}
        for one in self.asks:
            value = self.cleaned_data.get(one.key)
            if one.type in FILE_TYPES:
                value = [str(kept) for kept in uploads.stored(form=self, name=one.key, purpose="note", now=now)]
            if value not in ("", None, []):
                found[one.key] = value
        return found

    def untested(self) -> "StepForm":
        """The form as typed, without faults: more rows were asked for, nothing was sent."""
        self._errors = ErrorDict()
        return self

    def refuse(self, *, refusal: Invalid) -> None:
        """Show what the engine refuses beside the fields that it names."""
        for key, text in refusal.fields.items():
            name = key.split(".")[0]
            self.add_error(name if name in self.fields else None, str(text))
        if not refusal.fields:
            self.add_error(None, str(refusal))


def form_field(*, one: Field, prefix: str) -> forms.Field:
    """The form field of a pack's field; `prefix` is that of the names its condition refers to."""
    make = _MAKERS.get(one.type, _text)
    made = make(one, {"label": text_of(one.label), "help_text": text_of(one.help), "required": one.required})
    if one.shown_when:
        values = "|".join(value.replace("true", "on") for value in one.shown_when.values)
        of_case = one.shown_when.field == "category"  # chosen with the kind of matter, under its own name
        made.shown_when = f"{'' if of_case else prefix}{one.shown_when.field}={values}"  # type: ignore[attr-defined]
    return made


def _text(one: Field, common: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=one.max_length, widget=forms.TextInput(attrs={"class": "input"}), **common)


def _long_text(one: Field, common: dict[str, Any]) -> forms.Field:
    widget = forms.Textarea(attrs={"class": "input", "rows": 4})
    return forms.CharField(max_length=one.max_length, widget=widget, **common)


def _boolean(one: Field, common: dict[str, Any]) -> forms.Field:
    """A tick where no answer means no; two buttons where an answer is needed."""
    if not one.required:
        return forms.BooleanField(**common)
    options = [("true", _("Yes")), ("false", _("No"))]
    return forms.TypedChoiceField(
        choices=options, coerce=lambda value: str(value).lower() == "true", widget=forms.RadioSelect, **common
    )


def _choice(one: Field, common: dict[str, Any]) -> forms.Field:
    options = [("", "—"), *((choice.key, text_of(choice.title)) for choice in one.choices)]
    return forms.ChoiceField(choices=options, widget=forms.Select(attrs={"class": "input"}), **common)


def _number(one: Field, common: dict[str, Any]) -> forms.Field:
    """A short scale as buttons, anything else as a number."""
    low, high = one.minimum, one.maximum
    if low is not None and high is not None and high - low < SHORT_SCALE:
        scale = [(str(n), str(n)) for n in range(low, high + 1)]
        return forms.TypedChoiceField(choices=scale, coerce=int, empty_value=None, widget=forms.RadioSelect, **common)
    widget = forms.NumberInput(attrs={"class": "input short"})
    return forms.IntegerField(min_value=low, max_value=high, widget=widget, **common)


def _choices(one: Field, common: dict[str, Any]) -> forms.Field:
    options = [(choice.key, text_of(choice.title)) for choice in one.choices]
    return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)


def _date(one: Field, common: dict[str, Any]) -> forms.Field:
    return DayField(widget=forms.DateInput(attrs={"class": "input short", "type": "date"}), **common)


def _photos(one: Field, common: dict[str, Any]) -> forms.Field:
    return UploadsField(widget=Uploads(PHOTOS), **common)


def _files(one: Field, common: dict[str, Any]) -> forms.Field:
    return UploadsField(widget=Uploads(PAPERS), **common)


def _bodies(one: Field, common: dict[str, Any]) -> forms.Field:
    return BodiesField(one=one, **common)


def _table(one: Field, common: dict[str, Any]) -> forms.Field:
    return RowsField(widget=Rows(one), **(common | {"required": one.required or one.min_rows > 0}))


_MAKERS: Mapping[str, Callable[[Field, dict[str, Any]], forms.Field]] = {
    "long_text": _long_text,
    "boolean": _boolean,
    "choice": _choice,
    "choices": _choices,
    "date": _date,
    "number": _number,
    "duration": _number,
    "photos": _photos,
    "files": _files,
    "organisation": _bodies,
    "organisations": _bodies,
    "table": _table,
}
