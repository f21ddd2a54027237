"""Tallies and sums of areas from the cases, as statements over packed numbers: for counting anew. See ADR 13.

`recounting` says the same in one step, slowly; `verify` holds the two against each other. The operators of bits bind
alike in SQL, so every one stands in brackets.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from linli.cases.queries.recounting import BAND, TOLD_KINDS, TOOK, UNTIL
from linli.cases.rules.counting import CLOSED, LATE, ON_TIME, OPENED
from linli.cases.rules.keeping import DAY, MONTH, Grain, View
from linli.cases.rules.packing import (
    BAND_BITS,
    DATE_BITS,
    DAY_BITS,
    GRAIN_BITS,
    KEPT,
    MONTH_BITS,
    VIEW_BITS,
    VIEWS,
    Packing,
)

AREAS, WHATS, ORGS, MEASURES = "cases_anew_area", "cases_anew_what", "cases_anew_org", "cases_anew_measure"
FACTS = ("cases_anew_facts_1", "cases_anew_facts_2")
"""What the cases of one part of their table add, row by row, and those of the other."""
OF_EVERY_CASE = (OPENED, CLOSED, ON_TIME, LATE)
SOURCES: Mapping[View, tuple[View, ...]] = {"category": ("category",), "channel": ("channel", "pack"), "org": ("org",)}
"""The views that are summed from what cases add, each with those that are added up from it."""
GRAINS: tuple[Grain, ...] = (DAY, MONTH)

_DATE_MASK = (1 << DATE_BITS) - 1
_MONTH_MASK = ((1 << MONTH_BITS) - 1) << DAY_BITS
_LOW_BITS = 30
"""Of a total, summed as two numbers of four bytes each: that costs a third of summing one of eight."""

DISTINCT_WHAT = "SELECT DISTINCT pack, category, channel FROM cases_case"
_TOLD_OF = "split_part({key}, ':', 1) || ':' || split_part({key}, ':', 2)"
DISTINCT_TOLD = f"""
SELECT DISTINCT {_TOLD_OF.format(key="told")} FROM cases_case c, jsonb_object_keys(c.counts) told
WHERE split_part(told, ':', 1) IN ({TOLD_KINDS})
"""  # noqa: S608 words of this program
# What the numbers stand for, as values of a statement: `Summing.values`.
_NAMED = {
    AREAS: "SELECT * FROM unnest(%(codes)s::text[], %(areas)s::bigint[]) AS t (code, bits)",
    MEASURES: "SELECT * FROM unnest(%(names)s::text[], %(numbers)s::bigint[]) AS t (name, number)",
    WHATS: """SELECT * FROM unnest(%(whats)s::bigint[], %(packs)s::text[], %(categories)s::text[], %(channels)s::text[])
              AS t (bits, pack, category, channel)""",
    ORGS: "SELECT * FROM unnest(%(orgs)s::bigint[], %(org_bits)s::bigint[]) AS t (id, bits)",
}
_TOLD = """SELECT * FROM unnest(%(told)s::text[], %(kinds)s::text[], %(counts)s::text[], %(measures)s::bigint[],
                         %(owners)s::bigint[]) AS t (told, kind, name, bits, org)"""
# A date as its month above its day, of a moment in the city's time; and back, the first of the month without a day.
_DATE = (
    f"((((date_part('year', {{at}})::int * 12 + date_part('month', {{at}})::int - 1) << {DAY_BITS})"
    " | date_part('day', {at})::int)::bigint)"
)
_MONTH_OF = f"((({{packed}}) >> {DAY_BITS}) & {_MONTH_MASK >> DAY_BITS})::int"
_DATE_OF = (
    f"make_date({_MONTH_OF} / 12, mod({_MONTH_OF}, 12) + 1, greatest((({{packed}}) & {(1 << DAY_BITS) - 1})::int, 1))"
)
_LOW = f"(({{total}}) & {(1 << _LOW_BITS) - 1})::int"
_HIGH = f"(({{total}}) >> {_LOW_BITS})::int"
_TOTAL = f"((sum(high) << {_LOW_BITS}) + sum(low))"
_PARTS = f"sum(n)::int AS n, {_LOW.format(total=_TOTAL)} AS low, {_HIGH.format(total=_TOTAL)} AS high"

# What each case adds, as `recounting.OF_CASES` has it. What is needed twice is worked out once, below an OFFSET.
_FACTS = """
CREATE UNLOGGED TABLE {table} AS
SELECT (one.measure | c.area) | one.date AS place,
       (c.what | coalesce(one.org, c.org)) | one.band AS kind,
       one.n, {low} AS low, {high} AS high
