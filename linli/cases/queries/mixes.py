"""Measures of areas or organisations by kind, category and channel: for comparisons that allow for what each has to do.

Only what everybody with an area may list is counted, as on the page of counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from linli.cases.models import Tally
from linli.cases.queries.counting import countable, secret_categories
from linli.cases.queries.scoping import Where, after

_SUMS = """
SELECT {unit} AS unit, pack, category, via, measure, sum(n)::bigint FROM (
    SELECT area_code, org_id, pack, category, {channel} AS via, measure, n FROM cases_tally WHERE {where}
    UNION ALL
    SELECT area_code, org_id, pack, category, {channel} AS via, measure, n FROM cases_tallydelta WHERE {where}
) counted GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Mixed:
    """`n` of a measure, of a unit: an area's code, or an organisation's id."""

    unit: str
    pack: str
    category: str
    channel: str
    measure: str
    n: int


def by_area(
    *, area: str, width: int, measures: Collection[str], since: date, until: date, pack: str = ""
) -> tuple[Mixed, ...]:
    """Of the areas under `area` whose codes are `width` long: what lies in them or below."""
    where = _where(area, measures, since, until, pack)
    where.add("length(area_code) >= %s", width)
    return _found(where, "left(area_code, %s)", [width])


def by_organisation(
    *, area: str, measures: Collection[str], since: date, until: date, pack: str = ""
) -> tuple[Mixed, ...]:
    """Of the organisations that lead cases in the area, each with those there."""
    where = _where(area, measures, since, until, pack)
    where.add("org_id <> 0")
    return _found(where, "org_id::text", [])


def is_counted(*, pack: str, category: str) -> bool:
    """Whether cases of the kind and category are counted for comparisons at all."""
    kind = next((one for one in countable() if one.key == pack), None)
    return kind is not None and category not in secret_categories(pack=kind)


def keeps_channel() -> bool:
    """Tallies are kept by channel from the release on that adds it to their key."""
    return any(field.name == "channel" for field in Tally._meta.fields)


def _where(area: str, measures: Collection[str], since: date, until: date, pack: str) -> Where:
    where = Where()
    where.add("measure = ANY(%s) AND area_code >= %s AND area_code < %s", sorted(measures), area, after(area))
    where.add("date BETWEEN %s AND %s", since, until)
    where.add("pack = ANY(%s)", [one.key for one in countable() if pack in ("", one.key)])
    return where


def _found(where: Where, unit: str, values: list[Any]) -> tuple[Mixed, ...]:
    sql = _SUMS.format(unit=unit, where=where.sql(), channel="channel" if keeps_channel() else "''")
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *where.values, *where.values])
        rows = cursor.fetchall()
    secret = {(one.key, key) for one in countable() for key in secret_categories(pack=one)}
    return tuple(
        Mixed(unit, kind, category, channel, measure, int(n))
        for unit, kind, category, channel, measure, n in rows
        if (kind, category) not in secret
    )
