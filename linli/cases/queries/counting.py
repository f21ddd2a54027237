"""How many cases of a kind came in, are open, were closed, place by place: from the tallies, never a scan of cases.

Only kinds whose cases everybody with an area may list are counted, so that every number agrees with its list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from linli.cases.queries.packs import installed
from linli.cases.queries.scoping import after
from linli.places import queries as places
from linli.process.definition import Pack

# Stocks are sums over all dates; flows are of the dates asked for. Both parts read ranges of the tallies' own key.
_COUNTS = """
SELECT left(area_code, %(width)s) AS place, measure, sum(n)::bigint FROM (
    SELECT area_code, measure, n FROM cases_tally
    WHERE measure = 'open' AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
    UNION ALL
    SELECT area_code, measure, n FROM cases_tally
    WHERE measure IN ('opened', 'closed') AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND date BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT area_code, measure, n FROM cases_tallydelta
    WHERE area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND (measure = 'open' OR measure IN ('opened', 'closed') AND date BETWEEN %(since)s AND %(until)s)
) counted GROUP BY 1, 2 HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A place. `is_itself`: only what lies in the area itself and in none of the areas below it."""

    code: str
    opened: int
    open: int
    closed: int
    is_itself: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """An area, and the places that it is made of: they add up to it."""

    whole: Counted
    parts: tuple[Counted, ...]


def countable() -> tuple[Pack, ...]:
    """The kinds of matter that may be counted here, retired ones among them, by key."""
    return tuple(pack for pack in installed().known() if _all_may_be_listed(pack))


def counts(*, pack: str, area: str, since: date, until: date) -> Counts:
    """The kind's cases in the area and in each area directly below it. One statement.

    Opened and closed on the dates, the first and the last among them; open now.
    """
    below = places.children_of(area)
    width = max((len(row.code) for row in below), default=len(area))
    values: dict[str, str | int | date] = {
        "width": width,
        "area": area,
        "after": after(area),
        "pack": pack,
        "since": since,
        "until": until,
    }
    found: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        for code, measure, n in cursor.fetchall():
            sums = found.setdefault(_part(code, (row.code for row in below)) or area, {})
            sums[measure] = sums.get(measure, 0) + int(n)
    parts = [_counted(row.code, found.get(row.code, {})) for row in below]
    itself = _counted(area, found.get(area, {}), is_itself=True)
    if below and (itself.opened or itself.open or itself.closed):
        parts.append(itself)
    every = [*parts, *([] if below else [itself])]
    whole = Counted(
        area, sum(one.opened for one in every), sum(one.open for one in every), sum(one.closed for one in every)
    )
    return Counts(whole, tuple(parts))


def _all_may_be_listed(pack: Pack) -> bool:
    """Nothing of the kind is kept from those whose area it lies in."""
    levels = {pack.confidentiality, *(one.confidentiality for one in pack.categories.values())}
    hides = any(one.hides_from for one in pack.facts())
    return "confidential" not in levels and not hides


def _part(code: str, below: Iterable[str]) -> str:
    return next((one for one in below if code.startswith(one)), "")


def _counted(code: str, sums: Mapping[str, int], *, is_itself: bool = False) -> Counted:
    return Counted(code, sums.get("opened", 0), sums.get("open", 0), sums.get("closed", 0), is_itself)
