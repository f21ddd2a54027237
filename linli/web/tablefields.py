"""A table that a pack asks for, as rows of inputs: made ready to show, and read back from what was typed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from linli.process.definition import Field
from linli.web.wording import text_of

BLANK_ROWS = 3
MORE_ROWS = 5
MORE = "more"
"""The name of the button that asks for more empty rows; its value names the table."""
INPUT_TYPES: Mapping[str, str] = {
    "number": "number",
    "duration": "number",
    "date": "date",
    "datetime": "datetime-local",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One input of a row. `is_fixed`: it stands as it was kept and is shown as words."""

    name: str
    label: str
    heading: str
    type: str
    value: str
    options: tuple[tuple[str, str], ...]
    max_length: int
    minimum: int | None
    maximum: int | None
    is_fixed: bool
    error: str


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready to show. `may_grow`: rows can be added and removed."""

    name: str
    label: str
    headings: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    may_grow: bool
    max_rows: int


def read(*, one: Field, name: str, typed: Any, known: Any = None) -> list[dict[str, Any]]:
    """The rows as they were typed, in order; empty ones in between stay, so that faults point at the right row.

    A table that goes on takes what stands fixed from `known`, its open rows. `typed` is a form's data.
    """
    found: dict[int, dict[str, Any]] = {}
    for key in typed:
        match = re.fullmatch(re.escape(name) + r"\.(\d{1,4})\.([a-z][a-z0-9_]*)", key)
        column = one.column(match[2]) if match else None
        if match and column:
            found.setdefault(int(match[1]), {})[column.key] = _value(column, str(typed.get(key, "")).strip())
    rows = [found[number] for number in sorted(found)][: one.max_rows + MORE_ROWS]
    if one.continues and isinstance(known, list):
        return [{**was, **row} for was, row in zip(known, rows, strict=False)]
    return rows + [{} for _row in range(MORE_ROWS if typed.get(MORE) == name else 0)]


def answered(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows if any of them holds something, else none."""
    return list(rows) if any(value not in ("", None) for row in rows for value in row.values()) else []


def grid(*, one: Field, name: str, rows: Sequence[Mapping[str, Any]], errors: Mapping[str, str] | None = None) -> Grid:
    """The table with these rows and, where it may grow, some empty ones. `errors` by `field.row.column`."""
    goes_on = one.continues
    blank = 0 if goes_on else max(one.min_rows - len(rows), 0 if len(rows) > BLANK_ROWS else BLANK_ROWS - len(rows))
    shown = [*rows, *({} for _row in range(min(blank, one.max_rows - len(rows))))]
    fixed = frozenset(column.key for column in one.columns) - goes_on.open() if goes_on else frozenset()
    return Grid(
        name=name,
        label=text_of(one.label),
        headings=tuple((text_of(column.label), column.required) for column in one.columns),
        rows=tuple(Row(at, _cells(one, name, at, row, fixed, errors or {})) for at, row in enumerate(shown, start=1)),
        may_grow=goes_on is None,
        max_rows=one.max_rows,
    )


def words(*, one: Field, row: Mapping[str, Any]) -> tuple[str, ...]:
    """A kept row as it is read, cell by cell."""
    return tuple(cell_words(column=column, value=row.get(column.key)) for column in one.columns)


def cell_words(*, column: Field, value: Any) -> str:
    """A cell as it is read."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if column.type == "datetime" and (parsed := parse_datetime(str(value))):
        return timezone.localtime(parsed).strftime("%Y-%m-%d %H:%M") if parsed.tzinfo else str(value)
    return next((text_of(choice.title) for choice in column.choices if choice.key == value), str(value))


def _value(column: Field, text: str) -> str:
    parsed = parse_datetime(text) if column.type == "datetime" and text else None
    return timezone.make_aware(parsed).isoformat() if parsed and parsed.tzinfo is None else text


def _cells(
    one: Field, name: str, at: int, row: Mapping[str, Any], fixed: frozenset[str], errors: Mapping[str, str]
) -> tuple[Cell, ...]:
    return tuple(_cell(one, name, column, at, row, column.key in fixed, errors) for column in one.columns)


def _cell(
    one: Field, name: str, column: Field, at: int, row: Mapping[str, Any], is_fixed: bool, errors: Mapping[str, str]
) -> Cell:
    value = row.get(column.key)
    heading = text_of(column.label)
    return Cell(
        name=f"{name}.{at}.{column.key}",
        label=_("%(column)s, row %(row)s") % {"column": heading, "row": at},
        heading=heading,
        type=INPUT_TYPES.get(column.type, "text"),
        value=cell_words(column=column, value=value) if is_fixed else _as_typed(column, value),
        options=_options(column),
        max_length=column.max_length,
        minimum=column.minimum,
        maximum=column.maximum,
        is_fixed=is_fixed,
        error=errors.get(f"{one.key}.{at}.{column.key}", ""),
    )


def _options(column: Field) -> tuple[tuple[str, str], ...]:
    if column.type == "boolean":
        return (("true", _("Yes")), ("false", _("No")))
    return tuple((choice.key, text_of(choice.title)) for choice in column.choices)


def _as_typed(column: Field, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    parsed = parse_datetime(str(value)) if column.type == "datetime" and value else None
    if parsed:
        return (timezone.localtime(parsed) if parsed.tzinfo else parsed).strftime("%Y-%m-%dT%H:%M")
    return "" if value is None else str(value)
