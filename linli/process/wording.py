"""Words pydantic's findings for the person who writes a pack: what is wrong with which key, and what to do."""

from collections.abc import Sequence

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_TYPES = {
    "string_type": "must be text in quotes",
    "int_type": "must be a whole number without quotes",
    "bool_type": "must be true or false without quotes",
    "list_type": "must be a list in [ ]",
    "dict_type": "must be a table { key = value }",
    "model_type": "must be a table { key = value }",
    "date_type": "must be a date like 2026-03-01 without quotes",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty: name at least one",
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "literal_error": "must be {expected}",
}


def sentence(error: ErrorDetails, model: type[BaseModel]) -> str:
    """One line: the key, what is wrong, and what to do."""
    name = ".".join(str(part) for part in error["loc"] if part != "[key]")
    kind, context = error["type"], error.get("ctx", {})
    if kind == "missing":
        return f"{name} is missing: add it"
    if kind == "extra_forbidden":
        return f"{name} is not known here: remove it or correct its spelling{_known(error['loc'], model)}"
    given = "" if isinstance(error["input"], dict | list) else f", not {error['input']!r}"
    said = _TYPES.get(kind)
    return f"{name} {said.format(**context)}{given}" if said else f"{name}: {error['msg']}"


def _known(path: Sequence[str | int], model: type[BaseModel]) -> str:
    if len(path) > 1:
        return ""
    return " (known: " + ", ".join(field.alias or name for name, field in model.model_fields.items()) + ")"
