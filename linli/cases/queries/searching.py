"""Search by number, words and place, newest first.

Cases lie in windows of ids, and each window is a word of theirs. A search goes through the windows, newest first, until
a page is full: a common word fills it from the first, a rare one costs one probe of the index for each. The index is
asked for the telling words only; the others are held against what it finds. What is read does not grow with the table,
however common the words.
"""

import base64
from typing import Any

from django.db import connection

from linli.cases.queries import frequencies
from linli.cases.queries.rows import COLUMNS, FROM, NAMES, row_of
from linli.cases.queries.scoping import Where
from linli.cases.rules.words import WINDOWS, area_word, telling, words_of
from linli.cases.types import Filters, Page
from linli.people import access
from linli.people.access import Actor

FINE, COARSE = WINDOWS
STEPS = 8
"""Fine windows below the newest that are looked through before the coarse ones."""
SIZES = {"fine": FINE, "coarse": COARSE, "steps": STEPS}
FEW = 1000
"""Hits in the newest coarse window from which on an organisation's own cases are walked instead."""

_BY_NUMBER = "SELECT {columns} {source} WHERE {where} AND (c.number = %s OR c.external_number = %s) LIMIT %s"
# OFFSET 0 keeps the planner from walking the cases back in order, testing each (it would for a word that it takes for
# common), and from any join that loses their order. Two conditions on the words, not one: the index then leaps to the
# window and ends behind it.
_WINDOWS = """
SELECT {columns} FROM (
    SELECT c.* FROM (
        SELECT least(%s, (SELECT coalesce(max(case_id), 0) + 1 FROM cases_searchtext)) AS below
    ) page CROSS JOIN LATERAL (
        SELECT (page.below >> {fine}) - {steps} AS fine
    ) first CROSS JOIN LATERAL (
        SELECT 'w{fine}:' || at AS word, page.below
        FROM generate_series(page.below >> {fine}, first.fine, -1) AS at
        UNION ALL
        SELECT 'w{coarse}:' || at, first.fine << {fine}
        FROM generate_series(((first.fine << {fine}) - 1) >> {coarse}, 0, -1) AS at
    ) win(word, below) CROSS JOIN LATERAL (
        SELECT found.case_id FROM (
            SELECT s.case_id, s.tokens FROM cases_searchtext s
            WHERE s.tokens @@ %s::tsquery AND s.tokens @@ quote_literal(win.word)::tsquery OFFSET 0
        ) found WHERE found.case_id < win.below AND found.tokens @@ %s::tsquery ORDER BY found.case_id DESC
    ) hit
    CROSS JOIN LATERAL (SELECT c.* FROM cases_case c WHERE c.id = hit.case_id AND {where} OFFSET 0) c LIMIT %s
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
_IS_COMMON = """
SELECT count(*) FROM (
    SELECT FROM cases_searchtext WHERE tokens @@ %s::tsquery AND tokens @@ (
        SELECT quote_literal('w{coarse}:' || (coalesce(max(case_id), 0) >> {coarse})) FROM cases_searchtext
    )::tsquery LIMIT %s
) found
"""


def search(*, by: Actor, filters: Filters, cursor: str, limit: int, where: Where) -> Page:
    """A page of hits among the cases that `where` admits."""
    text = filters.text.strip()
    below = _read(cursor)
    condition, values = where.held_against()
    rows: list[Any] = []
    with connection.cursor() as db:
        if any(letter.isdigit() for letter in text) and " " not in text:
            sql = _BY_NUMBER.format(columns=COLUMNS, source=FROM, where=condition)
            db.execute(sql, [*values, text.upper(), text, limit])
            rows = db.fetchall()
        words = search_words(text=text, by=by, area=filters.area)
        if not rows and words:
            template, before = _plan(db, words, below, where)
            sql = template.format(columns=COLUMNS, names=NAMES, where=condition, **SIZES)
            db.execute(sql, [*before, *values, limit + 1])
            rows = db.fetchall()
    found = [row_of(row) for row in rows]
    more = len(found) > limit
    return Page(rows=tuple(found[:limit]), next_cursor=_write(found[limit - 1].id) if more else "")


def search_words(*, text: str, by: Actor, area: str = "") -> list[str]:
    """The words to look for, with the one area of the actor's scope or of the filter; none when the text has none."""
    words = words_of(text)
    scope = access.scope_of(actor=by)
    places = [area] if area else list(scope.areas) if len(scope.areas) == 1 and scope.account_id is None else []
    return [*words, *(area_word(code) for code in places)] if words else []


def _plan(db: Any, words: list[str], below: int, where: Where) -> tuple[str, list[Any]]:
    """The statement to ask, and its values before those of the conditions."""
    asked, every = _query(telling(words, shares=frequencies.shares())), _query(words)
    if where.org_ids and _is_common(db, asked):
        return _OWN, [where.org_ids, below, every]
    return _WINDOWS, [below, asked, every]


def _query(words: list[str]) -> str:
    """A tsquery for what holds all the words."""
    return " & ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    return "'" + word.replace("'", "''").replace("\\", "\\\\") + "'"


def _is_common(db: Any, query: str) -> bool:
    db.execute(_IS_COMMON.format(**SIZES), [query, FEW])
    return int(db.fetchone()[0]) >= FEW


def _write(case_id: int) -> str:
    return base64.urlsafe_b64encode(str(case_id).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))) if cursor else 2**62
    except ValueError:
        return 2**62
