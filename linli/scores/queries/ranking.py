"""The fair ranking of areas or organisations by an indicator, read from the tallies with struck cases taken off."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from linli.cases.queries import mixes as tallies
from linli.cases.queries.mixes import Mixed
from linli.core.errors import NotPossible
from linli.places.city import current as city
from linli.scores.indicators.definition import Indicator
from linli.scores.indicators.formula import value
from linli.scores.queries import striking
from linli.scores.queries.striking import Tried
from linli.scores.rules.measuring import Measured, measured
from linli.scores.rules.mixing import Mix, Share, Stratum, gathered
from linli.scores.rules.ranking import Ranking, rank

Units = Literal["areas", "organisations"]
ONE_PERSONS = "grid"
"""The level that is never ranked: a grid is one worker's, and its rate would be a person's."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is ranked: the areas of a level in `area`, or the organisations that lead cases there."""

    indicator: Indicator
    area: str
    units: Units
    since: date
    until: date
    level: str = ""
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The ranking, what the indicator comes to for each body over all its cases, and what was asked to be struck.

    `left_out`: how many cases of the indicator were struck, of each organisation.
    """

    ranking: Ranking
    measured: Mapping[str, Measured]
    tried: Mapping[str, Tried] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)


class Reader(Protocol):
    """Where the sums come from: measures of bodies, by kind, category and channel."""

    def __call__(self, asked: Asked, measures: Collection[str]) -> Iterable[Mixed]:
        """The sums of the measures for every body."""


def ranked(*, asked: Asked, reader: Reader | None = None) -> Ranked:
    """Ranks. Raises NotPossible for what cannot be ranked: a mean, a stock, an unknown level or a grid."""
    _must_be_fair(asked)
    measures = asked.indicator.formula.measures
    found = list((reader or from_tallies)(asked, measures))
    if asked.units == "areas":
        return _ranked(asked, _summed(found))
    struck = list(striking.struck(area=asked.area, since=asked.since, until=asked.until, pack=asked.pack))
    sums = _summed([*found, *(_taken_off(one) for one in struck if one.measure in measures)])
    done = _ranked(asked, sums)
    tried = striking.tried(area=asked.area, since=asked.since, until=asked.until)
    left_out = {unit: _n(asked.indicator, mix) for unit, mix in _summed(struck).items()}
    return Ranked(done.ranking, done.measured, tried, left_out)


def from_tallies(asked: Asked, measures: Collection[str]) -> Iterable[Mixed]:
    """The sums as they stand in the tallies."""
    period = {"since": asked.since, "until": asked.until}
    if asked.units == "organisations":
        return tallies.by_organisation(area=asked.area, measures=measures, pack=asked.pack, **period)
    width = city().level(asked.level).total
    return tallies.by_area(area=asked.area, width=width, measures=measures, pack=asked.pack, **period)


def levels_under(area: str) -> tuple[str, ...]:
    """The levels whose areas can be ranked inside the area, from the widest: down to the village, never to the grid."""
    return tuple(one.key for one in city().levels if one.total > len(area) and one.key != ONE_PERSONS)


Sums = Mapping[str, Mapping[Stratum, Mapping[str, int]]]


def _must_be_fair(asked: Asked) -> None:
    can_rank = asked.indicator.can_rank if asked.units == "areas" else asked.indicator.can_rank_organisations
    if not can_rank or (asked.units == "areas" and asked.level not in levels_under(asked.area)):
        raise NotPossible(f"{asked.indicator.key} ranks no {asked.units} at the level {asked.level!r}")


def _summed(rows: Iterable[Mixed]) -> Sums:
    sums: dict[str, dict[Stratum, dict[str, int]]] = {}
    for row in rows:
        one = sums.setdefault(row.unit, {}).setdefault(Stratum(row.pack, row.category, row.channel), {})
        one[row.measure] = one.get(row.measure, 0) + row.n
    return sums


def _ranked(asked: Asked, sums: Sums) -> Ranked:
    indicator = asked.indicator
    mixes: dict[str, Mix] = {unit: _mix(indicator, strata) for unit, strata in sums.items()}
    every = {unit: measured(indicator=indicator, measures=_total(strata)) for unit, strata in sums.items()}
    better: Literal["higher", "lower"] = "lower" if indicator.better == "lower" else "higher"
    return Ranked(rank(mixes=gathered(mixes), least=indicator.least, better=better), every)


def _mix(indicator: Indicator, strata: Mapping[Stratum, Mapping[str, int]]) -> Mix:
    formula = indicator.formula
    shares = {
        stratum: Share(value(formula.numerator, sums), value(formula.denominator or {}, sums))
        for stratum, sums in strata.items()
    }
    return {stratum: share for stratum, share in shares.items() if share.n or share.k}


def _total(strata: Mapping[Stratum, Mapping[str, int]]) -> Mapping[str, int]:
    total: dict[str, int] = {}
    for sums in strata.values():
        for measure, n in sums.items():
            total[measure] = total.get(measure, 0) + n
    return total


def _n(indicator: Indicator, strata: Mapping[Stratum, Mapping[str, int]]) -> int:
    return round(value(indicator.formula.denominator or {}, _total(strata)))


def _taken_off(row: Mixed) -> Mixed:
    return Mixed(row.unit, row.pack, row.category, row.channel, row.measure, -row.n)
