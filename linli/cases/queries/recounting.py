"""The tallies as the cases and their events have them: for counting anew and for `verify`."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection

from linli.cases.queries.packs import installed
from linli.core.calendars.queries import calendar

KEY = "measure, area_code, date, pack, category, org_id, channel, band"
AREA_KEY = "area_code, view, grain, measure, date, pack, key"

TOLD_KINDS = "'counted', 'each', 'sum'"
"""The kinds of counts that tallies tell."""
BAND = "1 + floor(4 * ln(greatest({minutes}, 1)::float8) / ln(2::float8) + 1e-9)::smallint"
TOOK = "trunc(extract(epoch FROM c.closed_at - c.opened_at))::bigint / 60"
UNTIL = "greatest(trunc(k.value::bigint - extract(epoch FROM c.opened_at))::bigint / 60, 0)"
# What each case adds, as `rules.counting.measures` tells it: a test holds the two against each other.
OF_CASES = f"""
SELECT one.measure, c.area_id AS area_code, (one.at AT TIME ZONE %s)::date AS date, c.pack, c.category,
       coalesce(one.org, c.lead_org_id, 0) AS org_id, c.channel, one.band, sum(one.n) AS n, sum(one.total) AS total
FROM cases_case c CROSS JOIN LATERAL (
    SELECT 'opened' AS measure, c.opened_at AS at, NULL::bigint AS org, 0::smallint AS band, 1 AS n, 0::bigint AS total
    UNION ALL
    SELECT 'closed', c.closed_at, NULL, ({BAND.format(minutes=TOOK)})::smallint, 1, {TOOK}
    WHERE c.closed_at IS NOT NULL
    UNION ALL
    SELECT CASE WHEN c.closed_at <= c.promised_at THEN 'on_time' ELSE 'late' END, c.closed_at, NULL, 0, 1, 0
    WHERE c.closed_at IS NOT NULL AND c.promised_at IS NOT NULL
    UNION ALL
    SELECT told.name,
           to_timestamp(CASE told.kind WHEN 'counted' THEN k.value ELSE split_part(k.key, ':', 3) END::bigint),
           nullif(split_part(split_part(k.key, ':', 2), '@', 2), '')::bigint,
           (CASE told.name WHEN 'responded' THEN {BAND.format(minutes=UNTIL)} ELSE 0 END)::smallint,
           CASE told.kind WHEN 'counted' THEN 1 WHEN 'each' THEN k.value::int ELSE 0 END,
           CASE WHEN told.kind = 'sum' THEN k.value::bigint WHEN told.name = 'responded' THEN {UNTIL}
                WHEN strpos(k.key, '@') = 0 THEN coalesce((c.counts->>('timed:' || told.name))::bigint, 0) ELSE 0 END
    FROM jsonb_each_text(c.counts) k
    CROSS JOIN LATERAL (SELECT split_part(k.key, ':', 1), split_part(split_part(k.key, ':', 2), '@', 1))
        AS told (kind, name)
    WHERE told.kind IN ({TOLD_KINDS})
) one
WHERE c.confidentiality <> 'confidential' AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 HAVING sum(one.n) <> 0 OR sum(one.total) <> 0
"""  # noqa: S608 expressions of this module; values are parameters
VIEWS: Mapping[str, str] = {"pack": "''", "category": "category", "org": "org_id::text", "channel": "channel"}
"""What tells apart the rows of each view, out of a tally."""
_VIEW_ROWS = ", ".join(f"('{view}', {key})" for view, key in VIEWS.items())
# Each delta's part in every view of every level that keeps sums: by day, where the level does, and by month.
SPREAD = f"""
SELECT left(area_code, kept.width) AS area_code, views.view, kept.grain, measure,
       CASE kept.grain WHEN 'd' THEN date ELSE date_trunc('month', date)::date END AS date,
       pack, views.key, band, n, total
FROM {{source}} source
JOIN unnest(%s::int[], %s::text[]) AS kept (width, grain) ON length(area_code) >= kept.width
CROSS JOIN LATERAL (VALUES {_VIEW_ROWS}) AS views (view, key)
"""  # noqa: S608 expressions of this module; values are parameters
# The rows of areas, with their classes of times side by side, out of rows that have one class each and occur once.
_OF_BANDS = """
SELECT area_code, view, grain, measure, date, pack, key, sum(n) AS n, sum(total) AS total,
       coalesce(array_agg(band ORDER BY band) FILTER (WHERE band > 0 AND n <> 0), '{{}}')::smallint[] AS bands,
       coalesce(array_agg(n ORDER BY band) FILTER (WHERE band > 0 AND n <> 0), '{{}}')::int[] AS times
