"""Millions of cases for reading: rows of cases alone, made by the database itself. They have no events and no clocks.

For what reads cases and tallies, not for what walks them: `generating` makes whole ones, a hundred times slower.
"""

from collections.abc import Callable

import click

SOURCE = "many"
STEP = 500_000
YEARS = 3

# What differs from case to case is drawn from arrays; an md5 of its number is the dice, so that a run can be repeated.
_CASES = """
INSERT INTO cases_case (
    id, number, pack, pack_version, category, title, text, fields, urgency, confidentiality, channel, stage,
    previous_stage, outcome, holder_kind, holder_area, holder_org_id, lead_org_id, pending_area, area_id, address,
    located_by, located_reason, opened_at, due_at, promised_at, closed_at, updated_at, source, external_number, rating,
    is_demo, counts, version, event_count, last_hash
)
SELECT drawn.n, 'MN-' || drawn.n, 'event', %(version)s, category, title, '', '{}', 'normal', 'public', channel,
       CASE WHEN is_open THEN 'handling' ELSE 'closed' END, '', CASE WHEN is_open THEN '' ELSE 'resolved' END,
       CASE WHEN is_open THEN 'org' ELSE 'desk' END, left(area, 9), CASE WHEN is_open THEN org END, org, '', area, '',
       'point', '', opened, CASE WHEN is_open THEN promised END, promised, CASE WHEN is_open THEN NULL ELSE closed END,
       opened, %(source)s, drawn.n::text, NULL, FALSE,
       jsonb_build_object('counted:responded', extract(epoch FROM opened + waited * interval '1 minute')::bigint)
       || CASE WHEN is_open OR drawn.d[4] %% 3 > 0 THEN '{}'
          ELSE jsonb_build_object('counted:reached', extract(epoch FROM closed)::bigint) END
       || CASE WHEN drawn.d[5] %% 20 = 0
          THEN jsonb_build_object('counted:returned', extract(epoch FROM opened + interval '1 day')::bigint) ELSE '{}'
          END,
       1, 1, '\\x00'
FROM (
    SELECT n, ARRAY(SELECT ('x' || substr(md5(n::text || ':' || k), 1, 7))::bit(28)::int FROM generate_series(1, 8) k) d
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) n
) drawn
CROSS JOIN LATERAL (
    SELECT (%(areas)s::text[])[1 + d[1] %% %(area_count)s] AS area,
           (%(categories)s::text[])[1 + d[2] %% %(category_count)s] AS category,
           (%(channels)s::text[])[1 + d[3] %% %(channel_count)s] AS channel,
           %(now)s::timestamptz - (d[6]::float8 / 268435456) * interval '1095 days' AS opened,
           exp(d[7]::float8 / 268435456 * 9)::int AS took, exp(d[8]::float8 / 268435456 * 7)::int AS waited
) told
CROSS JOIN LATERAL (
    SELECT opened + took * interval '1 minute' AS closed, opened + interval '4 days' AS promised,
           opened + took * interval '1 minute' > %(now)s OR d[4] %% 100 < 2 AND opened > %(now)s - interval '60 days'
               AS is_open,
           (%(orgs)s::jsonb->>left(area, 6))::bigint AS org, category || ' ' || n AS title
) timed
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'cases_case'
AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE conrelid = 'cases_case'::regclass)
"""


def ensure(*, size: int, say: Callable[[str], None]) -> None:
    """As many cases as wanted, if there are fewer. Indexes are made afterwards: that is three times as fast."""
    from django.db import connection
    from django.utils import timezone

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_case WHERE source = %s", [SOURCE])
        first = cursor.fetchone()[0] + 1
        if first > size:
            return
        cursor.execute(_INDEXES)
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        # No foreign key is looked up row by row: every value comes out of the tables that it points to.
        cursor.execute("SET session_replication_role = replica")
        values = _values() | {"now": timezone.now(), "source": SOURCE}
        for start in range(first, size + 1, STEP):
            last = min(start + STEP - 1, size)
            cursor.execute(_CASES, values | {"first": start, "last": last})
            say(f"{last:,} of {size:,} cases")
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for number, (name, definition) in enumerate(indexes, start=1):
            say(f"index {number} of {len(indexes)}: {name}")
            cursor.execute(definition)
        say("vacuuming")
        cursor.execute("VACUUM ANALYZE cases_case")


def _values() -> dict[str, object]:
    import orjson

    from linli.cases.queries.packs import pack_of
    from linli.people.models import Organisation
    from linli.places.models import Area

    pack = pack_of(key="event")
    areas = list(
        Area.objects.filter(is_active=True, children__isnull=True).order_by("code").values_list("code", flat=True)
    )
    orgs = {code[:6]: pk for pk, code in Organisation.objects.order_by("-id").values_list("id", "area_id") if code}
    if not areas or not orgs:
        raise click.ClickException("the city has no areas or no organisations")
    categories = [key for key in pack.categories if pack.confidentiality_of(key) != "confidential"]
    channels = ["web", "grid", "phone", "import", "api"]
    return {
        "version": pack.version,
        "areas": areas,
        "area_count": len(areas),
        "categories": categories,
        "category_count": len(categories),
        "channels": channels,
        "channel_count": len(channels),
        "orgs": orjson.dumps(orgs).decode(),
    }
