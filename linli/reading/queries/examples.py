"""What models learn from: a city's own closed cases with the category that people left them in, or a file."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.core.tables import TableInvalid, read_table
from linli.process.definition import Pack
from linli.reading.errors import BadExamples
from linli.reading.types import Example

TEXTS, TITLES = ("text", "words", "content", "正文", "内容"), ("title", "标题")
_DECIDED = ("resolved", "unresolved")
"""Outcomes of cases that somebody handled: a refused or merged one says nothing about its category."""


def of_cases(*, pack: Pack) -> Iterator[Example]:
    """The closed cases of this kind whose category the pack still has, the newest first."""
    found = Case.objects.filter(pack=pack.key, closed_at__isnull=False, outcome__in=_DECIDED).exclude(category="")
    rows = found.order_by("-id").values_list("title", "text", "category")
    for title, text, category in rows.iterator(chunk_size=5000):
        if category in pack.categories:
            yield Example(joined(title, text), category)


def of_file(*, file: Path, label: str, text: str = "") -> list[Example]:
    """The rows of a CSV or Excel file. Raises BadExamples, naming the column that is missing or empty.

    Without `text` the columns title and text (or the like) are read together.
    """
    try:
        table = read_table(content=file.read_bytes(), name=file.name)
    except (TableInvalid, csv.Error) as error:
        raise BadExamples(str(error)) from error
    columns = _columns(table.header, text)
    _there(table.header, label)
    examples = []
    for number, row in table.records():
        words = joined(*(row[column] for column in columns))
        if not row[label].strip() or not words.strip():
            column = label if words.strip() else columns[-1]
            raise BadExamples(
                _("Row %(row)d has nothing in the column “%(column)s”.") % {"row": number, "column": column}
            )
        examples.append(Example(words, row[label].strip()))
    if not examples:
        raise BadExamples(_("The file has a header and no rows."))
    return examples


def joined(*parts: str) -> str:
    """Title and text as one; a title that only repeats the beginning of the text is left out."""
    kept = [part for part in parts if part.strip()]
    if len(kept) == 2 and kept[1].startswith(kept[0].rstrip("….")):
        kept = kept[1:]
    return "\n".join(kept)


def _columns(header: tuple[str, ...], text: str) -> tuple[str, ...]:
    if text:
        _there(header, text)
        return (text,)
    bodies = [column for column in header if column.lower() in TEXTS]
    if not bodies:
        raise BadExamples(
            _("No column of the file is called text. Name one of these: %(columns)s.") % {"columns": ", ".join(header)}
        )
    return (*(column for column in header if column.lower() in TITLES), bodies[0])


def _there(header: tuple[str, ...], column: str) -> None:
    if column not in header:
        raise BadExamples(
            _("The file has no column “%(column)s”. It has: %(columns)s.")
            % {"column": column, "columns": ", ".join(header)}
        )
