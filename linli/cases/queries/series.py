"""Daily series of a measure from the tallies, with what is not folded yet added: never a scan of cases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from linli.cases.queries.counting import countable
from linli.cases.queries.scoping import after
from linli.process.definition import Pack

__all__ = ["Daily", "countable", "daily"]

_DAILY = """
SELECT area_code, category, date, sum(n)::bigint FROM (
    SELECT area_code, category, date, n FROM cases_tally
    WHERE measure = %(measure)s AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND date BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT area_code, category, date, n FROM cases_tallydelta
    WHERE measure = %(measure)s AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND date BETWEEN %(since)s AND %(until)s
) counted GROUP BY 1, 2, 3 HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Daily:
    """So many on a date, of one category, where the cases themselves lie."""

    area_code: str
    category: str
    date: date
    n: int


def daily(*, measure: str, pack: Pack, area: str, since: date, until: date) -> Iterator[Daily]:
    """What was counted in the area on the dates, both among them, where the cases themselves lie. One statement."""
    values: dict[str, str | date] = {
        "measure": measure,
        "area": area,
        "after": after(area),
        "pack": pack.key,
        "since": since,
        "until": until,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAILY, values)
        for code, category, day, n in cursor.fetchall():
            yield Daily(code, category, day, int(n))
