"""Millions of cases for reading: rows of cases alone, made by the database itself. They have no events and no clocks.

For what reads cases and tallies, not for what walks them: `generating` makes whole ones, a hundred times slower.
"""

from collections.abc import Callable
from typing import Any

import click

SOURCE = "many"
STEP = 500_000
YEARS = 3

# What differs from case to case is drawn by a hash of its number, so that a run can be repeated.
_AREAS = """
CREATE TEMP TABLE many_area AS
SELECT row_number() OVER () - 1 AS at, code, lon, lat, org
FROM unnest(%(areas)s::text[], %(lons)s::float8[], %(lats)s::float8[], %(orgs)s::bigint[]) AS a (code, lon, lat, org)
"""
_CATEGORIES = """
CREATE TEMP TABLE many_category AS
SELECT row_number() OVER () - 1 AS at, key FROM unnest(%(categories)s::text[]) AS c (key)
"""
_CASES = """
INSERT INTO cases_case (
    id, number, pack, pack_version, category, title, text, fields, urgency, confidentiality, channel, stage,
    previous_stage, outcome, holder_kind, holder_area, holder_org_id, lead_org_id, pending_area, area_id, lon, lat,
    address, located_by, located_reason, opened_at, due_at, promised_at, closed_at, updated_at, source,
    external_number, rating, is_demo, counts, version, event_count, last_hash
)
SELECT n, 'MN-' || n, 'event', %(version)s, category.key, category.key || ' ' || n, '', '{}', 'normal', 'public',
       (%(channels)s::text[])[1 + d[3] %% %(channel_count)s], CASE WHEN is_open THEN 'handling' ELSE 'closed' END, '',
       CASE WHEN is_open THEN '' ELSE 'resolved' END, CASE WHEN is_open THEN 'org' ELSE 'desk' END,
       left(area.code, 9), CASE WHEN is_open THEN area.org END, area.org, '', area.code,
       area.lon + (d[5] %% 1000 - 500) * 0.000002, area.lat + (d[6] %% 1000 - 500) * 0.000002, '', 'point', '', opened,
       CASE WHEN is_open THEN promised END, promised, CASE WHEN is_open THEN NULL ELSE closed END, opened, %(source)s,
       n::text, NULL, FALSE,
       jsonb_build_object('counted:responded', extract(epoch FROM opened + waited * interval '1 minute')::bigint)
       || CASE WHEN is_open OR d[4] %% 3 > 0 THEN '{}'
          ELSE jsonb_build_object('counted:reached', extract(epoch FROM closed)::bigint) END
       || CASE WHEN d[5] %% 20 = 0
          THEN jsonb_build_object('counted:returned', extract(epoch FROM opened + interval '1 day')::bigint) ELSE '{}'
          END,
       1, 1, '\\x00'
FROM (
    SELECT n, d, %(now)s::timestamptz - (d[6]::float8 / 268435456) * interval '1095 days' AS opened,
           exp(d[7]::float8 / 268435456 * 9)::int AS took, exp(d[8]::float8 / 268435456 * 7)::int AS waited
    FROM (
        SELECT n, ARRAY(
            SELECT (hashint8extended(n, k) & 268435455)::int FROM generate_series(1, 8) k) AS d
        FROM generate_series(%(first)s::bigint, %(last)s::bigint) n OFFSET 0
    ) dice OFFSET 0
) drawn
JOIN many_area area ON area.at = d[1] %% %(area_count)s
JOIN many_category category ON category.at = d[2] %% %(category_count)s
CROSS JOIN LATERAL (
    SELECT opened + took * interval '1 minute' AS closed, opened + interval '4 days' AS promised,
           opened + took * interval '1 minute' > %(now)s OR d[4] %% 100 < 2 AND opened > %(now)s - interval '60 days'
               AS is_open
) timed
"""
# Kept in a table until they are made again, so that a run that was broken off loses none.
_INDEXES = """
CREATE TABLE IF NOT EXISTS many_index AS
SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'cases_case'
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'cases_case'::regclass)
"""


def ensure(*, size: int, say: Callable[[str], None]) -> None:
    """As many cases as wanted, if there are fewer. Indexes are made afterwards: that is three times as fast."""
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case WHERE source = %s", [SOURCE])
        first = cursor.fetchone()[0] + 1
        if first > size and not _is_broken_off(cursor):
            return
        cursor.execute(_INDEXES)
        cursor.execute("SELECT name, definition FROM many_index ORDER BY name")
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
        # No foreign key is looked up row by row: every value comes out of the tables that it points to.
        cursor.execute("SET session_replication_role = replica")
        values = _values() | {"now": timezone.now(), "source": SOURCE}
        for drawn_from in (_AREAS, _CATEGORIES, "ANALYZE many_area, many_category"):
            cursor.execute(drawn_from, values)
        for start in range(first, size + 1, STEP):
            last = min(start + STEP - 1, size)
            cursor.execute(_CASES, values | {"first": start, "last": last})
            say(f"{last:,} of {size:,} cases")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for number, (name, definition) in enumerate(indexes, start=1):
            say(f"index {number} of {len(indexes)}: {name}")
            cursor.execute(definition)
        cursor.execute("DROP TABLE many_index")
        say("vacuuming")
        cursor.execute("VACUUM ANALYZE cases_case")


def _is_broken_off(cursor: Any) -> bool:
    cursor.execute("SELECT to_regclass('many_index') IS NOT NULL")
    return bool(cursor.fetchone()[0])


def _values() -> dict[str, Any]:
    from linli.cases.queries.packs import pack_of
    from linli.people.models import Organisation
    from linli.places import queries as places
    from linli.places.models import Area

    pack = pack_of(key="event")
    areas = list(
        Area.objects.filter(is_active=True, children__isnull=True).order_by("code").values_list("code", flat=True)
    )
    orgs = {code[:6]: pk for pk, code in Organisation.objects.order_by("-id").values_list("id", "area_id") if code}
    if not areas or not orgs:
        raise click.ClickException("the city has no areas or no organisations")
    middles = [places.centre_of(code) or (0.0, 0.0) for code in areas]
    categories = [key for key in pack.categories if pack.confidentiality_of(key) != "confidential"]
    channels = ["web", "grid", "phone", "import", "api"]
    return {
        "version": pack.version,
        "areas": areas,
        "area_count": len(areas),
        "lons": [middle[0] for middle in middles],
        "lats": [middle[1] for middle in middles],
        "categories": categories,
        "category_count": len(categories),
        "channels": channels,
        "channel_count": len(channels),
        "orgs": [orgs.get(code[:6]) for code in areas],
    }
