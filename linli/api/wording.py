"""Words of the API's own: titles of problems, and what is wrong with a field in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Text

TITLES: Mapping[int, Text] = {
    400: _("The body cannot be read"),
    401: _("A token is needed"),
    403: _("You may not do this"),
    404: _("Not found"),
    405: _("This method is not available"),
    409: _("This is not possible now"),
    413: _("The request is too large"),
    422: _("The input cannot be used"),
    429: _("Too many requests"),
    500: _("Linli failed"),
}
"""Titles of problems, by status."""

_FAULTS: Mapping[str, Text] = {
    "missing": _("This field is needed."),
    "extra_forbidden": _("There is no such field."),
    "string_type": _("Give text."),
    "string_too_short": _("Give at least %(min_length)s characters."),
    "string_too_long": _("Give at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This holds characters that cannot be used here."),
    "too_long": _("Give at most %(max_length)s of them."),
    "too_short": _("Give at least %(min_length)s of them."),
    "greater_than_equal": _("Give %(ge)s or more."),
    "less_than_equal": _("Give %(le)s or less."),
    "literal_error": _("Choose one of %(expected)s."),
    "enum": _("Choose one of %(expected)s."),
    "bool_parsing": _("Say true or false."),
    "bool_type": _("Say true or false."),
    "list_type": _("Give a list."),
    "dict_type": _("Give an object."),
    "model_attributes_type": _("Give an object."),
    "model_type": _("Give an object."),
    "value_error": "%(error)s",
}
_KINDS: Mapping[str, Text] = {
    "int": _("Give a whole number."),
    "float": _("Give a number."),
    "finite": _("Give a number."),
    "date": _("Give a date as YYYY-MM-DD."),
    "datetime": _("Give a date and time as in RFC 3339."),
    "uuid": _("Give an identifier as in RFC 9562."),
}


def message(fault: Mapping[str, Any]) -> str:
    """What is wrong with one field, from pydantic's account of it."""
    kind = str(fault["type"])
    text = _FAULTS.get(kind) or _KINDS.get(kind.partition("_")[0])
    return str(text) % fault.get("ctx", {}) if text else _now("This value cannot be used.")
