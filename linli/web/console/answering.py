"""What was typed into an action's fields, read into the inputs that the engine takes. Showing them is `asking`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from linli.cases.actions.attaching import DeviceFix
from linli.cases.queries.files import KeptFile
from linli.core.errors import Invalid
from linli.process.definition import Condition, Field
from linli.web import tablefields
from linli.web.console import domain

Files: TypeAlias = "MultiValueDict[str, UploadedFile[bytes]]"
MAX_FILES = 9


@dataclass(frozen=True, slots=True)
class Answer:
    """The inputs, what was uploaded with them, and the faults by field."""

    inputs: Mapping[str, Any]
    kept: Mapping[str, tuple[KeptFile, ...]]
    errors: Mapping[str, str]


def read(
    *, fields: Sequence[Field], typed: QueryDict, files: Files, now: datetime, known: Mapping[str, Any] | None = None
) -> Answer:
    """Every shown field's value. Uploads are kept even when another field is faulty: nothing is sent twice.

    `known` is what the case holds: a table that goes on takes what stands fixed from there.
    """
    inputs: dict[str, Any] = {}
    kept: dict[str, tuple[KeptFile, ...]] = {}
    errors: dict[str, str] = {}
    for one in fields:
        if one.shown_when and not _holds(one.shown_when, typed):
            continue
        try:
            if one.type in ("photos", "files"):
                kept[one.key] = _uploads(one, typed, files, now)
                value: Any = [str(item.id) for item in kept[one.key]]
            elif one.type == "table":
                rows = tablefields.read(one=one, name=one.key, typed=typed, known=(known or {}).get(one.key))
                value = tablefields.answered(rows)
            else:
                value = _READERS.get(one.type, _text)(one, typed)
        except Invalid as error:
            errors[one.key] = str(error)
            continue
        if value not in ("", None, []):
            inputs[one.key] = value
    errors |= {one.key: _("This is needed.") for one in fields if _is_missing(one, typed, inputs, errors)}
    return Answer(inputs=inputs, kept=kept, errors=errors)


def _is_missing(one: Field, typed: QueryDict, inputs: Mapping[str, Any], errors: Mapping[str, str]) -> bool:
    if one.key in inputs or one.key in errors or (one.shown_when and not _holds(one.shown_when, typed)):
        return False
    return one.required or one.min_rows > 0 or (one.required_when is not None and _holds(one.required_when, typed))


def _holds(condition: Condition, typed: QueryDict) -> bool:
    """Whether one of the values was chosen; a category stands for those under it."""
    found = set(typed.getlist(condition.field))
    if condition.field == "category":
        found |= {word[:at] for word in found for at, letter in enumerate(word) if letter == "."}
    return bool(found & set(condition.values))


def _text(one: Field, typed: QueryDict) -> str:
    value = typed.get(one.key, "").strip()
    if len(value) > one.max_length:
        raise Invalid(_("At most %(n)d characters.") % {"n": one.max_length})
    return value


def _number(one: Field, typed: QueryDict) -> int | None:
    value = typed.get(one.key, "").strip()
    if not value:
        return None
    try:
        number = int(value)
    except ValueError:
        raise Invalid(_("Give a whole number.")) from None
    if one.minimum is not None and number < one.minimum:
        raise Invalid(_("At least %(n)d.") % {"n": one.minimum})
    if one.maximum is not None and number > one.maximum:
        raise Invalid(_("At most %(n)d.") % {"n": one.maximum})
    return number


def _date(one: Field, typed: QueryDict) -> str:
    value = typed.get(one.key, "").strip()
    try:
        return date.fromisoformat(value).isoformat() if value else ""
    except ValueError:
        raise Invalid(_("Give a date such as 2026-03-02.")) from None


def _datetime(one: Field, typed: QueryDict) -> str:
    """A local time of the browser's field, as the city's time zone reads it."""
    value = typed.get(one.key, "").strip()
    try:
        return timezone.make_aware(datetime.fromisoformat(value)).isoformat() if value else ""
    except ValueError:
        raise Invalid(_("Give a date and time such as 2026-03-02 09:00.")) from None


def _yes_no(one: Field, typed: QueryDict) -> bool | None:
    return {"true": True, "false": False}.get(typed.get(one.key, ""))


def _many(one: Field, typed: QueryDict) -> list[str]:
    return [value for value in typed.getlist(one.key) if value]


def _organisation(one: Field, typed: QueryDict) -> int | None:
    """The one named in the search field wins over the one chosen in the list."""
    name = typed.get(f"{one.key}_name", "").strip()
    if name:
        return domain.organisation_named(name=name)
    chosen = typed.get(one.key, "")
    return int(chosen) if chosen.isdecimal() else None


def _organisations(one: Field, typed: QueryDict) -> list[int]:
    chosen = [int(value) for value in typed.getlist(one.key) if value.isdecimal()]
    name = typed.get(f"{one.key}_name", "").strip()
    return list(dict.fromkeys([*chosen, *([domain.organisation_named(name=name)] if name else [])]))


def _area(one: Field, typed: QueryDict) -> str:
    name = typed.get(one.key, "").strip()
    return domain.area_named(name=name) if name else ""


_READERS: Mapping[str, Callable[[Field, QueryDict], Any]] = {
    "number": _number,
    "duration": _number,
    "date": _date,
    "datetime": _datetime,
    "boolean": _yes_no,
    "choices": _many,
    "organisation": _organisation,
    "organisations": _organisations,
    "area": _area,
}


def _uploads(one: Field, typed: QueryDict, files: Files, now: datetime) -> tuple[KeptFile, ...]:
    kept = domain.kept(ids=typed.getlist(f"{one.key}_kept"))
    sent = files.getlist(one.key)
    if len(kept) + len(sent) > MAX_FILES:
        raise Invalid(_("At most %(n)d files.") % {"n": MAX_FILES})
    purpose = purpose_of(key=one.key)
    device = device_fix(typed=typed.get(f"{one.key}_fix", ""))
    stored = tuple(domain.keep(upload=upload, purpose=purpose, now=now, device=device) for upload in sent)
    return (*kept, *stored)


def device_fix(*, typed: str) -> DeviceFix | None:
    """The device's own “longitude, latitude, accuracy in metres, milliseconds since 1970”, which it sends once.

    A position that is itself less exact than what would be noted says nothing and is left out.
    """
    try:
        lon, lat, metres, millis = (float(part) for part in typed.split(","))
        at = datetime.fromtimestamp(millis / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    is_good = abs(lon) <= 180 and abs(lat) <= 90 and 0 <= metres <= settings.PROOF_METRES
    return DeviceFix(at=at, where=(lon, lat) if is_good else None)


def purpose_of(*, key: str) -> str:
    """What the photos of a field show: its key says."""
    return next((purpose for purpose in ("before", "after", "report") if purpose in key), "note")
