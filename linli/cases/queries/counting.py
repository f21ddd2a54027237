"""How many cases of a kind came in, are open, were closed, and what its pack counts beside: place by place and category
by category, from the tallies, never a scan of cases.

Only what everybody with an area may list is counted, so that every number agrees with its list: kinds that are
confidential or hide cases from somebody are left out, and of the others the confidential categories.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from linli.cases.queries.packs import installed
from linli.cases.queries.scoping import after
from linli.cases.rules.counting import DAYS
from linli.places import queries as places
from linli.process.definition import Pack

# Stocks are sums over all dates; flows are of the dates asked for. Both parts read ranges of the tallies' own key.
_COUNTS = """
SELECT left(area_code, %(width)s) AS place, split_part(category, '.', 1) AS top, measure, sum(n)::bigint FROM (
    SELECT area_code, category, measure, n FROM cases_tally
    WHERE measure = 'open' AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
    UNION ALL
    SELECT area_code, category, measure, n FROM cases_tally
    WHERE measure = ANY(%(flows)s) AND area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND date BETWEEN %(since)s AND %(until)s
    UNION ALL
    SELECT area_code, category, measure, n FROM cases_tallydelta
    WHERE area_code >= %(area)s AND area_code < %(after)s AND pack = %(pack)s
      AND (measure = 'open' OR measure = ANY(%(flows)s) AND date BETWEEN %(since)s AND %(until)s)
) counted WHERE category <> ALL(%(secret)s) GROUP BY 1, 2, 3 HAVING sum(n) <> 0
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A place or a category (`code`). `more`: what the pack counts, and the days of what it times.

    `is_itself`: only what lies in the area itself and in none of the areas below it.
    """

    code: str
    opened: int
    open: int
    closed: int
    more: Mapping[str, int] = field(default_factory=dict)
    is_itself: bool = False

    def mean_days(self, count: str) -> float | None:
        """The mean days of a timed count; None where nothing was counted."""
        n = self.more.get(count, 0)
        return self.more.get(count + DAYS, 0) / n if n else None


@dataclass(frozen=True, slots=True)
class Counts:
    """An area, the places that it is made of, and its first-level categories: both add up to it."""

    whole: Counted
    parts: tuple[Counted, ...]
    categories: tuple[Counted, ...] = ()


def countable() -> tuple[Pack, ...]:
    """The kinds of matter that may be counted here, retired ones among them, by key."""
    return tuple(pack for pack in installed().known() if _may_be_listed(pack))


def secret_categories(*, pack: Pack) -> tuple[str, ...]:
    """The categories that are confidential, and therefore not counted."""
    return tuple(key for key in pack.categories if pack.confidentiality_of(key) == "confidential")


def counts(*, pack: Pack, area: str, since: date, until: date) -> Counts:
    """The kind's cases in the area, in each area directly below it, and by first-level category. One statement.

    Opened, closed and counted on the dates, the first and the last among them; open now.
    """
    below = places.children_of(area)
    codes = tuple(row.code for row in below)
    by_place: dict[str, Counter[str]] = {}
    by_category: dict[str, Counter[str]] = {}
    for code, top, measure, n in _found(pack, area, max(map(len, codes), default=len(area)), since, until):
        by_place.setdefault(_part(code, codes) or area, Counter())[measure] += n
        by_category.setdefault(top, Counter())[measure] += n
    parts = [_counted(code, by_place.get(code, {})) for code in codes]
    itself = _counted(area, by_place.get(area, {}), is_itself=True)
    if below and (itself.opened or itself.open or itself.closed or itself.more):
        parts.append(itself)
    whole = Counter[str]()
    for sums in by_place.values():
        whole.update(sums)
    tops = [key for key in (*(one.key for one in pack.categories.values() if not one.parent), "") if key in by_category]
    return Counts(_counted(area, whole), tuple(parts), tuple(_counted(key, by_category[key]) for key in tops))


def _found(pack: Pack, area: str, width: int, since: date, until: date) -> list[tuple[str, str, str, int]]:
    timed = [key + DAYS for key, one in pack.counts_of_cases().items() if one.timed]
    values: dict[str, str | int | date | list[str]] = {
        "width": width,
        "area": area,
        "after": after(area),
        "pack": pack.key,
        "since": since,
        "until": until,
        "flows": ["opened", "closed", *pack.counts_of_cases(), *timed],
        "secret": list(secret_categories(pack=pack)),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        return [(code, top, measure, int(n)) for code, top, measure, n in cursor.fetchall()]


def _may_be_listed(pack: Pack) -> bool:
    """Whether those whose area it lies in may list its cases, but for confidential categories."""
    hides = any(one.hides_from for one in pack.facts())
    return pack.confidentiality != "confidential" and not hides


def _part(code: str, below: Iterable[str]) -> str:
    return next((one for one in below if code.startswith(one)), "")


def _counted(code: str, sums: Mapping[str, int], *, is_itself: bool = False) -> Counted:
    more = {key: n for key, n in sums.items() if key not in {"opened", "open", "closed"}}
    return Counted(code, sums.get("opened", 0), sums.get("open", 0), sums.get("closed", 0), more, is_itself)
