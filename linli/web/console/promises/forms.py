"""Forms of the promises ledger."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.scores.queries import measuring
from linli.scores.rules.measures import COUNTS, RATES
from linli.scores.types import BookView, NewBook, NewTarget, TargetView, Word
from linli.web.console import domain
from linli.web.console.promises.words import COUNTED, DIRECTIONS, DIVIDED, KINDS, MEASURED
from linli.web.roomforms import FILES, RoomForm
from linli.web.wording import text_of


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "class": "input short"}, format="%Y-%m-%d")
        super().__init__(widget=widget, **kwargs)


class _Picked(forms.TextInput):
    """A text with a list of options, which pick.js fills while one types."""

    def __init__(self, *, page: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.page = page

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input and its list."""
        own = {**(attrs or {}), "list": f"{(attrs or {}).get('id', name)}-list", "data-pick": reverse(self.page)}
        return format_html('{}<datalist id="{}"></datalist>', super().render(name, value, own, renderer), own["list"])


class _Area(forms.CharField):
    """Written by name or code, offered while one types; becomes a code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, widget=_Picked(page="console:pick-areas"), **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return domain.area_named(name=super().clean(value))
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class _Body(forms.CharField):
    """An organisation by its name; becomes its id."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=160, widget=_Picked(page="console:pick-organisations"), **kwargs)

    def clean(self, value: Any) -> int:
        try:
            return domain.organisation_named(name=super().clean(value))
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class BookForm(RoomForm):
    """A new book."""

    kind = forms.ChoiceField(label=_("Kind of book"), choices=[*KINDS.items()])
    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    area = _Area(label=_("Area"))
    starts = _Day(label=_("First day"))
    ends = _Day(label=_("Last day"))

    def book(self) -> NewBook:
        """What was filled in."""
        return NewBook(**self.cleaned_data)


def measure_choices() -> list[tuple[str, Any]]:
    """What may be counted, by kind of matter: `event:opened`, `event:closed/opened`."""
    groups: list[tuple[str, Any]] = [("", _("Choose what is counted"))]
    for pack in measuring.kinds():
        counts: list[tuple[str, Any]] = [(f"{pack.key}:{key}", COUNTED[key]) for key in COUNTS]
        counts += [(f"{pack.key}:{key}", text_of(one.title)) for key, one in pack.counts_of_cases().items()]
        rates = [(f"{pack.key}:{key}", DIVIDED[key]) for key in RATES]
        groups.append((text_of(pack.title), counts + rates))
    return groups


class TargetForm(RoomForm):
    """A new target."""

    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    promise = forms.CharField(label=_("What is promised"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    owner = _Body(label=_("Organisation that promises"))
    area = _Area(label=_("Area"))
    measured = forms.ChoiceField(label=_("How it is measured"), choices=[*MEASURED.items()])
    counted = forms.ChoiceField(
        label=_("What is counted"),
        required=False,
        help_text=_("For counts and rates: they come from the cases by themselves, confidential ones left out."),
    )
    is_own = forms.BooleanField(label=_("Only cases that this organisation leads"), required=False)
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("None: by milestones")), *DIRECTIONS.items()]
    )
    goal = forms.DecimalField(
        label=_("Goal"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input short", "step": "any", "inputmode": "decimal"}),
        help_text=_("Of a rate: percent."),
    )
    unit = forms.CharField(
        label=_("Unit"), required=False, max_length=20, widget=forms.TextInput(attrs={"class": "input short"})
    )
    starts = _Day(label=_("First day"))
    due = _Day(label=_("Due date"))

    def __init__(self, *args: Any, book: BookView, **kwargs: Any) -> None:
        initial = {"starts": book.starts, "due": book.ends, "area": _area_said(book.area)} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        if "counted" in self.fields:
            self.fields["counted"].choices = measure_choices()  # type: ignore[attr-defined]

    def target(self) -> NewTarget:
        """What was filled in; what does not belong to the way of measuring is left out."""
        typed = dict(self.cleaned_data)
        kind, owner_id, counted = typed["measured"], typed.pop("owner"), typed.pop("counted")
        pack, _colon, key = counted.partition(":") if kind in {"count", "rate"} else ("", "", "")
        measure, over = RATES.get(key, ("", "")) if kind == "rate" else (key, "")
        if kind == "milestones":
            typed |= {"goal": None, "direction": "", "unit": ""}
        typed["is_own"] = typed["is_own"] and kind in {"count", "rate"}
        return NewTarget(owner_id=owner_id, pack=pack, measure=measure, over=over, **typed)

    def attempt(self, action: Any) -> bool:
        """The room names the measure; the form asks for it as `counted`."""
        return super().attempt(lambda typed: _renamed(action, typed))


def _renamed(action: Any, typed: dict[str, Any]) -> Any:
    try:
        return action(typed)
    except Invalid as refusal:
        names = {"measure": "counted", "pack": "counted"}
        raise Invalid(
            refusal.message, fields={names.get(name, name): text for name, text in refusal.fields.items()}
        ) from refusal


class ChangeForm(TargetForm):
    """What of a target may be changed, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, one: TargetView, **kwargs: Any) -> None:
        kept = ("title", "title_en", "promise", "goal", "unit", "starts", "due")
        super().__init__(*args, book=one.book, initial={name: getattr(one, name) for name in kept}, **kwargs)
        self.one = one
        for name in ("owner", "area", "measured", "counted", "is_own", "direction"):
            del self.fields[name]
        if one.measured == "milestones":
            del self.fields["goal"], self.fields["unit"]

    def target(self) -> NewTarget:
        """The target as it shall be."""
        one, typed = self.one, {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        kept = ("owner_id", "area", "measured", "pack", "measure", "over", "is_own", "direction")
        return NewTarget(**{name: getattr(one, name) for name in kept} | typed)


class MilestoneForm(RoomForm):
    """A new milestone."""

    title = forms.CharField(label=_("Title"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=160, required=False)
    due = _Day(label=_("Due date"))


class MoveForm(RoomForm):
    """Another day for a milestone."""

    due = _Day(label=_("New day"))
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(RoomForm):
    """Why something is dropped or not confirmed."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(RoomForm):
    """A note."""

    words = forms.CharField(label=_("Note"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class ReportForm(RoomForm):
    """What the owner reports: done or a number, with evidence."""

    value = forms.DecimalField(
        label=_("Number reached"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input short", "step": "any", "inputmode": "decimal"}),
    )
    on = _Day(label=_("On which day"))
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    link = forms.URLField(label=_("Link"), max_length=300, required=False, assume_scheme="https")
    file = forms.FileField(
        label=_("Photo or file"),
        required=False,
        help_text=_("A photo of 10 MB or a PDF, Word or Excel file of 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": FILES}),
    )

    def __init__(self, *args: Any, has_value: bool, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        if not has_value:
            del self.fields["value"]

    def word(self) -> Word:
        """What was filled in."""
        typed, file = self.cleaned_data, self.cleaned_data.get("file")
        return Word(
            on=typed["on"],
            note=typed["note"],
            link=typed["link"],
            value=typed.get("value"),
            content=file.read() if file else b"",
            name=file.name if file else "",
        )


def _area_said(code: str) -> str:
    return f"{domain.area_name(code=code)} ({code})"
