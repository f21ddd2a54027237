"""Puts the words of new and changed cases into the search table, in batches, outside anybody's request."""

from django.db import connection

from linli.cases.rules.words import document_of
from linli.places import city

# Cases without words yet, oldest first: ids only grow, so the search starts behind the highest one indexed.
_MISSING = """
SELECT c.id, c.title, c.text, c.address, c.area_id, c.number FROM cases_case c
WHERE c.id > (SELECT coalesce(max(case_id), 0) - 4096 FROM cases_searchtext)
  AND NOT EXISTS (SELECT FROM cases_searchtext s WHERE s.case_id = c.id)
ORDER BY c.id LIMIT %s
"""
_WRITE = """
INSERT INTO cases_searchtext (case_id, tokens)
SELECT t.id, array_to_tsvector(string_to_array(t.words, ' '))
FROM unnest(%s::bigint[], %s::text[]) AS t(id, words) ON CONFLICT (case_id) DO UPDATE SET tokens = EXCLUDED.tokens
"""


def index_text(*, limit: int = 2000) -> int:
    """Indexes at most `limit` cases; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, [limit])
        rows = cursor.fetchall()
        if not rows:
            return 0
        words = [
            " ".join(document_of(text=f"{title}\n{text}\n{address}", areas=(*city.current().ancestors(area), area)))
            for _id, title, text, address, area, _number in rows
        ]
        cursor.execute(_WRITE, [[row[0] for row in rows], words])
    return len(rows)
