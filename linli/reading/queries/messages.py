"""Messages of a file as reports from which issues are found: for evaluation, and for a city that has no cases yet."""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from linli.core.tables import TableInvalid, read_table
from linli.reading.errors import BadExamples
from linli.reading.queries.examples import joined
from linli.reading.rules.finding import Reported


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns say what. `number`, `person`, `support` and `against` may be missing: then they are empty."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    at: str
    number: str = ""
    person: str = ""
    support: str = ""
    against: str = ""


@dataclass(frozen=True, slots=True)
class Messages:
    """The reports of a file, by the place of their row, and the number that the file gives each."""

    reports: list[Reported]
    numbers: list[str]


def of_file(
    *,
    file: Path,
    columns: Columns,
    area_of: Callable[[str], str],
    moment_of: Callable[[str], datetime | None],
    progress: Callable[[int], object] = lambda done: None,
) -> Messages:
    """The rows of a CSV or Excel file. `area_of` finds the area that a text names; a row without a moment is refused.

    Raises BadExamples, naming the row or the column. Reporters are told apart by their column, as numbers.
    """
    try:
        table = read_table(content=file.read_bytes(), name=file.name)
    except (TableInvalid, csv.Error) as error:
        raise BadExamples(str(error)) from error
    wanted = (*columns.title, *columns.text, columns.at, columns.number, columns.person, columns.support)
    for column in (*wanted, columns.against):
        if column and column not in table.header:
            said = {"column": column, "columns": ", ".join(table.header)}
            raise BadExamples(_("The file has no column “%(column)s”. It has: %(columns)s.") % said)
    people: dict[str, int] = {}
    reports: list[Reported] = []
    numbers: list[str] = []
    for line, row in table.records():
        at = moment_of(row[columns.at])
        if at is None:
            words = _("Row %(row)d has no moment in the column “%(column)s”.")
            raise BadExamples(words % {"row": line, "column": columns.at})
        title, text = (" ".join(row[name] for name in names) for names in (columns.title, columns.text))
        whole = f"{title}\n{text}"
        who = row[columns.person] if columns.person else ""
        reports.append(
            Reported(
                key=len(reports),
                title=title,
                text=joined(title, text),
                area_code=area_of(whole),
                at=at,
                person=people.setdefault(who or f"\0{line}", len(people)),
                support=_count(row.get(columns.support, "")),
                against=_count(row.get(columns.against, "")),
            )
        )
        numbers.append(row[columns.number] if columns.number else str(line))
        progress(len(reports))
    return Messages(reports, numbers)


def _count(cell: str) -> int:
    return int(cell) if cell.strip().isdecimal() else 0
