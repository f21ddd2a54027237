"""The city's counts as series: every area and every zone of neighbours, by first-level category, day by day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from linli.cases.queries.series import Daily, daily
from linli.core.calendars.queries import calendar
from linli.places.city import current
from linli.process.definition import Pack
from linli.scores.queries.neighbours import neighbours
from linli.scores.rules.baseline import BASE, GUARD, YEAR, Ints, Series, first_night
from linli.scores.rules.surges import LEAST_CASES
from linli.scores.rules.tails import Floats
from linli.scores.rules.zones import Zone, zones

HISTORY = YEAR + BASE + 2 * GUARD
"""Days that are read: the weeks before, and the same a year earlier."""
MEASURE = "opened"
SUNDAY, MONDAY = 6, 0


@dataclass(frozen=True, slots=True)
class Gathered:
    """A kind of matter's series up to a day. `zones` are the rows', `categories` the first-level keys by number."""

    series: Series
    zones: tuple[Zone, ...]
    categories: tuple[str, ...]
    first_date: date

    @property
    def night(self) -> int:
        """The number of the last day."""
        return int(self.series.counts.shape[1]) - 1

    def date_of(self, day: int) -> date:
        """The date of a day by its number."""
        return self.first_date + timedelta(days=day)


def gather(*, pack: Pack, as_of: date) -> Gathered | None:
    """The pack's series up to and with the day; None while its history is too short to say what is usual."""
    root = current().root
    since = as_of - timedelta(days=HISTORY - 1)
    rows = list(daily(measure=MEASURE, pack=pack, area=root, since=since, until=as_of))
    first = min((row.date for row in rows), default=as_of)
    length = (as_of - first).days + 1
    if length <= first_night():
        return None
    tops = tuple(sorted({_top(row.category) for row in rows}))
    areas = _by_area(rows, tops, first, length)
    found = list(_rows(areas, root, len(tops)))
    whole = {number: at for at, (number, zone, _counts) in enumerate(found) if zone == (root,)}
    category: Ints = np.array([number for number, _zone, _counts in found])
    series = Series(
        counts=np.array([counts for _number, _zone, counts in found]),
        category=category,
        whole=np.array([whole[number] for number in category.tolist()]),
        kinds=kinds(first=first, days=length),
    )
    return Gathered(series, tuple(zone for _number, zone, _counts in found), tops, first)


def kinds(*, first: date, days: int) -> Ints:
    """Monday 0 to Sunday 6, a holiday as a Sunday, and a weekend day that is worked for it as a Monday."""
    known = calendar()
    found = []
    for number in range(days):
        day = first + timedelta(days=number)
        kind = day.weekday()
        if day in known.workdays:
            kind = kind if known.hours[kind] else MONDAY
        elif day in known.holidays:
            kind = SUNDAY
        found.append(kind)
    return np.array(found)


def _top(category: str) -> str:
    return category.partition(".")[0]


def _by_area(rows: Iterable[Daily], tops: tuple[str, ...], first: date, length: int) -> dict[tuple[int, str], Floats]:
    """Counts by category number and area, at every level of the city."""
    city, numbers = current(), {key: number for number, key in enumerate(tops)}
    found: dict[tuple[int, str], Floats] = {}
    for row in rows:
        number, day = numbers[_top(row.category)], (row.date - first).days
        for code in (*city.ancestors(row.area_code), row.area_code):
            if len(code) >= len(city.root):
                found.setdefault((number, code), np.zeros(length))[day] += row.n
    return found


def _rows(areas: dict[tuple[int, str], Floats], root: str, count: int) -> Iterator[tuple[int, Zone, Floats]]:
    """What is tested: every area, and neighbours together, with enough cases ever to be told of."""
    for (number, code), counts in sorted(areas.items()):
        if code == root or counts.sum() >= LEAST_CASES:
            yield number, (code,), counts
    for zone in zones(neighbours=neighbours()):
        for number in range(count):
            parts = [areas[number, code] for code in zone if (number, code) in areas]
            if len(parts) > 1 and (counts := np.sum(parts, axis=0)).sum() >= LEAST_CASES:
                yield number, zone, counts
