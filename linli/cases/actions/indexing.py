"""Puts the words of new and changed cases into the search table, in batches, outside anybody's request.

That a case is new is found out here alone, so that what else looks at new ones is told from here.
"""

from django.db import connection, transaction

from linli.cases.actions import twins
from linli.cases.rules.words import document_of
from linli.places import city

# Cases without words yet. Ids grow, but a quiet worker may still hold a block of older ones: hence the margin.
_MISSING = """
SELECT c.id, c.title, c.text, c.address, c.area_id FROM cases_case c
WHERE c.id > (SELECT coalesce(max(case_id), 0) - %s FROM cases_searchtext)
  AND NOT EXISTS (SELECT FROM cases_searchtext s WHERE s.case_id = c.id)
ORDER BY c.id LIMIT %s
"""
_ONE = "SELECT c.id, c.title, c.text, c.address, c.area_id FROM cases_case c WHERE c.id = %s"
_WRITE = """
INSERT INTO cases_searchtext (case_id, tokens)
SELECT t.id, array_to_tsvector(string_to_array(t.words, ' '))
FROM unnest(%s::bigint[], %s::text[]) AS t(id, words) ON CONFLICT (case_id) DO UPDATE SET tokens = EXCLUDED.tokens
"""
# A case holds some forty words, each in a tree of its own. Of many cases, all words are first laid down in a row and
# then sorted into the trees at once, which takes a third of the time. A look-up would have to read through the row, so
# that none is left there when the transaction ends.
_GATHER = "ALTER INDEX cases_searchtext_tokens SET (fastupdate = on, gin_pending_list_limit = 262144)"
_SORT_IN = """
ALTER INDEX cases_searchtext_tokens SET (fastupdate = off);
ALTER INDEX cases_searchtext_tokens RESET (gin_pending_list_limit);
SELECT gin_clean_pending_list('cases_searchtext_tokens')
"""
MANY = 1000
"""As many cases at once, after an import, are worth it."""
MARGIN = 65_536


def index_text(*, limit: int = 2000, margin: int = MARGIN) -> int:
    """Indexes at most `limit` cases among the newest `margin` ids; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [margin, limit])
        rows = cursor.fetchall()
    return _index(rows)


def index_again(*, case_id: int) -> None:
    """Indexes one case anew, inside the caller's transaction (its place changed)."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE, [case_id])
        rows = cursor.fetchall()
    _index(rows)


def _index(rows: list[tuple[int, str, str, str, str]]) -> int:
    if not rows:
        return 0
    here = city.current()
    words = [
        " ".join(document_of(text=f"{title}\n{text}\n{address}", areas=(*here.ancestors(area), area), case_id=key))
        for key, title, text, address, area in rows
    ]
    ids = [row[0] for row in rows]
    values = (ids, words)
    with transaction.atomic(), connection.cursor() as cursor:
        if len(rows) < MANY:
            cursor.execute(_WRITE, values)
        else:
            cursor.execute(_GATHER)
            cursor.execute(_WRITE, values)
            cursor.execute(_SORT_IN)
        twins.ask(case_ids=ids)
    return len(rows)
