"""Whether cases were closed in time, judged from their promise clocks and closing events alone.

A case is late when its promise fell due before it was closed (before `now`, while it is open; before it was paused,
while it stands still). A case without a promise cannot be late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from linli.cases.queries.packs import pack_of
from linli.cases.queries.scoping import after


@dataclass(frozen=True, slots=True)
class Punctuality:
    """An organisation's cases: how many in time and how many late, open ones included."""

    org_id: int
    code: str
    name: str
    on_time: int
    late: int


# The last clock under the promise's key is the one in force; a reopened case counts from its last closing.
_JUDGED = """
SELECT c.external_number, c.lead_org_id, k.due_at < coalesce(k.paused_at, closed.at, %s) AS late
FROM cases_case c
LEFT JOIN LATERAL (SELECT due_at, paused_at FROM cases_clock k WHERE k.case_id = c.id AND k.key = ANY(%s)
                   ORDER BY k.started_at DESC, k.id DESC LIMIT 1) k ON TRUE
LEFT JOIN LATERAL (SELECT max(e.at) AS at FROM cases_event e
                   WHERE c.closed_at IS NOT NULL AND e.case_id = c.id AND e.to_stage = ANY(%s)
                     AND e.from_stage <> e.to_stage) closed ON TRUE
WHERE c.pack = %s AND c.area_id >= %s AND c.area_id < %s AND (%s = '' OR c.source = %s)
"""
_BY_ORGANISATION = f"""
SELECT o.id, o.code, o.name, count(*) FILTER (WHERE late IS NOT TRUE), count(*) FILTER (WHERE late)
FROM ({_JUDGED}) j JOIN people_organisation o ON o.id = j.lead_org_id GROUP BY o.id ORDER BY o.code
"""  # noqa: S608 both halves are constants of this module


def by_organisation(*, pack: str, area: str, now: datetime, source: str = "") -> tuple[Punctuality, ...]:
    """The organisations that lead cases of the pack in the area (of one import's `source`, if given)."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ORGANISATION, _parameters(pack, area, now, source))
        return tuple(Punctuality(*row) for row in cursor.fetchall())


def each(*, pack: str, area: str, now: datetime, source: str) -> Iterator[tuple[str, bool]]:
    """External number, and whether in time, of every case of an import."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, _parameters(pack, area, now, source))
        for number, _org, late in cursor.fetchall():
            yield number, late is not True


def _parameters(key: str, area: str, now: datetime, source: str) -> list[Any]:
    pack = pack_of(key=key)
    promises = [rule.key for rule in pack.clocks.values() if rule.is_promise]
    finals = [stage.key for stage in pack.stages.values() if stage.is_final]
    return [now, promises, finals, key, area, after(area), source, source]