FROM ({rows}) of_bands WHERE n <> 0 OR total <> 0 GROUP BY 1, 2, 3, 4, 5, 6, 7
"""
_SUMMED = """
SELECT area_code, view, grain, measure, date, pack, key, band, sum(n) AS n, sum(total) AS total
FROM ({spread}) spread GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
"""


def sums_of_areas(*, source: str) -> str:
    """What the tallies in `source` add to the sums of areas. Its values: `tallies.levels`."""
    return _OF_BANDS.format(rows=_SUMMED.format(spread=SPREAD.format(source=source)))


_TOLD = """
SELECT {key}, sum(n) AS n, sum(total) AS total FROM (
    SELECT {key}, n, total FROM cases_tally UNION ALL SELECT {key}, n, total FROM cases_tallydelta
) every GROUP BY {key} HAVING sum(n) <> 0 OR sum(total) <> 0
"""
_DIFFERENT = """
SELECT {words} || ': tally ' || coalesce(t.n, 0) || ' (' || coalesce(t.total, 0) || '), counted anew '
       || coalesce(k.n, 0) || ' (' || coalesce(k.total, 0) || ')'
FROM ({told}) t FULL JOIN ({kept}) k USING ({key})
WHERE (t.n, t.total{times_of_t}) IS DISTINCT FROM (k.n, k.total{times_of_k})
LIMIT %s
"""
# What every kind of matter counts of a case's life, from its events; the first of each.
OF_EVENTS = """
SELECT e.case_id, jsonb_object_agg('counted:' || told.name, told.second) AS marks FROM (
    SELECT e.case_id, c.pack,
           min(e.at) FILTER (WHERE e.actor_kind = 'staff') AS responded,
           min(e.at) FILTER (WHERE does.effect = 'uphold_return') AS returned,
           min(e.at) FILTER (WHERE was.key IS NOT NULL AND becomes.key IS NULL) AS reopened
    FROM cases_event e JOIN cases_case c ON c.id = e.case_id
    JOIN unnest(%s::text[], %s::text[], %s::text[]) AS does (pack, action, effect)
      ON does.pack = c.pack AND does.action = e.kind
    LEFT JOIN unnest(%s::text[], %s::text[]) AS was (pack, key) ON was.pack = c.pack AND was.key = e.from_stage
    LEFT JOIN unnest(%s::text[], %s::text[]) AS becomes (pack, key)
      ON becomes.pack = c.pack AND becomes.key = e.to_stage
    WHERE e.seq > 1 GROUP BY 1, 2
) e CROSS JOIN LATERAL (
    SELECT name, floor(extract(epoch FROM at))::bigint
    FROM (VALUES ('responded', e.responded), ('returned', e.returned), ('reopened', e.reopened)) AS first (name, at)
    WHERE at IS NOT NULL
) AS told (name, second) GROUP BY 1
"""
_UNMARKED = """
SELECT c.number FROM ({marks}) m JOIN cases_case c ON c.id = m.case_id WHERE NOT c.counts @> m.marks
UNION ALL
SELECT c.number FROM cases_case c LEFT JOIN ({marks}) m ON m.case_id = c.id
WHERE jsonb_exists_any(c.counts, ARRAY['counted:responded', 'counted:returned', 'counted:reopened'])
  AND NOT coalesce(m.marks, '{{}}') @> jsonb_strip_nulls(jsonb_build_object(
      'counted:responded', c.counts->'counted:responded', 'counted:returned', c.counts->'counted:returned',
      'counted:reopened', c.counts->'counted:reopened'))
LIMIT %s
"""


def differences(*, widths: list[int], grains: list[str], most: int = 1000) -> Iterator[tuple[str, str]]:
    """What differs, and how: tallies from cases, sums of areas from tallies, the marks of a case's life from events."""
    zone = calendar().tz.key
    words = "measure || ' ' || area_code || ' ' || date || ' ' || pack || ' ' || category || ' org ' || org_id"
    sql = _DIFFERENT.format(
        words=words, told=_TOLD.format(key=KEY), kept=OF_CASES, key=KEY, times_of_t="", times_of_k=""
    )
    yield from ((row, "tallies differ from the cases themselves") for row in _found(sql, [zone, most]))
    words = "area_code || ' ' || view || ' ' || grain || ' ' || measure || ' ' || date || ' ' || pack || ' ' || key"
    sql = _DIFFERENT.format(
        words=words,
        told="SELECT * FROM cases_areatally WHERE n <> 0 OR total <> 0 OR bands <> '{}'",
        kept=sums_of_areas(source="cases_tally"),
        key=AREA_KEY,
        times_of_t=", t.bands, t.times",
        times_of_k=", k.bands, k.times",
    )
    yield from ((row, "sums of areas differ from the tallies") for row in _found(sql, [widths, grains, most]))
    marks = life_values()
    rows = _found(_UNMARKED.format(marks=OF_EVENTS), [*marks, *marks, most])
    yield from ((row, "counts of its life differ from its events") for row in rows)


def life_values() -> list[list[str]]:
    """The values of `OF_EVENTS`: the packs' actions with their effects, and their final stages, twice."""
    packs = installed().known()
    actions = [(pack.key, key, one.effect) for pack in packs for key, one in pack.actions.items()]
    final = [(pack.key, key) for pack in packs for key, stage in pack.stages.items() if stage.is_final]
    done = [list(column) for column in zip(*actions, strict=True)] or [[], [], []]
    ends = [list(column) for column in zip(*final, strict=True)] or [[], []]
    return [*done, *ends, *ends]


def _found(sql: str, values: list[Any]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [str(subject) for (subject,) in cursor.fetchall()]
