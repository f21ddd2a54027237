"""Which dates of an axis are named, so that no two names touch, and dates as text in both languages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from linli.core.charts import pen
from linli.core.charts.definition import Grain, Language

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
GAP = 10.0
EVERY_MONTHS = (1, 2, 3, 6)
EVERY_YEARS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Tick:
    """A named date: its place among the dates, where its name is centred, and its year where that is told too."""

    at: int
    x: float
    name: str
    year: str


def whole(day: date, *, grain: Grain, language: Language) -> str:
    """A date with its year."""
    if language == "zh":
        return f"{day.year}年{day.month}月" + (f"{day.day}日" if grain == "day" else "")
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return f"{day.day} {month}" if grain == "day" else month


def ticks(
    *,
    dates: Sequence[date],
    grain: Grain,
    language: Language,
    x: Callable[[int], float],
    within: tuple[float, float],
) -> tuple[Tick, ...]:
    """As many dates as can be named side by side between two places of the canvas: days, Mondays, months or years."""
    found: tuple[Tick, ...] = ()
    for places, name in _choices(dates, grain, language):
        found = tuple(_named(dates, places, name, language, x, within))
        if found and _are_apart(found):
            return found
    return found[:1]


Name = Callable[[date], str]


def _choices(dates: Sequence[date], grain: Grain, language: Language) -> Iterator[tuple[list[int], Name]]:
    """From the closest to the widest."""
    everywhere = range(len(dates))

    def day(one: date) -> str:
        return f"{one.month}月{one.day}日" if language == "zh" else f"{one.day} {MONTHS[one.month - 1]}"

    def month(one: date) -> str:
        return f"{one.month}月" if language == "zh" else MONTHS[one.month - 1]

    def year(one: date) -> str:
        return f"{one.year}年" if language == "zh" else str(one.year)

    if grain == "day":
        yield list(everywhere), day
        yield list(everywhere)[::2], day
        mondays = [at for at in everywhere if dates[at].weekday() == 0]
        yield mondays, day
        yield mondays[::2], day
    firsts = [at for at in everywhere if grain == "month" or dates[at].day == 1]
    yield from (([at for at in firsts if (dates[at].month - 1) % every == 0], month) for every in EVERY_MONTHS)
    januaries = [at for at in firsts if dates[at].month == 1]
    yield from (([at for at in januaries if dates[at].year % every == 0], year) for every in EVERY_YEARS)
    yield [0], day if grain == "day" else month


def _named(
    dates: Sequence[date],
    places: Sequence[int],
    name: Name,
    language: Language,
    x: Callable[[int], float],
    within: tuple[float, float],
) -> Iterator[Tick]:
    told = 0
    for at in places:
        day, words = dates[at], name(dates[at])
        is_new = day.year != told and str(day.year) not in words
        year = (f"{day.year}年" if language == "zh" else str(day.year)) if is_new else ""
        told = day.year
        half = _width(words, year) / 2
        yield Tick(at, min(max(x(at), within[0] + half), within[1] - half), words, year)


def _width(name: str, year: str) -> float:
    return max(pen.width_of(name, size=pen.SMALL), pen.width_of(year, size=pen.SMALL))


def _are_apart(found: Sequence[Tick]) -> bool:
    return all(
        right.x - _width(right.name, right.year) / 2 >= left.x + _width(left.name, left.year) / 2 + GAP
        for left, right in pairwise(found)
    )
