"""Search by number, words and place, newest first.

The word index answers with all hits when they are few. When a word is so common that its hits run into the thousands,
the newest cases are walked instead until a page is full. Both cost the same at any size of the table.
"""

import base64
from typing import Any

from django.db import connection

from linli.cases.queries.rows import COLUMNS, FROM, NAMES, row_of
from linli.cases.queries.scoping import Where
from linli.cases.rules.words import area_word, words_of
from linli.cases.types import Filters, Page
from linli.people import access
from linli.people.access import Actor

FEW = 2000
"""Hits up to which all are fetched and sorted."""

_BY_NUMBER = "SELECT {columns} {source} WHERE {where} AND (c.number = %s OR c.external_number = %s) LIMIT %s"
_IS_RARE = "SELECT count(*) FROM (SELECT FROM cases_searchtext WHERE tokens @@ %s::tsquery LIMIT %s) found"
# MATERIALIZED keeps the planner from walking the newest cases for a word that hardly any has. The hits are sorted by id
# alone; cases are looked up one by one until the page is full, and names are joined to that page only.
_RARE = """
WITH found AS MATERIALIZED (SELECT case_id FROM cases_searchtext WHERE tokens @@ %s::tsquery)
SELECT {columns} FROM (
    SELECT c.* FROM (SELECT case_id FROM found WHERE case_id < %s ORDER BY case_id DESC) hit
    CROSS JOIN LATERAL (SELECT c.* FROM cases_case c WHERE c.id = hit.case_id AND {where}) c LIMIT %s
) c {names} ORDER BY c.id DESC
"""
# IS TRUE keeps the word index out of it: walking back from the newest case meets a common word soon enough.
_COMMON = """
SELECT {columns} FROM (
    SELECT c.* FROM (
        SELECT s.case_id FROM cases_searchtext s WHERE (s.tokens @@ %s::tsquery) IS TRUE AND s.case_id < %s
        ORDER BY s.case_id DESC
    ) hit
    CROSS JOIN LATERAL (SELECT c.* FROM cases_case c WHERE c.id = hit.case_id AND {where}) c LIMIT %s
) c {names} ORDER BY c.id DESC
"""

# An organisation's own cases are few beside all that hold a common word: they are walked instead.
_OWN = """
SELECT {columns} FROM (
    SELECT c.* FROM (
        SELECT DISTINCT part.case_id FROM cases_assignment part
        WHERE part.organisation_id = ANY(%s) AND part.case_id < %s ORDER BY part.case_id DESC
    ) hit
    JOIN cases_searchtext s ON s.case_id = hit.case_id AND (s.tokens @@ %s::tsquery) IS TRUE
    CROSS JOIN LATERAL (SELECT c.* FROM cases_case c WHERE c.id = hit.case_id AND {where}) c
    ORDER BY hit.case_id DESC LIMIT %s
) c {names} ORDER BY c.id DESC
"""


def search(*, by: Actor, filters: Filters, cursor: str, limit: int, where: Where) -> Page:
    """A page of hits among the cases that `where` admits."""
    text = filters.text.strip()
    below = _read(cursor)
    rows: list[Any] = []
    with connection.cursor() as db:
        if any(letter.isdigit() for letter in text) and " " not in text:
            sql = _BY_NUMBER.format(columns=COLUMNS, source=FROM, where=where.sql())
            db.execute(sql, [*where.values, text.upper(), text, limit])
            rows = db.fetchall()
        query = query_of(text=text, by=by, area=filters.area)
        if not rows and query:
            template, before = _plan(db, query, below, where)
            sql = template.format(columns=COLUMNS, names=NAMES, where=where.sql())
            db.execute(sql, [*before, *where.values, limit + 1])
            rows = db.fetchall()
    found = [row_of(row) for row in rows]
    more = len(found) > limit
    return Page(rows=tuple(found[:limit]), next_cursor=_write(found[limit - 1].id) if more else "")


def query_of(*, text: str, by: Actor, area: str = "") -> str:
    """The words as a tsquery, joined by AND, with the one area of the actor's scope or of the filter."""
    words = words_of(text)
    if not words:
        return ""
    scope = access.scope_of(actor=by)
    places = [area] if area else list(scope.areas) if len(scope.areas) == 1 and scope.account_id is None else []
    return " & ".join([*(_quoted(word) for word in words), *(_quoted(area_word(code)) for code in places)])


def _plan(db: Any, query: str, below: int, where: Where) -> tuple[str, list[Any]]:
    """The statement to ask, and its values before those of the scope."""
    if _is_rare(db, query):
        return _RARE, [query, below]
    if where.org_ids:
        return _OWN, [where.org_ids, below, query]
    return _COMMON, [query, below]


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("\\", "\\\\") + "'"


def _is_rare(db: Any, query: str) -> bool:
    db.execute(_IS_RARE, [query, FEW])
    return int(db.fetchone()[0]) < FEW


def _write(case_id: int) -> str:
    return base64.urlsafe_b64encode(str(case_id).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))) if cursor else 2**62
    except ValueError:
        return 2**62
