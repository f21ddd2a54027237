"""The field that numbers over dates are drawn in: its lines, round numbers and named dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.charts import days, pen
from linli.core.charts.definition import Canvas, Columns, Grain, Trend
from linli.core.charts.scale import Scale, number, numbers, ticks

HEIGHT, LOW_HEIGHT = 230.0, 190.0
"""How high the field is, on a wide canvas and on a narrow one."""
FOOT = 22.0
YEAR = 15.0
MOST_TOLD = 100
"""Of more dates than these none says its numbers under the pointer."""


@dataclass(frozen=True, slots=True)
class Field:
    """The field. Each date has a strip of its own, as wide as the next."""

    left: float
    right: float
    top: float
    bottom: float
    ticks: tuple[float, ...]
    count: int

    @property
    def strip(self) -> float:
        """How wide the strip of a date is."""
        return (self.right - self.left) / self.count

    def x(self, at: int) -> float:
        """The middle of a date's strip."""
        return self.left + (at + 0.5) * self.strip

    def y(self, value: float) -> float:
        """The height of a number."""
        return Scale(self.ticks[0], self.ticks[-1], self.bottom, self.top).at(value)


def field(*, values: Iterable[float | None], count: int, canvas: Canvas, top: float, room: float) -> Field:
    """A field that holds the values, below `top`, with so much room at its right."""
    found = ticks(values=values, most=5 if canvas.is_narrow else 6)
    left = max(pen.width_of(name, size=pen.SMALL) for name in numbers(values=found, language=canvas.language)) + 8
    height = LOW_HEIGHT if canvas.is_narrow else HEIGHT
    return Field(left, canvas.width - room, top, top + height, found, count)


def scaled(*, found: Field, canvas: Canvas) -> str:
    """The lines across, with their numbers."""
    parts = []
    for value, name in zip(found.ticks, numbers(values=found.ticks, language=canvas.language), strict=True):
        y = found.y(value)
        css = "chart-base" if value == 0 else "chart-grid"
        parts.append(pen.element("line", x1=found.left, x2=found.right, y1=y, y2=y, class_=css))
        parts.append(pen.text(name, x=found.left - 6, y=y + 4, css="chart-soft", anchor="end", size=pen.SMALL))
    return "".join(parts)


def dated(*, found: Field, dates: Sequence[date], grain: Grain, canvas: Canvas) -> tuple[str, float]:
    """The named dates below the field, and where they end."""
    within = (0.0, canvas.width)
    named = days.ticks(dates=dates, grain=grain, language=canvas.language, x=found.x, within=within)
    parts = []
    for tick in named:
        x, y = found.x(tick.at), found.bottom
        parts.append(pen.element("line", x1=x, x2=x, y1=y, y2=y + 4, class_="chart-base"))
        parts.append(_below(tick.name, tick.x, y + 17))
        if tick.year:
            parts.append(_below(tick.year, tick.x, y + 17 + YEAR))
    return "".join(parts), found.bottom + FOOT + (YEAR if any(tick.year for tick in named) else 0)


def told(*, found: Field, chart: Trend | Columns, canvas: Canvas) -> str:
    """What stands under the pointer: each date with its numbers. Not for touch, not for files, not for long periods."""
    if canvas.is_file or canvas.is_narrow or len(chart.dates) > MOST_TOLD:
        return ""
    parts = []
    for at, day in enumerate(chart.dates):
        said = [f"{one.name} {number(value=one.values[at], language=canvas.language)}" for one in chart.series]
        date = days.whole(day, grain=chart.grain, language=canvas.language)
        title = pen.element("title", pen.safe(" · ".join([date, *said])))
        x, height = found.left + at * found.strip, found.bottom - found.top
        parts.append(pen.element("rect", title, x=x, y=found.top, width=found.strip, height=height, class_="chart-hit"))
    return "".join(parts)


def _below(words: str, x: float, y: float) -> str:
    return pen.text(words, x=x, y=y, css="chart-soft", anchor="middle", size=pen.SMALL)
