"""Photos and papers that residents hand in: read from a form, stored at once, and not asked for twice."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.web.public import domain

MOST_PHOTOS = 6
MOST_FILES = 6
PHOTOS = "image/jpeg,image/png,image/webp"
PAPERS = f"{PHOTOS},.pdf,.docx,.xlsx"
KEPT_SECONDS = 24 * 3600
_KEPT = TimestampSigner(salt="kept-photo")
Slow = Callable[[], None]
"""Raises TooMany where uploads come faster than this installation takes them."""


class Photos(forms.ClearableFileInput):
    """A file input for several pictures, which a phone answers with its camera or album."""

    allow_multiple_selected = True

    def __init__(self, accept: str = PHOTOS) -> None:
        super().__init__(attrs={"multiple": True, "accept": accept, "data-downscale": "1600"})


class PhotosField(forms.FileField):
    """Several pictures at once."""

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        given = value if isinstance(value, list | tuple) else [value] if value else []
        if self.required and not given:
            raise forms.ValidationError(_("Add at least one photo."))
        if len(given) > MOST_PHOTOS:
            raise forms.ValidationError(_("Send at most %(n)d photos."), params={"n": MOST_PHOTOS})
        return [super(PhotosField, self).clean(one, initial) for one in given]


class Uploads(Photos):
    """A file input of a pack's field. It remembers what was stored while another field was faulty."""

    def __init__(self, accept: str) -> None:
        super().__init__(accept)
        self.kept: tuple[UUID, ...] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """What is sent now, after what was kept before."""
        tokens = data.getlist(f"{name}-kept") if hasattr(data, "getlist") else []
        return [*kept_photos(tokens=tokens, most=MOST_FILES), *(files.getlist(name) if files else ())]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: what was kept stands beside what is sent."""
        return False

    def use_required_attribute(self, initial: Any) -> bool:
        """Not where something is here already."""
        return super().use_required_attribute(initial) and not self.kept

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input, with what is already here."""
        tokens = [kept_token(photo=one) for one in self.kept]
        own = super().render(name, None, attrs, renderer)
        return render_to_string("components/uploads.html", {"own": own, "name": name, "kept": tokens})


class UploadsField(forms.FileField):
    """Photos, or photos and papers, in answer to a pack's field; `stored` puts them away."""

    widget: Uploads

    def clean(self, value: Any, initial: Any = None) -> list[Any]:
        given = list(value or ())
        if self.required and not given:
            raise forms.ValidationError(self.nothing)
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Send at most %(n)d files."), params={"n": MOST_FILES})
        return [one if isinstance(one, UUID) else super(UploadsField, self).clean(one, initial) for one in given]

    @cached_property
    def nothing(self) -> Any:
        """What is said where nothing was given and something is needed."""
        return _("Add at least one photo.") if self.widget.attrs["accept"] == PHOTOS else _("Add at least one file.")


def stored(*, form: forms.Form, name: str, purpose: str, now: datetime, slow: Slow = lambda: None) -> tuple[UUID, ...]:
    """What was given to the field, stored; the form remembers it, and says at the field what cannot be kept."""
    found: list[UUID] = []
    for one in form.cleaned_data.get(name) or ():
        try:
            found.append(one if isinstance(one, UUID) else _put_away(one, purpose, now, slow))
        except Invalid as fault:
            form.add_error(name, str(fault))
    form.fields[name].widget.kept = tuple(found)
    return tuple(found)


def _put_away(upload: Any, purpose: str, now: datetime, slow: Slow) -> UUID:
    slow()
    return domain.keep_file(upload=upload, purpose=purpose, now=now)


def kept_token(*, photo: UUID) -> str:
    """A photo that was stored while another field was faulty, as a word that only we can have written."""
    return _KEPT.sign(str(photo))


def kept_photos(*, tokens: Sequence[str], most: int = MOST_PHOTOS) -> tuple[UUID, ...]:
    """The photos that the words stand for; forged and old ones are left out."""
    found: list[UUID] = []
    for token in tokens[:most]:
        try:
            found.append(UUID(_KEPT.unsign(token, max_age=KEPT_SECONDS)))
        except (BadSignature, ValueError):
            continue
    return tuple(found)
