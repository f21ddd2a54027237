"""The indices of areas, read from the tallies: an area is set beside its own past and the areas beside it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from linli.cases.queries import tallies
from linli.cases.queries.tallies import Asked
from linli.core.errors import NotPossible
from linli.places import queries as places
from linli.places.city import current as city
from linli.scores.index.definition import Index, Item
from linli.scores.queries.ranking import ONE_PERSONS
from linli.scores.rules import index as rules
from linli.scores.rules.index import YEARS, Pair, Scored, Seen
from linli.scores.rules.months import Period, before, holding, years_before


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A measure of cases of one kind and category; of all where these are empty."""

    pack: str
    category: str
    measure: str


EVERY = Piece("", "", "opened")
"""All matters that came in."""
Counts = Mapping[str, Mapping[Piece, int]]
HARDLY = 10
"""Of two periods, one with more than so many times the matters of the other is the one to show."""


@dataclass(frozen=True, slots=True)
class Score:
    """An area's score of a period, that of the period before by the same rules, and what was counted in the period."""

    area: str
    period: Period
    now: Scored
    before: Scored
    counts: Mapping[Piece, int]


def parts(*, area: str) -> tuple[str, ...]:
    """The areas directly below that have scores: down to the village, never a grid, which is one worker's."""
    return tuple(row.code for row in places.children_of(area) if row.level != ONE_PERSONS)


def peers(*, area: str) -> tuple[str, ...]:
    """The areas of the same level beside it, itself among them. Raises NotPossible for a grid."""
    level = city().level_of(area)
    if level == ONE_PERSONS:
        raise NotPossible("a grid is one worker's and has no score")
    beside = (row.code for row in places.children_of(city().parent_code(area)) if row.level == level)
    return tuple(sorted({area, *beside}))


def usual(*, index: Index, area: str, today: date) -> Period:
    """The last period that is over; the running one where hardly anything came in before it, as in a city's first
    weeks."""
    running = holding(day=today, months=index.months, today=today)
    last = holding(day=running.since - timedelta(days=1), months=index.months, today=today)
    return last if _matters(area, last) * HARDLY >= _matters(area, running) else running


def score(*, index: Index, area: str, period: Period) -> Score:
    """One area, among its peers."""
    return scores(index=index, areas=peers(area=area), period=period)[area]


def scores(*, index: Index, areas: Sequence[str], period: Period) -> Mapping[str, Score]:
    """Areas that are each other's peers."""
    if not areas:
        return {}
    now, then = _Read.of(index, areas, period), _Read.of(index, areas, before(period=period))
    return {
        area: Score(area, period, now.scored(area), then.scored(area), now.counts[0].get(area, {})) for area in areas
    }


def pieces(item: Item, *, measures: Sequence[str]) -> tuple[Piece, ...]:
    """What the measures of an item are counted in."""
    return tuple(Piece(item.pack, category, one) for one in measures for category in item.categories or ("",))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was counted in areas: in the period first, then in the same days of each year before it."""

    index: Index
    counts: tuple[Counts, ...]

    @classmethod
    def of(cls, index: Index, areas: Sequence[str], period: Period) -> "_Read":
        """Reads the period and its three years. A year in which nothing came in anywhere has no records to read."""
        years = [years_before(period=period, years=back) for back in range(1, YEARS + 1)]
        known = [year for year in years if any(_read(EVERY, {EVERY.measure}, areas, year).values())]
        return cls(index, tuple(_counted(index, areas, span) for span in (period, *known)))

    def scored(self, area: str) -> Scored:
        """The area's score. A year without any matter has no records and is no part of the mean."""
        now, years = self.counts[0], self.counts[1:]
        known = [year[area] for year in years if year.get(area, {}).get(EVERY, 0) > 0]
        seen = {
            item.key: Seen(
                _pair(item, now.get(area, {})),
                tuple(_pair(item, year) for year in known),
                _together([_pair(item, found) for code, found in now.items() if code != area]),
            )
            for item in self.index.items()
        }
        return rules.scored(index=self.index, seen=seen)


def _matters(area: str, period: Period) -> int:
    return tallies.total(measure=EVERY.measure, area=area, since=period.since, until=period.until)


def _counted(index: Index, areas: Sequence[str], span: Period) -> Counts:
    """Every piece that the index needs, one reading for each kind and category."""
    wanted: dict[tuple[str, str], set[str]] = {(EVERY.pack, EVERY.category): {EVERY.measure}}
    for item in index.items():
        for piece in pieces(item, measures=(item.measure, *sorted(item.over))):
            wanted.setdefault((piece.pack, piece.category), set()).add(piece.measure)
    found: dict[str, Counter[Piece]] = {}
    for (pack, category), measures in wanted.items():
        for area, counts in _read(Piece(pack, category, ""), measures, areas, span).items():
            found.setdefault(area, Counter()).update(counts)
    return found


def _read(kind: Piece, measures: Collection[str], areas: Sequence[str], span: Period) -> dict[str, Counter[Piece]]:
    """What was counted of one kind and category in each of the areas that has any of it."""
    asked = Asked(tuple(areas), measures, span.since, span.until, pack=kind.pack, category=kind.category)
    found = tallies.read(asked=asked, by="area")
    return {area: _some({replace(kind, measure=one): sums[one] for one in measures}) for area, sums in found.items()}


def _some(counts: Mapping[Piece, int]) -> Counter[Piece]:
    return Counter({piece: n for piece, n in counts.items() if n})


def _pair(item: Item, counts: Mapping[Piece, int]) -> Pair:
    k = sum(counts.get(piece, 0) for piece in pieces(item, measures=(item.measure,)))
    if item.scale == "period":
        return Pair(k, 1)
    if item.scale == "matters":
        return Pair(k, counts.get(EVERY, 0))
    return Pair(k, sum(counts.get(piece, 0) for piece in pieces(item, measures=sorted(item.over))))


def _together(pairs: Sequence[Pair]) -> Pair | None:
    """The peers as one; None where there are none."""
    return Pair(sum(pair.k for pair in pairs), sum(pair.n for pair in pairs)) if pairs else None
