"""What a case says beyond its desk: the reporter's words without names, numbers and doors. See `linli.reading`.

The words of staff stay as they were written: an answer names the office to call.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from linli.cases.types import EventView
from linli.process.definition import Field, Pack
from linli.reading.rules.masking import mask

_WORDS = frozenset({"text", "long_text"})
_REPORTED = frozenset({"title", "text", "address"})


def words(text: str) -> str:
    """A text as it may be shown beyond the desk."""
    return mask(text).text


def told(*, event: EventView, pack: Pack) -> EventView:
    """An entry of the timeline likewise, if the reporter wrote it."""
    if event.kind != "open" and event.actor_kind != "reporter":
        return event
    action = pack.actions.get(event.kind)
    asked = {one.key: one for one in (action.asks if action else pack.fields)}
    body: dict[str, Any] = {key: words(value) if key in _REPORTED else value for key, value in event.body.items()}
    body |= {key: _facts(body[key], asked) for key in ("inputs", "fields") if body.get(key)}
    return replace(event, body=body)


def _facts(values: Mapping[str, Any], asked: Mapping[str, Field]) -> dict[str, Any]:
    """What was filled in. What the pack calls personal stays: it says itself who reads that."""
    return {
        key: words(value) if isinstance(value, str) and key in asked and _is_free(asked[key]) else value
        for key, value in values.items()
    }


def _is_free(one: Field) -> bool:
    return one.type in _WORDS and one.sensitivity == "none"
