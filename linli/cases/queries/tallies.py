"""Counts from the tallies at every level, with what is not folded yet added: never a scan of cases.

A number is what everybody with the area may list: cases that are confidential or hidden from somebody are in no tally.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal

from django.db import connection

from linli.cases.queries.scoping import Where, after, in_category
from linli.cases.rules import bands
from linli.cases.rules.counting import CLOSED, OPENED
from linli.cases.rules.keeping import DAY, MONTH, Grain, View, kept, months_within
from linli.cases.rules.tallies import kept_as
from linli.places import queries as places
from linli.places.city import current

Boundaries = Literal["then", "now"]
By = Literal["", "area", "pack", "category", "org", "channel", "date", "month"]
Span = tuple[date, date]

_SUM = """
SELECT at, grp, measure, band, sum(n)::bigint, sum(total)::bigint FROM ({parts}) parts
GROUP BY 1, 2, 3, 4 HAVING sum(n) <> 0 OR sum(total) <> 0
"""
# An area's own sums, kept as cases change.
_KEPT = """
SELECT {at} AS at, {group} AS grp, measure, {told}
WHERE area_code = ANY(%s) AND view = %s AND grain = %s AND measure = ANY(%s) AND {where}
"""
_WHOLE = "0::smallint AS band, n, total FROM cases_areatally t"
_BY_TIMES = """told.band, told.n, told.total FROM cases_areatally t CROSS JOIN LATERAL (
    SELECT 0::smallint, CASE WHEN t.bands = '{}' THEN t.n ELSE 0 END, t.total
    UNION ALL SELECT band, lasting, 0 FROM unnest(t.bands, t.times) AS u (band, lasting)
) AS told (band, n, total)"""
# What lies in the areas and below, added up where no sums are kept: ranges of the tallies' own key.
_LYING = """
SELECT {at} AS at, {group} AS grp, measure, {band} AS band, n, total
FROM unnest(%s::text[], %s::text[]) AS place (code, after)
JOIN {table} t ON t.area_code >= place.code COLLATE "C" AND t.area_code < place.after COLLATE "C"
WHERE measure = ANY(%s) AND {where}
"""
_COLUMNS: Mapping[str, str] = {"category": "category", "org": "org_id::text", "channel": "channel"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted: in these areas, of the dates from `since` to `until`, both among them.

    No date is no end. `category` is meant with all below it, unless it ends with `ITSELF`; `org` 0 is what nobody
    leads. `with_times`: so that quantiles can be read. `boundaries`: where the cases lay when they were counted, or
    where those places lie now that some were drawn anew.
    """

    areas: tuple[str, ...]
    measures: Collection[str]
    since: date | None = None
    until: date | None = None
    pack: str = ""
    category: str = ""
    org: int | None = None
    channel: str = ""
    with_times: bool = False
    boundaries: Boundaries = "then"


@dataclass(slots=True)
class Sums:
    """What was counted, by measure: `n` cases or times, what they add up, and how many in each class of times."""

    counts: Counter[str] = field(default_factory=Counter)
    totals: Counter[str] = field(default_factory=Counter)
    times: dict[str, Counter[int]] = field(default_factory=dict)

    def __getitem__(self, measure: str) -> int:
        """A measure by the name that formulas use: `closed`, or `took_minutes` for what the closed ones add up."""
        name, is_total = kept_as(measure)
        return (self.totals if is_total else self.counts)[name]

    @property
    def open(self) -> int:
        """What is open at the end of the dates. Only of sums without a first date."""
        return self.counts[OPENED] - self.counts[CLOSED]

    def mean(self, measure: str) -> float | None:
        """What a timed measure took on average; None where nothing was counted."""
        n = self.counts[measure]
        return self.totals[measure] / n if n else None

    def quantile(self, measure: str, share: float) -> float | None:
        """The minutes that this share of a timed measure's cases did not exceed, to within a tenth."""
        return bands.quantile(bands=self.times.get(measure, {}), share=share)

    def merge(self, other: "Sums") -> None:
        """What was counted elsewhere, added."""
        self.counts.update(other.counts)
        self.totals.update(other.totals)
        for measure, bands_ in other.times.items():
            self.times.setdefault(measure, Counter()).update(bands_)

    def add(self, measure: str, band: int, n: int, total: int) -> None:
        """More of a measure."""
        self.counts[measure] += n
        self.totals[measure] += total
        if band:
            self.times.setdefault(measure, Counter())[band] += n


def kept_levels() -> Mapping[int, tuple[Grain, ...]]:
    """The lengths of the codes of areas whose sums are kept, with how finely."""
    city = current()
    return kept(widths=[level.total for level in city.levels if level.total >= len(city.root)])


def levels() -> tuple[list[int], list[str]]:
    """The levels that keep sums, as statements read them: a code's length and a grain, side by side."""
    pairs = [(width, grain) for width, grains in kept_levels().items() for grain in grains]
    return [width for width, _grain in pairs], [grain for _width, grain in pairs]


def read(*, asked: Asked, by: By = "") -> Mapping[str, Sums]:
    """The sums by group; without one, all under an empty key. Categories are told apart as `pack:category`."""
    return read_each(asked=(asked,), by=by)[0]


def read_each(*, asked: Sequence[Asked], by: By = "") -> tuple[Mapping[str, Sums], ...]:
    """The sums of each of several, in their order, read in one statement."""
    found: tuple[dict[str, Sums], ...] = tuple({} for _one in asked)
    for at, group, measure, band, n, total in _rows(asked, by):
        found[at].setdefault(group, Sums()).add(measure, band, int(n), int(total))
    for sums, one in zip(found, asked, strict=True):
        if one.boundaries == "now":
            _move(sums, one, by)
    return found


