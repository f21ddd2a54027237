"""What a resident types: read, checked for form, and turned into a report. No rules of cases here."""

import time
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing
from django.core.signing import BadSignature, TimestampSigner
from django.forms.utils import ErrorDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.core.ids import secret
from linli.process.definition import FILE_TYPES, Field, Pack
from linli.web.public import domain, packfields
from linli.web.public.uploads import Photos, PhotosField

SHORTEST_SECONDS = 3
LONGEST_SECONDS = 24 * 3600
_STAMP = TimestampSigner(salt="report-form")
LANGUAGES: tuple[tuple[str, str], ...] = (("zh-hans", "中文"), ("en", "English"))


def _input(autocomplete: str, type: str = "text") -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input short", "autocomplete": autocomplete, "type": type})


_LANGUAGE = forms.Select(attrs={"class": "input short"})


class ReportForm(forms.Form):
    """A report: what, where, and in the resident's own words. Only the words and a place are needed."""

    kind = forms.CharField(required=False, label=_("What is it about?"))
    leaf = forms.CharField(required=False, label=_("More precisely"))
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    area = forms.CharField(required=False, label=_("District or town"))
    spot = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)
    address = forms.CharField(
        required=False,
        max_length=200,
        label=_("Street, building or landmark"),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off"}),
    )
    text = forms.CharField(
        min_length=4,
        max_length=2000,
        label=_("In your own words"),
        help_text=_("Say what you see and since when. Please leave out names, plates and faces of others."),
        error_messages={
            "required": _("Say in a few words what happened."),
            "min_length": _("Say a little more: at least 4 characters."),
        },
        widget=forms.Textarea(attrs={"class": "input", "rows": 5}),
    )
    photos = PhotosField(required=False, label=_("Photos"), widget=Photos)
    name = forms.CharField(required=False, max_length=40, label=_("Name"), widget=_input("name"))
    phone = forms.RegexField(
        r"^\+?[\d\s()-]{5,20}$",
        required=False,
        label=_("Phone"),
        error_messages={"invalid": _("Give the phone number in digits, or leave it empty.")},
        widget=forms.TextInput(
            attrs={"class": "input short", "autocomplete": "tel", "inputmode": "tel", "type": "tel"}
        ),
    )
    email = forms.EmailField(
        required=False,
        label=_("E-mail"),
        error_messages={"invalid": _("This e-mail address cannot be right. Mend it, or leave it empty.")},
        widget=forms.EmailInput(attrs={"class": "input short", "autocomplete": "email"}),
    )
    language = forms.ChoiceField(required=False, choices=LANGUAGES, label=_("Write to me in"), widget=_LANGUAGE)
    joins = forms.CharField(required=False, max_length=64)
    website = forms.CharField(required=False)
    stamp = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, packs: tuple[Pack, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.packs = packs
        self.own = {f"own_{one.key}": one for one in packs[0].fields if _is_theirs(one)} if packs else {}
        for name, one in self.own.items():
            self.fields[name] = packfields.form_field(one=one, prefix="own_")

    def own_bound(self) -> list[forms.BoundField]:
        """The fields that the pack asks for, ready to show."""
        return [self[name] for name in self.own]

    def own_values(self) -> dict[str, Any]:
        """What was answered to the pack's fields, by their keys."""
        given = {one.key: self._own_value(name, one) for name, one in self.own.items()}
        return {key: value for key, value in given.items() if value not in ("", None, False, [])}

    def own_files(self) -> list[str]:
        """The names of the pack's fields that take photos or papers."""
        return [name for name, one in self.own.items() if one.type in FILE_TYPES]

    def _own_value(self, name: str, one: Field) -> Any:
        """What was typed; of uploads, the ids under which `uploads.stored` put them away."""
        if one.type in FILE_TYPES:
            return [str(kept) for kept in self.fields[name].widget.kept]
        return self.cleaned_data.get(name)

    def untested(self) -> "ReportForm":
        """The form as typed, without faults: more rows were asked for, nothing was sent."""
        self._errors = ErrorDict()
        return self

    def refuse(self, *, refusal: Invalid) -> None:
        """Show what the engine refuses beside the pack's own fields that it names, else above the form."""
        own = {key: text for key, text in refusal.fields.items() if f"own_{key.split('.')[0]}" in self.own}
        for key, text in own.items():
            self.add_error(f"own_{key.split('.')[0]}", str(text))
        if not own:
            self.add_error(None, str(refusal))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_stamp(cleaned)
        self._check_own(cleaned)
        cleaned["pack"], cleaned["category"] = self._category(cleaned)
        cleaned["area_code"] = self._area_code(cleaned)
        return cleaned

    def _check_stamp(self, cleaned: Mapping[str, Any]) -> None:
        """A person takes longer than three seconds and leaves the hidden field alone; nobody has to read letters."""
        age = stamp_age(stamp=str(cleaned.get("stamp", "")))
        if cleaned.get("website") or age is None or age < SHORTEST_SECONDS:
            self.add_error(None, _("Please look over what you wrote and send it once more."))

    def _check_own(self, cleaned: Mapping[str, Any]) -> None:
        for name, one in self.own.items():
            rule = one.required_when
            other = str(cleaned.get(f"own_{rule.field}", "")).lower() if rule else ""
            if rule and other in rule.values and not cleaned.get(name):
                self.add_error(name, _("Please fill this in too."))

    def _category(self, cleaned: Mapping[str, Any]) -> tuple[str, str]:
        chosen = str(cleaned.get("leaf") or cleaned.get("kind") or "")
        key, _colon, category = chosen.partition(":")
        known = {pack.key: pack for pack in self.packs}
        if key not in known:
            return (self.packs[0].key if self.packs else ""), ""
        return key, category if category in known[key].categories else ""

    def _area_code(self, cleaned: Mapping[str, Any]) -> str:
        """An area only when there is no pin; the engine finds the area of a pin itself."""
        if cleaned.get("lon") is not None and cleaned.get("lat") is not None:
            if domain.place_at(lon=cleaned["lon"], lat=cleaned["lat"]).area_code:
                return ""
            self.add_error("address", _("The pin lies outside this city. Move it, or choose a district or town."))
            return ""
        for code in (cleaned.get("spot"), cleaned.get("area")):
            if code and domain.area_exists(code=code):
                return str(code)
        found = domain.place_in(text=str(cleaned.get("address") or ""))
        if not found:
            self.add_error("address", _("Say where it is: put the pin on the map, or choose a district or town."))
        return found


def _is_theirs(one: Field) -> bool:
    """Whether residents are asked for it: not for what they could not see afterwards."""
    return not one.seen_by or "reporter" in one.seen_by


def new_stamp() -> str:
    """When the form was handed out, and a word of its own that makes a second sending the same report."""
    return _STAMP.sign(secret())


def stamp_age(*, stamp: str) -> float | None:
    """Seconds since the form was handed out; None for a forged or day-old stamp."""
    try:
        _STAMP.unsign(stamp, max_age=LONGEST_SECONDS)
    except BadSignature:
        return None
    return time.time() - signing.b62_decode(stamp.split(":")[1])


def once_key(*, stamp: str) -> str:
    """The word of its own in the stamp."""
    return stamp.split(":")[0]


def reader_language() -> str:
    """The language that the reader has chosen, as the contact's default."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"
