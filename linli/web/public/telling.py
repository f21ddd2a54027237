"""What was filled in as the reporter of a case reads it: labels with words, tables with headings.

What the pack shows to others only never comes here (`cases.queries.public`); what it calls personal is told only where
the pack names the reporter among those who see it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext

from linli.process.definition import Field, Pack
from linli.web import tablefields
from linli.web.public import domain
from linli.web.wording import colon, text_of

_SILENT = frozenset({"photos", "files", "case"})
"""Types that are shown elsewhere, or that name somebody else's case."""
_WORDS = frozenset({"text", "long_text"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One field: its label and what was given, in words or as rows under headings."""

    label: str
    value: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    is_words: bool = False

    @property
    def cells(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """Each row's cells behind their headings."""
        return tuple(tuple(zip(self.headings, row, strict=True)) for row in self.rows)


def facts(*, values: Mapping[str, Any], fields: Iterable[Field], pack: Pack) -> tuple[Fact, ...]:
    """The fields that were filled in, in the pack's order."""
    return tuple(
        _table(one, values[one.key]) if one.type == "table" else _fact(one, values[one.key], pack)
        for one in fields
        if one.type not in _SILENT and is_told(one) and values.get(one.key) not in (None, "", [])
    )


def is_told(one: Field) -> bool:
    """Whether the reporter reads the field or column: nothing personal unless the pack says so."""
    return one.sensitivity == "none" or "reporter" in one.seen_by


def lines(*, told: Sequence[Fact]) -> str:
    """The facts line by line, for a timeline; words that stand alone need no label, and tables stand by themselves."""
    if len(told) == 1 and told[0].is_words:
        return told[0].value
    return "\n".join(f"{fact.label}{colon()}{fact.value}" for fact in told if not fact.headings)


def _table(one: Field, rows: Sequence[Mapping[str, Any]]) -> Fact:
    """The columns that are told and that any row holds."""
    held = {key for row in rows for key in row}
    columns = tuple(column for column in one.columns if column.key in held and is_told(column))
    seen = replace(one, columns=columns)
    return Fact(
        label=text_of(one.label),
        headings=tuple(text_of(column.label) for column in columns),
        rows=tuple(tablefields.words(one=seen, row=row) for row in rows),
    )


def _fact(one: Field, value: Any, pack: Pack) -> Fact:
    return Fact(label=text_of(one.label), value=_said(one, value, pack), is_words=one.type in _WORDS)


def _said(one: Field, value: Any, pack: Pack) -> str:
    """A value in the reader's words."""
    if isinstance(value, list):
        mark = "、" if (get_language() or "").startswith("zh") else ", "
        return mark.join(_said(one, item, pack) for item in value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if one.choices:
        return next((text_of(choice.title) for choice in one.choices if choice.key == value), str(value))
    return _named(one, str(value), pack)


def _named(one: Field, value: str, pack: Pack) -> str:
    """A value that stands for something by its key, or a day."""
    if one.type in ("organisation", "organisations"):
        return domain.body_name(org_id=int(value))
    if one.type == "area":
        return domain.place_words(code=value)
    if one.type == "category" and value in pack.categories:
        return text_of(pack.categories[value].title)
    if one.type == "date" and (day := parse_date(value[:10])):
        return format_date(day, gettext("j F Y"))
    if one.type == "datetime" and (at := parse_datetime(value)):
        return format_date(timezone.localtime(at) if at.tzinfo else at, gettext("j M Y, H:i"))
    return value
