"""The desk's inbox with what holds a cue of urgency on top; in one statement that does not feel the inbox's length."""

from copy import deepcopy
from typing import Any

from linli.cases.queries import cursors
from linli.cases.queries.rows import COLUMNS, NAMES
from linli.cases.queries.scoping import Where
from linli.cases.types import CaseRow, Filters
from linli.people.access import Actor

CALM = "~"
"""Begins a cursor that stands among the cases without a cue."""

# Two walks along two indexes, each no further than the page: `cases_cued` and the desk's own.
_PAGE = """
SELECT {columns} FROM (
    SELECT page.id, page.calm FROM (
        (SELECT c.id, c.due_at, 0 AS calm FROM cases_case c WHERE {cued} AND c.cues <> ''
         ORDER BY c.due_at, c.id LIMIT %s)
        UNION ALL
        (SELECT c.id, c.due_at, 1 AS calm FROM cases_case c WHERE {others} AND c.cues = ''
         ORDER BY c.due_at, c.id LIMIT %s)
    ) page ORDER BY page.calm, page.due_at, page.id LIMIT %s
) page JOIN cases_case c ON c.id = page.id {names} ORDER BY page.calm, c.due_at, c.id
"""


def on_top(*, by: Actor, filters: Filters) -> bool:
    """Whether the list is one that shows cues first: the desk's inbox in its own order."""
    return filters.lens == "inbox" and by.role == "desk" and filters.order == "due" and filters.state == "open"


def statement(*, where: Where, cursor: str, most: int) -> tuple[str, list[Any]]:
    """The statement of a page after the cursor, and its values. Raises Invalid for a cursor that is none."""
    cued, others = deepcopy(where), deepcopy(where)
    if cursor.startswith(CALM):
        cued.add("FALSE")
        cursors.after(others, "due_at", "ASC", cursor.removeprefix(CALM))
    else:
        cursors.after(cued, "due_at", "ASC", cursor)
    sql = _PAGE.format(columns=COLUMNS, names=NAMES, cued=cued.sql(), others=others.sql())
    return sql, [*cued.values, most, *others.values, most, most]


def cursor_of(row: CaseRow) -> str:
    """The cursor of a page that ended with this row."""
    return ("" if row.cues else CALM) + cursors.of(row, "due_at")
