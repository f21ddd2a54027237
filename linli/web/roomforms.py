"""Forms of the mediation room that staff and participants fill in alike."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.core.errors import Invalid, NotPossible
from linli.mediation.meetingwords import EVIDENCE
from linli.mediation.rules.listing import PROVES, TITLE, NewEvidence
from linli.mediation.rules.meeting import MOST_TIMES
from linli.mediation.rules.offering import MOST_WORDS, Terms

MINUTES = (30, 60, 90, 120, 180)
FILES = "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"
DAYS = (1, 3, 7, 15, 30)
MANDATE = _("Written mandate, or proof of office or guardianship")
MANDATE_HELP = _(
    "The mediators and their own side see it; the other side is told that it is on file and how far it goes. A photo of"
    " 10 MB or a PDF, Word or Excel file of 20 MB at most."
)


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


class _Time(forms.DateTimeField):
    """A moment on the city's wall clock, as browsers send it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": "input short"}, format="%Y-%m-%dT%H:%M")
        super().__init__(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], widget=widget, **kwargs)


class TimesForm(RoomForm):
    """One to five times, and how long each is."""

    starts = _Time(label=_("First time"))
    starts_2 = _Time(label=_("Second time"), required=False)
    starts_3 = _Time(label=_("Third time"), required=False)
    starts_4 = _Time(label=_("Fourth time"), required=False)
    starts_5 = _Time(label=_("Fifth time"), required=False)
    length = forms.TypedChoiceField(
        label=_("Length of the session"),
        coerce=int,
        initial=60,
        choices=lambda: [(one, ngettext("%(n)d minute", "%(n)d minutes", one) % {"n": one}) for one in MINUTES],
    )

    def starting(self) -> tuple[datetime, ...]:
        """The times that were filled in."""
        names = ["starts", *(f"starts_{place}" for place in range(2, MOST_TIMES + 1))]
        return tuple(self.cleaned_data[name] for name in names if self.cleaned_data.get(name))

    def lasting(self) -> timedelta:
        """How long it takes."""
        return timedelta(minutes=self.cleaned_data["length"])


class EvidenceForm(RoomForm):
    """A line of the list of evidence."""

    kind = forms.ChoiceField(
        label=_("Kind of evidence"),
        choices=[*EVIDENCE.items()],
        help_text=_("A proof of identity goes into the file of the mediation; the other side never sees it."),
    )
    title = forms.CharField(label=_("Name of the evidence"), max_length=TITLE)
    proves = forms.CharField(
        label=_("What it proves"), max_length=PROVES, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    file = forms.FileField(
        label=_("Photo or file"),
        required=False,
        help_text=_("A photo of 10 MB or a PDF, Word or Excel file of 20 MB at most."),
        widget=forms.FileInput(attrs={"accept": FILES}),
    )
    is_original = forms.BooleanField(label=_("The original was shown"), required=False)
    is_shared = forms.BooleanField(label=_("Show it to the other side at once"), required=False)

    def line(self, *, side: str = "") -> NewEvidence:
        """What was filled in."""
        typed, file = self.cleaned_data, self.cleaned_data.get("file")
        return NewEvidence(
            kind=typed["kind"],
            title=typed["title"],
            proves=typed["proves"],
            is_original=typed["is_original"],
            is_shared=typed["is_shared"],
            side=side,
            content=file.read() if file else b"",
            name=file.name if file else "",
        )


class MandateForm(RoomForm):
    """The mandate of somebody who stands for others."""

    participant = forms.UUIDField(widget=forms.HiddenInput)
    mandate_file = forms.FileField(
        label=MANDATE, help_text=MANDATE_HELP, widget=forms.FileInput(attrs={"accept": FILES})
    )

    def mandate(self) -> tuple[bytes, str]:
        """What was handed in."""
        file = self.cleaned_data["mandate_file"]
        return file.read(), file.name


class OfferForm(RoomForm):
    """What a side offers."""

    text = forms.CharField(label=_("What you offer"), max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    amount = forms.DecimalField(
        label=_("Amount in yuan"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "input short", "step": "0.01", "inputmode": "decimal"}),
    )
    days = forms.TypedChoiceField(
        label=_("How long it stands"),
        coerce=int,
        initial=7,
        choices=lambda: [(one, ngettext("%(n)d day", "%(n)d days", one) % {"n": one}) for one in DAYS],
    )

    def terms(self) -> Terms:
        """What was filled in."""
        typed = self.cleaned_data
        return Terms(text=typed["text"], amount=typed["amount"], days=typed["days"])
