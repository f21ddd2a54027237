"""Whether what was filled in can be used, against the fields that a pack asks for. All faults at once, by field."""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import BadInput
from linli.cases.rules.rows import FaultyRows, open_rows, read
from linli.process.definition import Condition, Field

Reader = Callable[[Field, Any], Any]
DEGREES: Mapping[str, int] = {"lon": 180, "lat": 90}
ADDRESS_LENGTH = 300
MOST = 2**53
"""What JSON keeps as a whole number everywhere."""
CONTROL_KEYS = frozenset({*DEGREES, "address"})
"""Inputs that a place carries beside its area; every `area` field brings them."""


def cleaned(*, fields: tuple[Field, ...], inputs: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs as the engine stores them: trimmed, typed, absent ones left out, hidden ones dropped.

    `known` are values of the case that conditions may look at. Raises BadInput with every fault.
    """
    faults = _strangers(fields, inputs)
    values = {**known, **inputs}
    shown = [field for field in fields if not field.shown_when or holds(field.shown_when, values)]
    found = {field.key: _read(field, inputs, values, known, faults) for field in shown}
    kept = {key: value for key, value in found.items() if value is not None}
    if any(field.type == "area" for field in fields):
        kept |= _place(inputs, faults)
    if faults:
        raise BadInput(faults)
    return kept


def _read(
    field: Field,
    inputs: Mapping[str, Any],
    values: Mapping[str, Any],
    known: Mapping[str, Any],
    faults: dict[str, object],
) -> Any:
    """One field's value; None when nothing can be used of it. Faults join the others."""
    try:
        value = _value(field, inputs.get(field.key), known)
    except FaultyRows as found:
        faults |= found.faults
        return None
    except ValueError as fault:
        faults[field.key] = fault.args[0]
        return None
    if value is None and is_needed(field, values, known):
        faults[field.key] = _("This is needed.")
    return value


def is_needed(field: Field, values: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether the field may not stay empty. A table that goes on asks for nothing when no row is left."""
    if field.continues:
        return bool(open_rows(field, known.get(field.key)))
    is_required = field.required or field.min_rows > 0
    return is_required or bool(field.required_when and holds(field.required_when, values))


def _place(inputs: Mapping[str, Any], faults: dict[str, object]) -> dict[str, Any]:
    """The point and address that come with an area, as numbers and text; what cannot be used joins the faults."""
    kept: dict[str, Any] = {}
    for key, most in DEGREES.items():
        if inputs.get(key) not in (None, ""):
            kept[key] = degrees = _degrees(inputs[key])
            if not -most <= degrees <= most:  # also where it is no number
                faults[key] = _("Write degrees from -%(most)d to %(most)d.") % {"most": most}
    if len(kept) == 1:
        faults["lon"] = _("Give longitude and latitude together.")
    address = inputs.get("address") or ""
    if not isinstance(address, str) or len(address) > ADDRESS_LENGTH:
        faults["address"] = _("Write at most %(count)s characters.") % {"count": ADDRESS_LENGTH}
    return kept | ({"address": address.strip()} if address and "address" not in faults else {})


def _degrees(value: Any) -> float:
    try:
        return float(value) if isinstance(value, (int, float, str)) else math.nan
    except (ValueError, OverflowError):
        return math.nan


def _strangers(fields: tuple[Field, ...], inputs: Mapping[str, Any]) -> dict[str, object]:
    """A fault for each input that the step does not ask for."""
    asked = {field.key for field in fields}
    if any(field.type == "area" for field in fields):
        asked |= CONTROL_KEYS
    return {key: _("This step does not ask for this.") for key in inputs if key not in asked}


def holds(condition: Condition, values: Mapping[str, Any]) -> bool:
    """Whether one of the values is as the condition wants; a category stands for those under it."""
    value = values.get(condition.field)
    found = {_as_word(item) for item in (value if isinstance(value, list) else [value])}
    if condition.field == "category":
        found |= {word[:at] for word in found for at, letter in enumerate(word) if letter == "."}
    return not found.isdisjoint(condition.values)


def _as_word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value if value is not None else "")


def _value(field: Field, value: Any, known: Mapping[str, Any]) -> Any:
    """The typed value, or None when nothing was given. Raises ValueError with the words of the fault."""
    if field.type == "table":
        return read(field, value, cell=_cell, holds=holds, kept=known.get(field.key))
    return _cell(field, value)


def _cell(field: Field, value: Any) -> Any:
    if value is None or value in ("", []):
        return None
    reader: Reader = READERS.get(field.type, _text)
    return reader(field, value)


def _text(field: Field, value: Any) -> str | None:
    if not isinstance(value, (str, int)):
        raise ValueError(_("Write text here."))
    text = str(value).strip()
    if len(text) > field.max_length:
        raise ValueError(_("Write at most %(count)s characters.") % {"count": field.max_length})
    return text or None


def _number(field: Field, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ValueError(_("Write a whole number.")) from None
    if abs(number) > MOST:
        raise ValueError(_("Write a whole number."))
    if (field.minimum is not None and number < field.minimum) or (field.maximum is not None and number > field.maximum):
        raise ValueError(_("Choose from %(low)s to %(high)s.") % {"low": field.minimum, "high": field.maximum})
    return number


def _boolean(field: Field, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word not in {"true", "false", "on", "yes", "no", "1", "0"}:
        raise ValueError(_("Answer yes or no."))
    return word in {"true", "on", "yes", "1"}


def _date(field: Field, value: Any) -> str:
    try:
        return datetime.fromisoformat(str(value)).date().isoformat()
    except ValueError:
        raise ValueError(_("Write a date as 2026-03-31.")) from None


def _datetime(field: Field, value: Any) -> str:
    try:
        datetime.fromisoformat(str(value))
    except ValueError:
        raise ValueError(_("Write a moment as 2026-03-31 09:00.")) from None
    return str(value)


def _choice(field: Field, value: Any) -> str:
    if str(value) not in {choice.key for choice in field.choices}:
        raise ValueError(_("Choose one of the options."))
    return str(value)


def _choices(field: Field, value: Any) -> list[str]:
    return [_choice(field, item) for item in (value if isinstance(value, list) else [value])]


def _organisation(field: Field, value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        raise ValueError(_("Choose an organisation.")) from None


def _organisations(field: Field, value: Any) -> list[int]:
    return [_organisation(field, item) for item in (value if isinstance(value, list) else [value])]


def _files(field: Field, value: Any) -> list[str]:
    try:
        return [str(UUID(str(item))) for item in (value if isinstance(value, list) else [value])]
    except ValueError:
        raise ValueError(_("Upload the file again.")) from None


READERS: Mapping[str, Reader] = {
    "number": _number,
    "duration": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
    "choices": _choices,
    "organisation": _organisation,
    "organisations": _organisations,
    "photos": _files,
    "files": _files,
}