FROM (
    SELECT {opened_date} AS opened_date, {closed_date} AS closed_date, c.* FROM (
        SELECT c.opened_at, c.closed_at, c.promised_at, c.counts, org.bits AS org, area.bits << {date} AS area,
               what.bits AS what, {took} AS took, c.opened_at AT TIME ZONE %(zone)s AS opened,
               c.closed_at AT TIME ZONE %(zone)s AS closed
        FROM cases_case c
        JOIN {areas} area ON area.code = c.area_id
        JOIN {whats} what ON what.pack = c.pack AND what.category = c.category AND what.channel = c.channel
        JOIN {orgs} org ON org.id = coalesce(c.lead_org_id, 0)
        WHERE c.confidentiality <> 'confidential' AND NOT EXISTS (SELECT FROM cases_hiding h WHERE h.case_id = c.id)
          AND {where}
        OFFSET 0
    ) c OFFSET 0
) c CROSS JOIN LATERAL (
    SELECT {of_opened}::bigint AS measure, c.opened_date AS date, NULL::bigint AS org, 0::smallint AS band, 1 AS n,
           0::bigint AS total
    UNION ALL
    SELECT {of_closed}, c.closed_date, NULL, ({band_of_took})::smallint, 1, c.took WHERE c.closed_at IS NOT NULL
    UNION ALL
    SELECT CASE WHEN c.closed_at <= c.promised_at THEN {of_on_time} ELSE {of_late} END, c.closed_date, NULL, 0, 1, 0
    WHERE c.closed_at IS NOT NULL AND c.promised_at IS NOT NULL
    UNION ALL
    SELECT k.measure, {counted_date}, k.org,
           (CASE WHEN k.until IS NULL THEN 0 ELSE {band_of_until} END)::smallint,
           CASE k.kind WHEN 'counted' THEN 1 WHEN 'each' THEN k.value::int ELSE 0 END,
           CASE WHEN k.kind = 'sum' THEN k.value::bigint WHEN k.until IS NOT NULL THEN k.until
                WHEN k.org IS NULL THEN k.timed ELSE 0 END
    FROM (
        SELECT told.bits AS measure, told.kind, k.value, CASE WHEN told.name = 'responded' THEN {until} END AS until,
               to_timestamp(CASE told.kind WHEN 'counted' THEN k.value ELSE split_part(k.key, ':', 3) END::bigint)
                   AT TIME ZONE %(zone)s AS at,
               told.org,
               coalesce((c.counts->>('timed:' || told.name))::bigint, 0) AS timed
        FROM jsonb_each_text(c.counts) k JOIN {told} told ON told.told = {told_of} OFFSET 0
    ) k
) one
"""
_TALLIES = """
SELECT measure.name AS measure, area.code AS area_code, {date_of} AS date, what.pack, what.category, org.id AS org_id,
       what.channel, kind & {band_mask} AS band, n, total
FROM (
    SELECT place, kind, sum(n) AS n, {total} AS total FROM ({facts}) facts
    GROUP BY place, kind HAVING sum(n) <> 0 OR {total} <> 0 ORDER BY place, kind
) summed
JOIN {measures} measure ON measure.number = place >> {above_area}
JOIN {areas} area ON area.bits = (place >> {date}) & {area_mask}
JOIN {whats} what ON what.bits = kind & {what_mask}
JOIN {orgs} org ON org.bits = kind & {org_mask}
"""
_GROUPED = """
SELECT place & {place} AS place, kind & {kind} AS kind, {parts} FROM ({source}) source WHERE {condition} GROUP BY 1, 2
"""
# `spot` is a place with the area before the view, the grain and the measure, as the key of `AreaTally` has them.
_SPOT = """
SELECT (((((place >> {date}) & {area_mask}) << {above}) | {tag}) | ((place >> {above_area}) << {date}))
       | (place & {date_mask}) AS spot, kind, n, low, high
FROM ({source}) source WHERE {condition}
"""
_OF_AREAS = """
SELECT area.code AS area_code, ({views})[view + 1] AS view, ({grains})[grain + 1] AS grain, measure.name AS measure,
       {date_of} AS date, what.pack,
       CASE ({views})[view + 1] WHEN 'category' THEN what.category WHEN 'channel' THEN what.channel
            WHEN 'org' THEN org.id::text ELSE '' END AS key,
       n, total, bands, times
