"""What charts are made of: numbers, names and dates, and what they are drawn on. Nothing is drawn here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from math import isfinite
from typing import Literal

Grain = Literal["day", "month"]
Language = Literal["zh", "en"]

MOST_SERIES = 4
"""As many can be told apart without colour."""
NARROW = 560
"""Canvases below this many units are drawn for a phone."""


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a chart. `along` heads the dates or names of its table.

    `told` is for those who listen. `note` stands below, and under a file `told` where there is no note.
    """

    title: str
    along: str
    told: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one part of the columns; None is a gap. `is_compared`: drawn behind the others, thin and dashed."""

    name: str
    values: tuple[float | None, ...]
    is_compared: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A level to read the others against: a mean, a target, what was to be expected."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Marked:
    """Columns that stand out, from the first to the last by place, and what they are."""

    first: int
    last: int
    name: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One of those compared. `text` replaces the number, and says why where there is none."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    text: str = ""
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """Lines over days or months. Raises ValueError where the numbers do not fit the dates.

    `partial`: places of dates that are counted only in part; their marks are hollow.
    """

    words: Words
    dates: tuple[date, ...]
    series: tuple[Series, ...]
    grain: Grain = "day"
    levels: tuple[Level, ...] = ()
    partial: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Check the numbers."""
        _fit(self.dates, self.series)
        _finite(_numbers(self.series, self.levels))


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns by day or month, stacked or side by side. Raises ValueError as `Trend` does, and for negative ones."""

    words: Words
    dates: tuple[date, ...]
    series: tuple[Series, ...]
    grain: Grain = "day"
    levels: tuple[Level, ...] = ()
    is_stacked: bool = True
    marked: Marked | None = None

    def __post_init__(self) -> None:
        """Check the numbers."""
        _fit(self.dates, self.series)
        _finite(_numbers(self.series, self.levels))
        if any(value is not None and value < 0 for one in self.series for value in one.values):
            raise ValueError("a column cannot be negative")


@dataclass(frozen=True, slots=True)
class Bars:
    """A comparison, in the order given. `counted` names the number, `ends` the two of its interval."""

    words: Words
    counted: str
    bars: tuple[Bar, ...]
    level: Level | None = None
    ends: tuple[str, str] = ("", "")

    def __post_init__(self) -> None:
        """Check the numbers."""
        _finite(self.numbers())

    def numbers(self) -> list[float | None]:
        """All that the scale has to hold."""
        own = chain.from_iterable((bar.value, bar.low, bar.high) for bar in self.bars)
        return [*own, self.level.value if self.level else None]


Band = Literal["green", "blue", "yellow", "orange", "red"]
Shade = int | Band
"""How an area is filled: from 1 (light: little) to 5, 0 (hatched) without a number, or by a band's name."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An area of a map. `rings` of longitudes and latitudes, holes among them; `spot` is where its name is centred.

    `text` replaces the number, and says why where there is none. `shade` replaces the class that the number falls into.
    """

    name: str
    value: float | None
    rings: tuple[tuple[tuple[float, float], ...], ...]
    spot: tuple[float, float]
    text: str = ""
    shade: Shade | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """A shade and what it stands for."""

    shade: Shade
    name: str


@dataclass(frozen=True, slots=True)
class Shades:
    """Areas shaded by a number, which `counted` names, and what the shades stand for. Raises ValueError where there is
    none to draw."""

    words: Words
    counted: str
    shapes: tuple[Shape, ...]
    legend: tuple[Sample, ...] = ()

    def __post_init__(self) -> None:
        """Check the numbers."""
        if not any(shape.rings for shape in self.shapes):
            raise ValueError("a map needs an area")
        _finite(shape.value for shape in self.shapes)


Chart = Trend | Columns | Bars | Shades


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a chart is drawn: how wide in units (text is 13 high), and in which language its dates and numbers are.

    `key` sets its ids apart from others on the page. `is_file`: with title, note and colours of its own.
    """

    width: float = 820
    language: Language = "zh"
    key: str = "chart"
    is_file: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether names stand above instead of beside."""
        return self.width < NARROW


def _fit(dates: tuple[date, ...], series: tuple[Series, ...]) -> None:
    if not dates or not series:
        raise ValueError("a chart needs dates and a series")
    if any(len(one.values) != len(dates) for one in series):
        raise ValueError("a series needs a number or a gap for each date")
    if sum(not one.is_compared for one in series) > MOST_SERIES:
        raise ValueError(f"more than {MOST_SERIES} series cannot be told apart")


def _numbers(series: Iterable[Series], levels: Iterable[Level]) -> Iterable[float | None]:
    return chain(chain.from_iterable(one.values for one in series), (level.value for level in levels))


def _finite(values: Iterable[float | None]) -> None:
    if not all(value is None or isfinite(value) for value in values):
        raise ValueError("a number of a chart is not finite")
