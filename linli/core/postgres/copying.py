"""Many rows at once by COPY. Cells are written column by column, at a fraction of what cell by cell costs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any

import orjson
from django.db import connection

NULL = "\\N"


def copy_rows(*, table: str, rows: Sequence[Mapping[str, Any]], without: Iterable[str] = ()) -> None:
    """Writes the rows, given by column name, every one with the names of the first; a name left out is NULL."""
    names = [name for name in rows[0] if name not in without] if rows else []
    if not names:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
        copy.write(lines(names=names, rows=rows))


def lines(*, names: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows in the text format of COPY. Raises KeyError for a row without one of the names."""
    cells = map(itemgetter(*names, names[0]), rows)  # one name more, so that it is a tuple for a single name too
    columns = list(zip(*cells, strict=True))[:-1]
    return ("\n".join(map("\t".join, zip(*map(_column, columns), strict=True))) + "\n").encode()


def _column(values: Sequence[Any]) -> Sequence[str]:
    first = values[0]
    if first is values[-1] and values.count(first) == len(values):
        return [_cell(first)] * len(values)
    kinds = set(map(type, values))
    if kinds == {str} and _is_plain("".join(values)):
        return values
    has_nulls = type(None) in kinds
    kinds.discard(type(None))
    if len(kinds) != 1:
        return [_cell(value) for value in values]
    write = _FORMATS[kinds.pop()]
    return [NULL if value is None else write(value) for value in values] if has_nulls else list(map(write, values))


def _cell(value: Any) -> str:
    return NULL if value is None else _FORMATS[type(value)](value)


def _is_plain(text: str) -> bool:
    return text.isprintable() and "\\" not in text


def _text(value: str) -> str:
    if _is_plain(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n")
    return escaped.replace("\r", "\\r").replace("\t", "\\t")


def _json(value: object) -> str:
    return _text(orjson.dumps(value).decode())


_FORMATS: Mapping[type, Callable[[Any], str]] = {
    str: _text,
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    datetime: datetime.isoformat,
    date: date.isoformat,
    dict: _json,
    list: _json,
}