FROM (
    SELECT spot, key, sum(n) AS n, {total} AS total,
           ((spot >> {view_at}) & {view_mask})::int AS view, ((spot >> {grain_at}) & {grain_mask})::int AS grain,
           coalesce(array_agg(band) FILTER (WHERE band > 0 AND n <> 0), '{{}}') AS bands,
           coalesce(array_agg(n) FILTER (WHERE band > 0 AND n <> 0), '{{}}') AS times
    FROM (
        SELECT spot, kind >> {band} AS key, (kind & {band_mask})::smallint AS band, n, low, high FROM ({sums}) sums
        WHERE n <> 0 OR low <> 0 OR high <> 0 ORDER BY spot, key, band
    ) banded GROUP BY spot, key
) summed
JOIN {measures} measure ON measure.number = (spot >> {date}) & {measure_mask}
JOIN {areas} area ON area.bits = spot >> {above}
JOIN {whats} what ON what.bits = (key << {band}) & {what_mask}
LEFT JOIN {orgs} org ON org.bits = (key << {band}) & {org_mask}
"""


def days_of(view: View) -> str:
    """The table of a view's days at the finest level that keeps them."""
    return f"cases_anew_{view}_days"


def months_of(view: View, width: int) -> str:
    """The table of a view's months at a level that keeps no days."""
    return f"cases_anew_{view}_months_{width}"


def sums_of(view: View) -> str:
    """The table of all that is kept of a view."""
    return f"cases_anew_{view}_sums"


@dataclass(frozen=True, slots=True)
class Told:
    """The beginning of the name of a count, and for which organisation it counts, if for one of its own."""

    kind: str
    name: str
    org: int | None

    @classmethod
    def of(cls, told: str) -> "Told":
        """As `DISTINCT_TOLD` finds it: `counted:responded`, `each:asked@7`."""
        kind, _colon, rest = told.partition(":")
        name, _at, owner = rest.partition("@")
        return cls(kind, name, int(owner) if owner else None)


