"""Folds tally deltas into tallies. Readers add what is not folded yet, so a count is right at every moment."""

from django.db import connection, transaction

from linli.cases.queries.recounting import sums_of_areas
from linli.cases.queries.tallies import levels

FOLDING = 7_240_901
"""The advisory lock of whoever folds or counts anew: one at a time, so that rows need no order to be locked in."""
MANY = 50_000
"""Deltas from which on counting anew is quicker than folding: those of an import lie on as many days as they are."""

# Chosen once and for all, oldest first: as a part of the deletion's own condition they might be chosen anew for every
# row, and more than the limit be taken.
_FOLD = f"""
WITH oldest AS MATERIALIZED (
    SELECT id FROM cases_tallydelta ORDER BY id LIMIT %s
), taken AS (
    DELETE FROM cases_tallydelta d USING oldest WHERE d.id = oldest.id
    RETURNING d.area_code, d.date, d.pack, d.category, d.org_id, d.channel, d.measure, d.band, d.n, d.total
), summed AS MATERIALIZED (
    SELECT measure, area_code, date, pack, category, org_id, channel, band,
           sum(n)::int AS n, sum(total)::bigint AS total, count(*)::int AS deltas
    FROM taken GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
), folded AS (
    INSERT INTO cases_tally (measure, area_code, date, pack, category, org_id, channel, band, n, total)
    SELECT measure, area_code, date, pack, category, org_id, channel, band, n, total FROM summed
    WHERE n <> 0 OR total <> 0
    ON CONFLICT (measure, area_code, date, pack, category, org_id, channel, band)
    DO UPDATE SET n = cases_tally.n + EXCLUDED.n, total = cases_tally.total + EXCLUDED.total
), raised AS (
    INSERT INTO cases_areatally AS a (area_code, view, grain, measure, date, pack, key, n, total, bands, times)
    {sums_of_areas(source="summed")}
    ON CONFLICT (area_code, view, grain, measure, date, pack, key)
    DO UPDATE SET n = a.n + EXCLUDED.n, total = a.total + EXCLUDED.total, (bands, times) = (
        SELECT coalesce(array_agg(band ORDER BY band), '{{}}'), coalesce(array_agg(lasting ORDER BY band), '{{}}')
        FROM (
            SELECT band, sum(lasting)::int AS lasting FROM (
                SELECT * FROM unnest(a.bands, a.times) UNION ALL SELECT * FROM unnest(EXCLUDED.bands, EXCLUDED.times)
            ) AS u (band, lasting) GROUP BY band HAVING sum(lasting) <> 0
        ) of_bands
    )
)
SELECT coalesce(sum(deltas), 0) FROM summed
"""  # noqa: S608 one statement built from another; values are parameters


def fold(*, limit: int = 20_000) -> int:
    """Folds at most `limit` deltas; answers how many. Nothing while somebody else folds, or counts the cases anew."""
    widths, grains = levels()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [FOLDING])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_FOLD, [limit, widths, grains])
        return int(cursor.fetchone()[0])


def are_many() -> bool:
    """Whether so many deltas wait that counting anew is quicker."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM cases_tallydelta LIMIT %s) waiting", [MANY])
        return int(cursor.fetchone()[0]) == MANY