def _move(found: dict[str, Sums], asked: Asked, by: By) -> None:
    """Adds what lay in places that belong to the areas now, and takes away what does not belong to them any more."""
    for area in asked.areas:
        moved = places.moved(area)
        for codes, sign in ((moved.here, 1), (moved.away, -1)):
            old = replace(asked, areas=codes, boundaries="then")
            for _at, group, measure, band, n, total in _rows((old,), "" if by == "area" else by):
                key = area if by == "area" else group
                found.setdefault(key, Sums()).add(measure, band, sign * int(n), sign * int(total))


def total(*, measure: str, area: str, since: date | None = None, until: date | None = None, pack: str = "") -> int:
    """One measure in an area."""
    found = read(asked=Asked((area,), (measure,), since, until, pack=pack))
    return found[""][measure] if found else 0


def open_now(*, area: str, pack: str = "") -> int:
    """How many cases are open in an area: what came in ever, less what is closed."""
    found = read(asked=Asked((area,), (OPENED, CLOSED), pack=pack))
    return found[""].open if found else 0


def _rows(asked: Sequence[Asked], by: By) -> list[tuple[Any, ...]]:
    """Each with the place of its question."""
    parts = [part for at, one in enumerate(asked) for same in _by_level(one) for part in _parts(same, by, at)]
    if not parts:
        return []
    sql = _SUM.format(parts="UNION ALL".join(sql for sql, _values in parts))
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _sql, values in parts for value in values])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _by_level(asked: Asked) -> Iterator[Asked]:
    """The same of the areas of each level: not all levels keep sums."""
    for _width, areas in groupby(sorted(asked.areas, key=len), key=len):
        yield replace(asked, areas=tuple(areas))


def _parts(asked: Asked, by: By, at: int) -> Iterator[tuple[str, list[Any]]]:
    """The statements whose rows are added up: whole months, the days about them, and what is not folded yet."""
    view, whole = _view(asked, by), (asked.since or date.min, asked.until or date.max)
    grains = kept_levels().get(len(asked.areas[0]), ()) if view else ()
    months = months_within(since=asked.since, until=asked.until) if MONTH in grains and by != "date" else None
    if view and months:
        yield _kept(asked, by, at, view, MONTH, [months])
    days = _about(whole, months)
    if view and days and DAY in grains:
        yield _kept(asked, by, at, view, DAY, days)
    elif days:
        yield _lying(asked, by, at, "cases_tally", days)
    yield _lying(asked, by, at, "cases_tallydelta", [whole])


def _view(asked: Asked, by: By) -> View | None:
    """The view that tells apart all that is asked for; None where no single one does."""
    told: set[View] = set()
    if by == "category" or asked.category:
        told.add("category")
    if by == "org" or asked.org is not None:
        told.add("org")
    if by == "channel" or asked.channel:
        told.add("channel")
    return "pack" if not told else told.pop() if len(told) == 1 else None


def _about(whole: Span, months: Span | None) -> list[Span]:
    """The dates that the months leave over."""
    if months is None:
        return [whole]
    found = []
    if whole[0] < months[0]:
        found.append((whole[0], months[0] - timedelta(days=1)))
    if months[1] < date.max.replace(day=1) and (first := _next_month(months[1])) <= whole[1]:
        found.append((first, whole[1]))
    return found


def _next_month(day: date) -> date:
    return (day + timedelta(days=32)).replace(day=1)


def _kept(asked: Asked, by: By, at: int, view: View, grain: Grain, spans: Sequence[Span]) -> tuple[str, list[Any]]:
    where = Where()
    _narrow(where, asked, spans, dict.fromkeys(_COLUMNS, "key"))
    groups = {**dict.fromkeys(_COLUMNS, "key"), "area": "area_code", "category": "pack || ':' || key"}
    told = _BY_TIMES if asked.with_times else _WHOLE
    sql = _KEPT.format(at=at, group=_group(by, groups), told=told, where=where.sql())
    return sql, [list(asked.areas), view, grain, _names(asked), *where.values]


def _lying(asked: Asked, by: By, at: int, table: str, spans: Sequence[Span]) -> tuple[str, list[Any]]:
    where = Where()
    _narrow(where, asked, spans, _COLUMNS)
    groups = {**_COLUMNS, "area": "place.code", "category": "pack || ':' || category"}
    band = "band" if asked.with_times else "0"
    sql = _LYING.format(at=at, group=_group(by, groups), band=band, table=table, where=where.sql())
    return sql, [list(asked.areas), [after(code) for code in asked.areas], _names(asked), *where.values]


def _group(by: By, groups: Mapping[str, str]) -> str:
    if by == "date":
        return "date::text"
    if by == "month":
        return "to_char(date, 'YYYY-MM')"
    return groups.get(by, "pack" if by == "pack" else "''")


def _names(asked: Asked) -> list[str]:
    return sorted({kept_as(measure)[0] for measure in asked.measures})


def _narrow(where: Where, asked: Asked, spans: Sequence[Span], columns: Mapping[str, str]) -> None:
    """The dates, and what of the cases was asked for."""
    dated = [("date BETWEEN %s AND %s", span) for span in spans]
    where.add(f"({' OR '.join(sql for sql, _span in dated)})", *(day for _sql, span in dated for day in span))
    if asked.pack:
        where.add("pack = %s", asked.pack)
    in_category(where, columns["category"], asked.category)
    if asked.org is not None:
        where.add(f"{columns['org']} = %s", str(asked.org))
    if asked.channel:
        where.add(f"{columns['channel']} = %s", asked.channel)
