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
    return scores_of(index=index, sets=(areas,), period=period)[0]


def scores_of(*, index: Index, sets: Sequence[Sequence[str]], period: Period) -> tuple[Mapping[str, Score], ...]:
    """The scores of several sets of areas, those of a set being each other's peers; all read together."""
    areas = tuple(dict.fromkeys(area for one in sets for area in one))
    now, then = _read(index, areas, (period, before(period=period)))
    return tuple(
        {
            area: Score(area, period, now.scored(area, one), then.scored(area, one), now.counts[0].get(area, {}))
            for area in one
        }
        for one in sets
    )


def pieces(item: Item, *, measures: Sequence[str]) -> tuple[Piece, ...]:
    """What the measures of an item are counted in."""
    return tuple(Piece(item.pack, category, one) for one in measures for category in item.categories or ("",))


@dataclass(frozen=True, slots=True)
class _Read:
    """What was counted in areas: in the period first, then in the same days of each year before it."""

    index: Index
    counts: tuple[Counts, ...]

    def scored(self, area: str, peers: Sequence[str]) -> Scored:
        """The area's score among its peers. A year without any matter has no records and is no part of the mean."""
        now, years = self.counts[0], self.counts[1:]
        known = [year[area] for year in years if year.get(area, {}).get(EVERY, 0) > 0]
        beside = [now[code] for code in peers if code != area and code in now]
        seen = {
            item.key: Seen(
                _pair(item, now.get(area, {})),
                tuple(_pair(item, year) for year in known),
                _together([_pair(item, found) for found in beside]),
            )
            for item in self.index.items()
        }
        return rules.scored(index=self.index, seen=seen)


def _matters(area: str, period: Period) -> int:
    return tallies.total(measure=EVERY.measure, area=area, since=period.since, until=period.until)


def _read(index: Index, areas: Sequence[str], periods: Sequence[Period]) -> tuple[_Read, ...]:
    """Reads each period with its three years: a look at which years have any records, and then those, each look one
    statement. A year in which nothing came in anywhere has no records to read."""
    years = [[years_before(period=one, years=back) for back in range(1, YEARS + 1)] for one in periods]
    every = list(dict.fromkeys(year for own in years for year in own))
    looked = tallies.read_each(asked=[_asked(EVERY, {EVERY.measure}, areas, year) for year in every])
    known = {year for year, sums in zip(every, looked, strict=True) if sums}
    spans = [(one, *(year for year in own if year in known)) for one, own in zip(periods, years, strict=True)]
    counts = _counted(index, areas, list(dict.fromkeys(span for some in spans for span in some)))
    return tuple(_Read(index, tuple(counts[span] for span in some)) for some in spans)


def _counted(index: Index, areas: Sequence[str], spans: Sequence[Period]) -> Mapping[Period, Counts]:
    """Every piece that the index needs, of each span: all in one statement."""
    kinds = _kinds(index)
    wanted = [(span, kind, measures) for span in spans for kind, measures in kinds.items()]
    asked = [_asked(kind, measures, areas, span) for span, kind, measures in wanted]
    found: dict[Period, dict[str, Counter[Piece]]] = {span: {} for span in spans}
    for (span, kind, measures), by_area in zip(wanted, tallies.read_each(asked=asked, by="area"), strict=True):
        for area, sums in by_area.items():
            counts = {replace(kind, measure=one): sums[one] for one in measures}
            found[span].setdefault(area, Counter()).update(_some(counts))
    return found


def _kinds(index: Index) -> Mapping[Piece, set[str]]:
    """What is counted of each kind and category."""
    wanted = {replace(EVERY, measure=""): {EVERY.measure}}
    for item in index.items():
        for piece in pieces(item, measures=(item.measure, *sorted(item.over))):
            wanted.setdefault(replace(piece, measure=""), set()).add(piece.measure)
    return wanted


def _asked(kind: Piece, measures: Collection[str], areas: Sequence[str], span: Period) -> Asked:
    return Asked(tuple(areas), measures, span.since, span.until, pack=kind.pack, category=kind.category)


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
