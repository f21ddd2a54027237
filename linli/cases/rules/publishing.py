"""What a case says beyond its desk: the reporter's words without names, numbers and doors. See `linli.reading`.

The words of staff stay as they were written: an answer names the office to call.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from linli.cases.types import AttachmentView, EventView
from linli.process.definition import Field, Pack
from linli.reading.rules.masking import mask

_WORDS = frozenset({"text", "long_text"})
_REPORTED = frozenset({"title", "text", "address"})


def words(*, text: str, pack: Pack) -> str:
    """A text as it may be shown beyond the desk; the pack says how fine an address may be."""
    return mask(text, finest=pack.public_address).text


def told(*, event: EventView, pack: Pack) -> EventView:
    """An entry of the timeline likewise, if the reporter wrote it."""
    if event.kind != "open" and event.actor_kind != "reporter":
        return event
    action = pack.actions.get(event.kind)
    asked = action.asks if action else pack.fields
    body = _filled_in(event.body, (), pack)
    body |= {key: _filled_in(body[key], asked, pack) for key in ("inputs", "fields") if body.get(key)}
    return replace(event, body=body)


def attached(*, file: AttachmentView, pack: Pack) -> AttachmentView:
    """A file with its name as it may be shown; letters bear the names that Linli gave them."""
    return file if file.purpose == "letter" else replace(file, name=words(text=file.name, pack=pack))


def _filled_in(values: Mapping[str, Any], asked: Iterable[Field], pack: Pack) -> dict[str, Any]:
    fields = {one.key: one for one in asked}
    return {key: _value(key, value, fields.get(key), pack) for key, value in values.items()}


def _value(key: str, value: Any, one: Field | None, pack: Pack) -> Any:
    """What was filled in, row by row in a table. What the pack calls personal stays: it says itself who reads that."""
    if one is None:
        return words(text=value, pack=pack) if key in _REPORTED and isinstance(value, str) else value
    if one.sensitivity != "none":
        return value
    if one.type == "table" and isinstance(value, list):
        return [_filled_in(row, one.columns, pack) for row in value]
    return words(text=value, pack=pack) if one.type in _WORDS and isinstance(value, str) else value