@dataclass(frozen=True, slots=True)
class Summing:
    """The statements of one rebuild. `levels`: as `tallies.kept_levels` has them; `told`: the beginnings of the names
    of counts, as `DISTINCT_TOLD` finds them."""

    packing: Packing
    told: Sequence[str]
    levels: Mapping[int, tuple[Grain, ...]]

    @property
    def _above_area(self) -> int:
        return DATE_BITS + self.packing.whole_area.bit_length()

    @property
    def _above(self) -> int:
        """Where the area of a spot begins."""
        return DATE_BITS + self.packing.measure_bits + GRAIN_BITS + VIEW_BITS

    @property
    def _finest(self) -> int:
        return max(width for width, grains in self.levels.items() if DAY in grains)

    def values(self) -> dict[str, list[str] | list[int] | list[int | None]]:
        """What the numbers stand for, as `names` and `facts` read it."""
        packed, what = self.packing, self.packing.what
        told = [Told.of(one) for one in self.told]
        orgs = {org: number << packed.shift("org") for org, number in packed.orgs.items()}
        return {
            "codes": [*packed.areas],
            "areas": [*packed.areas.values()],
            "names": [*packed.measures],
            "numbers": [*packed.measures.values()],
            "whats": [one.bits for one in what],
            "packs": [one.pack for one in what],
            "categories": [one.category for one in what],
            "channels": [one.channel for one in what],
            "orgs": [*orgs],
            "org_bits": [*orgs.values()],
            "told": [*self.told],
            "kinds": [one.kind for one in told],
            "counts": [one.name for one in told],
            "measures": [packed.measures[one.name] << self._above_area for one in told],
            "owners": [None if one.org is None else orgs[one.org] for one in told],
        }

    def names(self) -> Iterator[str]:
        """Makes the tables of what the numbers stand for. Their values: `values`."""
        for table, select in _NAMED.items():
            yield f"CREATE UNLOGGED TABLE {table} AS {select}"
            yield f"ANALYZE {table}"

    def facts(self, *, table: str, where: str) -> str:
        """Makes what those of the cases `c` add for which the condition holds. Its values: `values` and `zone`.

        It reads at a moment at which the tables of `names` are not there.
        """
        of = {name: self.packing.measures[name] << self._above_area for name in OF_EVERY_CASE}
        return _FACTS.format(
            table=table, where=where, areas=f"({_NAMED[AREAS]})", whats=f"({_NAMED[WHATS]})", told=f"({_TOLD})",
            told_of=_TOLD_OF.format(key="k.key"),
            orgs=f"({_NAMED[ORGS]})", date=DATE_BITS, low=_LOW.format(total="one.total"),
            high=_HIGH.format(total="one.total"),
            opened_date=_DATE.format(at="c.opened"), closed_date=_DATE.format(at="c.closed"), took=TOOK, until=UNTIL,
            counted_date=_DATE.format(at="k.at"), band_of_took=BAND.format(minutes="c.took"),
            band_of_until=BAND.format(minutes="k.until"), of_opened=of[OPENED], of_closed=of[CLOSED],
            of_on_time=of[ON_TIME], of_late=of[LATE],
        )  # fmt: skip

    def tallies(self) -> str:
        """Reads the tallies, in the order of their key."""
        return _TALLIES.format(
            facts=_every(FACTS), measures=MEASURES, areas=AREAS, whats=WHATS, orgs=ORGS,
            total=_TOTAL, date_of=_DATE_OF.format(packed="place"), above_area=self._above_area, date=DATE_BITS,
            **self._masks(),
        )  # fmt: skip

    def views(self, view: View) -> Iterator[str]:
        """Sums a view's days at the finest level that keeps them, and its months at those that keep none; then makes
        what is kept of the view, and of those added up from it."""
        days = self._grouped(view, width=self._finest, grain=DAY, source=_every(FACTS), is_all=True)
        yield f"CREATE UNLOGGED TABLE {days_of(view)} AS {days}"
        for width in self._without_days():
            months = self._grouped(view, width=width, grain=MONTH, source=_every(FACTS))
            yield f"CREATE UNLOGGED TABLE {months_of(view, width)} AS {months}"
        for made in SOURCES[view]:
            yield f"CREATE UNLOGGED TABLE {sums_of(made)} AS {_joined(self._kept(view, made))}"

    def areas(self) -> str:
        """Reads the sums of areas from what `views` made, in the order of their key; the classes of times ascend."""
        sums = [sums_of(made) for views in SOURCES.values() for made in views]
        return _OF_AREAS.format(
            sums=_every(sums), measures=MEASURES, areas=AREAS, whats=WHATS, orgs=ORGS,
            total=_TOTAL, date_of=_DATE_OF.format(packed="spot"), date=DATE_BITS, above=self._above,
            measure_mask=(1 << self.packing.measure_bits) - 1, band=BAND_BITS,
            view_at=self._above - VIEW_BITS, view_mask=(1 << VIEW_BITS) - 1,
            grain_at=DATE_BITS + self.packing.measure_bits, grain_mask=(1 << GRAIN_BITS) - 1,
            views=f"ARRAY{[*VIEWS]}", grains=f"ARRAY{[*GRAINS]}",
            **self._masks(),
        )  # fmt: skip

    def _masks(self) -> dict[str, int]:
        return {
            "org_mask": self.packing.of_kind("org"),
            "band_mask": self.packing.of_kind("band"),
            "area_mask": self.packing.whole_area,
            "what_mask": self.packing.of_kind("pack", "category", "channel"),
        }

    def _without_days(self) -> list[int]:
        return [width for width, grains in self.levels.items() if DAY not in grains]

    def _kept(self, view: View, made: View) -> Iterator[str]:
        """What is kept of a view, level by level, out of the tables of the view that it is added up from."""
        for width, grains in self.levels.items():
            for grain in grains:
                source = _every([days_of(view) if DAY in grains else months_of(view, width)])
                is_so_already = made == view and (DAY not in grains or (grain == DAY and width == self._finest))
                if not is_so_already:
                    source = self._grouped(made, width=width, grain=grain, source=source)
                yield self._spots(made, width=width, grain=grain, source=source)

    def _grouped(self, view: View, *, width: int, grain: Grain, source: str, is_all: bool = False) -> str:
        """Sums at a level. `is_all`: with what lies higher, under its own area."""
        below = ~((self.packing.whole_area & ~self.packing.area_down_to(width)) << DATE_BITS)
        return _GROUPED.format(
            place=below & (~_DATE_MASK | _MONTH_MASK) if grain == MONTH else below,
            kind=self.packing.of_kind(*KEPT[view]), parts=_PARTS, source=source,
            condition="true" if is_all else self._reaches(width),
        )  # fmt: skip

    def _reaches(self, width: int) -> str:
        return f"place & {self.packing.area_at(width) << DATE_BITS} <> 0"

    def _spots(self, view: View, *, width: int, grain: Grain, source: str) -> str:
        tag = (VIEWS.index(view) << GRAIN_BITS | GRAINS.index(grain)) << (DATE_BITS + self.packing.measure_bits)
        return _SPOT.format(
            source=source, tag=tag, condition=self._reaches(width), date=DATE_BITS, above=self._above,
            area_mask=self.packing.whole_area, above_area=self._above_area, date_mask=_DATE_MASK,
        )  # fmt: skip


def _every(tables: Iterable[str]) -> str:
    return _joined(f"SELECT * FROM {table}" for table in tables)  # noqa: S608 names of this module


def _joined(parts: Iterable[str]) -> str:
    return " UNION ALL ".join(f"({part})" for part in parts)
