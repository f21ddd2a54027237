"""How many open cases are overdue now and fall due within a day: counted off the index of open cases.

What is late changes without anybody doing anything, so no tally can keep it. The cost grows with what is open and late,
not with what was ever reported.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from linli.cases.queries.lists import SOON
from linli.cases.queries.scoping import Where, after, in_category
from linli.cases.queries.tallies import Asked, By

_COUNT = """
SELECT {group} AS grp, count(*) FILTER (WHERE c.due_at < %s), count(*) FILTER (WHERE c.due_at >= %s)
FROM unnest(%s::text[], %s::text[]) AS place (code, after)
JOIN cases_case c ON c.area_id >= place.code COLLATE "C" AND c.area_id < place.after COLLATE "C"
WHERE c.closed_at IS NULL AND c.due_at < %s AND c.confidentiality <> 'confidential'
  AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id) AND {where} GROUP BY 1
"""
_GROUPS: Mapping[str, str] = {
    "": "''",
    "area": "place.code",
    "pack": "c.pack",
    "category": "c.pack || ':' || c.category",
    "org": "coalesce(c.lead_org_id, 0)::text",
    "channel": "c.channel",
}


@dataclass(frozen=True, slots=True)
class Late:
    """Open cases past their due date, and those due within `SOON`."""

    late: int = 0
    soon: int = 0


def late_now(*, asked: Asked, now: datetime, by: By = "") -> Mapping[str, Late]:
    """By group, as `tallies.read` names them; the dates of `asked` mean nothing here."""
    where = Where()
    _narrow(where, asked)
    places = [list(asked.areas), _ends(asked.areas)]
    with connection.cursor() as cursor:
        sql = _COUNT.format(group=_GROUPS[by], where=where.sql())
        cursor.execute(sql, [now, now, *places, now + SOON, *where.values])
        return {group: Late(late, soon) for group, late, soon in cursor.fetchall()}


def _ends(areas: Sequence[str]) -> list[str]:
    return [after(code) for code in areas]


def _narrow(where: Where, asked: Asked) -> None:
    if asked.pack:
        where.add("c.pack = %s", asked.pack)
    in_category(where, "c.category", asked.category)
    if asked.org is not None:
        where.add("coalesce(c.lead_org_id, 0) = %s", asked.org)
    if asked.channel:
        where.add("c.channel = %s", asked.channel)
