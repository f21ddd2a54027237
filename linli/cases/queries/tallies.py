"""Counts from the tallies, with what is not folded yet added: never a scan of cases."""

from datetime import date
from typing import Literal

from django.db import connection

from linli.cases.queries.scoping import Where, after

Group = Literal["", "category", "org_id", "date", "pack"]

_SUM = """
SELECT {group} AS grp, sum(n)::bigint FROM (
    SELECT {columns}, n FROM cases_tally WHERE {where}
    UNION ALL SELECT {columns}, n FROM cases_tallydelta WHERE {where}
) t GROUP BY 1 HAVING sum(n) <> 0 ORDER BY 2 DESC
"""


def totals(
    *, measure: str, area: str, group: Group, since: date | None = None, until: date | None = None, pack: str = ""
) -> dict[str, int]:
    """The measure by group in an area. Stocks such as `open` are sums over all dates: give none."""
    where = Where()
    where.add("measure = %s AND area_code >= %s AND area_code < %s", measure, area, after(area))
    if since:
        where.add("date >= %s", since)
    if until:
        where.add("date <= %s", until)
    if pack:
        where.add("pack = %s", pack)
    sql = _SUM.format(group=f"{group}::text" if group else "''", columns=group or "date", where=where.sql())
    with connection.cursor() as cursor:
        cursor.execute(sql, [*where.values, *where.values])
        return {str(key): int(n) for key, n in cursor.fetchall()}


def total(*, measure: str, area: str, since: date | None = None, until: date | None = None, pack: str = "") -> int:
    """The measure in an area."""
    return sum(totals(measure=measure, area=area, group="", since=since, until=until, pack=pack).values())
