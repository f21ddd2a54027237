"""The rows of a table that a pack asks for: every cell checked, faults by row and column, and which rows go on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.cases.wording import said
from linli.process.definition import Condition, Field

Row = dict[str, Any]
Cell = Callable[[Field, Any], Any]
Holds = Callable[[Condition, Mapping[str, Any]], bool]
_NOTHING: tuple[object, ...] = (None, "", [])


class FaultyRows(ValueError):
    """Faults by key: `field.row.column`, rows counted from 1 as they were given."""

    def __init__(self, faults: Mapping[str, object]) -> None:
        super().__init__(next(iter(faults.values())))
        self.faults = faults


def read(field: Field, value: Any, *, cell: Cell, holds: Holds, kept: Any = None) -> list[Row] | None:
    """The rows as the engine keeps them, empty ones left out; None when there are none.

    A table that goes on answers for the open rows of `kept`, in their order. Raises ValueError, FaultyRows.
    """
    given = _given(field, value)
    if field.continues:
        given = _filled(field, given, open_rows(field, kept))
    elif given and len(given) < field.min_rows:
        raise ValueError(_("Give at least %(count)s rows.") % {"count": field.min_rows})
    faults: dict[str, object] = {}
    rows = [_row(field, at, row, cell, holds, faults) for at, row in given]
    if faults:
        raise FaultyRows(faults)
    return rows or None


def open_rows(field: Field, kept: Any) -> list[Row]:
    """The rows of a kept table that `continues` asks for again."""
    goes_on = field.continues
    rows = kept if isinstance(kept, list) else []
    return [row for row in rows if goes_on and str(row.get(goes_on.column)) in goes_on.values]


def merged(field: Field, kept: Any, answers: Sequence[Row]) -> list[Row]:
    """The kept table with its open rows answered anew, in their order."""
    left = list(answers)
    asked = [id(row) for row in open_rows(field, kept)]
    return [left.pop(0) if id(row) in asked and left else row for row in kept or ()]


def _given(field: Field, value: Any) -> list[tuple[int, Mapping[str, Any]]]:
    rows = [] if value in _NOTHING else value
    if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
        raise ValueError(_("Give a list of rows."))
    given = [(at, row) for at, row in enumerate(rows, start=1) if any(item not in _NOTHING for item in row.values())]
    if len(given) > field.max_rows:
        raise ValueError(_("Give at most %(count)s rows.") % {"count": field.max_rows})
    return given


def _filled(
    field: Field, given: list[tuple[int, Mapping[str, Any]]], asked: list[Row]
) -> list[tuple[int, Mapping[str, Any]]]:
    """The given rows with what stands fixed in them; they are those asked for, one by one."""
    if len(given) != len(asked):
        raise ValueError(_("Answer each of the %(count)s rows that are asked for.") % {"count": len(asked)})
    open_columns = field.continues.open() if field.continues else frozenset()
    for (at, row), was in zip(given, asked, strict=True):
        fixed = {key: item for key, item in row.items() if key not in open_columns and item not in _NOTHING}
        if any(str(was.get(key, "")) != str(item) for key, item in fixed.items()):
            raise FaultyRows({f"{field.key}.{at}": _("Row %(row)s is not one of those asked for.") % {"row": at}})
    return [
        (at, {**was, **{key: row.get(key) for key in open_columns}})
        for (at, row), was in zip(given, asked, strict=True)
    ]


def _row(field: Field, at: int, row: Mapping[str, Any], cell: Cell, holds: Holds, faults: dict[str, object]) -> Row:
    kept: Row = {}
    for column in field.columns:
        name = f"{field.key}.{at}.{column.key}"
        try:
            found = cell(column, row.get(column.key))
        except ValueError as fault:
            faults[name] = _worded(at, column, fault.args[0])
            continue
        if found is not None:
            kept[column.key] = found
        elif column.required or (column.required_when and holds(column.required_when, row)):
            faults[name] = _worded(at, column, _("This is needed."))
    for stranger in row.keys() - {column.key for column in field.columns}:
        faults[f"{field.key}.{at}.{stranger}"] = _("This step does not ask for this.")
    return kept


def _worded(at: int, column: Field, fault: object) -> object:
    return _("Row %(row)s, %(column)s: %(fault)s") % {"row": at, "column": said(column.label), "fault": fault}
