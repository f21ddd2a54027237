"""A pack's words in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from linli.cases.wording import said
from linli.core.articles import cited
from linli.packs.queries import installed
from linli.process.definition import Basis, Choice, Field, Pack, Texts

Shown = dict[str, Any]


def titled(key: str, title: Texts | None) -> Shown:
    """A key and its title; the key again where there is none."""
    return {"key": key, "title": said(title) if title else key}


def stage(pack_key: str, key: str, *, version: str | None = None) -> Shown:
    """A stage of the pack."""
    found = installed().pack(pack_key, version).stages.get(key)
    return titled(key, found.title if found else None)


def basis(found: Basis | None) -> str:
    """A legal basis in one line."""
    if found is None:
        return ""
    return f"{said(found.text)} {cited(article=found.article, language=get_language() or 'zh-hans')}".strip()


def field(found: Field, value: object = None) -> Shown:
    """Something that a pack asks for."""
    return {
        "key": found.key,
        "type": found.type,
        "label": said(found.label),
        "required": found.required,
        "choices": [choice(one) for one in found.choices],
        "max_length": found.max_length if found.type in {"text", "long_text"} else None,
        "columns": [column(one) for one in found.columns],
        "min_rows": found.min_rows if found.type == "table" else None,
        "max_rows": found.max_rows if found.type == "table" else None,
        "value": value,
    }


def column(found: Field) -> Shown:
    """A column of a table."""
    keys = ("key", "type", "label", "required", "choices", "max_length")
    return {key: value for key, value in field(found).items() if key in keys}


def choice(found: Choice) -> Shown:
    """One of the values of a field."""
    return titled(found.key, found.title)


def fields(found: Iterable[Field], values: Mapping[str, Any] | None = None) -> list[Shown]:
    """Several of them, with what a case holds of them."""
    return [field(one, (values or {}).get(one.key)) for one in found]


def pack(found: Pack) -> Shown:
    """A kind of matter in one line."""
    return {
        "key": found.key,
        "version": found.version,
        "title": said(found.title),
        "summary": said(found.summary),
    }


def plain(found: Mapping[str, Any]) -> Shown:
    """A mapping that JSON can hold."""
    return dict(found)
