"""Folds tally deltas into tallies. Readers add what is not folded yet, so a count is right at every moment."""

from django.db import connection, transaction

# Deltas are taken oldest first; two folders at once take different ones. They are chosen once and for all: as a part of
# the deletion's own condition they might be chosen anew for every row, and more than the limit be taken.
_FOLD = """
WITH oldest AS MATERIALIZED (
    SELECT id FROM cases_tallydelta ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
), taken AS (
    DELETE FROM cases_tallydelta d USING oldest WHERE d.id = oldest.id
    RETURNING d.area_code, d.date, d.pack, d.category, d.org_id, d.measure, d.n
), summed AS (
    SELECT area_code, date, pack, category, org_id, measure, sum(n) AS n, count(*) AS deltas
    FROM taken GROUP BY 1, 2, 3, 4, 5, 6
), folded AS (
    INSERT INTO cases_tally (area_code, date, pack, category, org_id, measure, n)
    SELECT area_code, date, pack, category, org_id, measure, n FROM summed
    ORDER BY measure, area_code, date, pack, category, org_id
    ON CONFLICT (measure, area_code, date, pack, category, org_id) DO UPDATE SET n = cases_tally.n + EXCLUDED.n
)
SELECT coalesce(sum(deltas), 0) FROM summed
"""


def fold(*, limit: int = 20_000) -> int:
    """Folds at most `limit` deltas; answers how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FOLD, [limit])
        return int(cursor.fetchone()[0])
