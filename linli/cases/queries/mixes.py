"""Measures of areas or organisations by kind, category and channel: for fair comparisons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from linli.cases.queries.counting import countable, secret_categories
from linli.cases.queries.scoping import Where, after
from linli.cases.rules.tallies import kept_as

_SUMS = """
SELECT {unit} AS unit, pack, category, channel, measure, sum(n)::bigint, sum(total)::bigint FROM (
    SELECT area_code, org_id, pack, category, channel, measure, n, total FROM cases_tally WHERE {where}
    UNION ALL
    SELECT area_code, org_id, pack, category, channel, measure, n, total FROM cases_tallydelta WHERE {where}
) counted GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0 OR sum(total) <> 0
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
    return _found(where, "left(area_code, %s)", [width], measures)


def by_organisation(
    *, area: str, measures: Collection[str], since: date, until: date, pack: str = ""
) -> tuple[Mixed, ...]:
    """Of the organisations that lead cases in the area, each with those there."""
    where = _where(area, measures, since, until, pack)
    where.add("org_id <> 0")
    return _found(where, "org_id::text", [], measures)


def is_counted(*, pack: str, category: str) -> bool:
    """Whether cases of the kind and category are counted for comparisons at all."""
    kind = next((one for one in countable() if one.key == pack), None)
    return kind is not None and category not in secret_categories(pack=kind)


def _where(area: str, measures: Collection[str], since: date, until: date, pack: str) -> Where:
    where = Where()
    where.add("measure = ANY(%s) AND area_code >= %s AND area_code < %s", _kept(measures), area, after(area))
    where.add("date BETWEEN %s AND %s", since, until)
    where.add("pack = ANY(%s)", [one.key for one in countable() if pack in ("", one.key)])
    return where


def _kept(measures: Collection[str]) -> list[str]:
    return sorted({kept_as(measure)[0] for measure in measures})


def _found(where: Where, unit: str, values: list[Any], measures: Collection[str]) -> tuple[Mixed, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_SUMS.format(unit=unit, where=where.sql()), [*values, *where.values, *where.values])
        rows = cursor.fetchall()
    named: dict[str, list[tuple[str, bool]]] = {}
    for measure in sorted(set(measures)):
        name, is_total = kept_as(measure)
        named.setdefault(name, []).append((measure, is_total))
    return tuple(
        Mixed(one, kind, category, channel, measure, int(total if is_total else n))
        for one, kind, category, channel, name, n, total in rows
        for measure, is_total in named[name]
        if (total if is_total else n)
    )
