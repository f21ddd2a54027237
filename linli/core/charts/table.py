"""The numbers of a chart as a table: for those who listen, and for spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli.core.charts.definition import Bars, Chart, Columns, Shades, Trend

Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Table:
    """The head, and the rows below it. A month is text, as 2026-11."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table(*, chart: Chart) -> Table:
    """All numbers that are drawn."""
    if isinstance(chart, Shades):
        head = (chart.words.along, chart.counted)
        return Table(head, tuple((shape.name, shape.value) for shape in chart.shapes))
    return _compared(chart) if isinstance(chart, Bars) else _dated(chart)


def _dated(chart: Trend | Columns) -> Table:
    head = (chart.words.along, *(one.name for one in chart.series), *(level.name for level in chart.levels))
    levels = tuple(level.value for level in chart.levels)
    days: Sequence[Cell] = [day if chart.grain == "day" else f"{day:%Y-%m}" for day in chart.dates]
    rows = zip(days, *(one.values for one in chart.series), strict=True)
    return Table(head, tuple((*row, *levels) for row in rows))


def _compared(chart: Bars) -> Table:
    has_ends = any(bar.low is not None for bar in chart.bars)
    head = (chart.words.along, chart.counted, *(chart.ends if has_ends else ()))
    rows = ((bar.name, bar.value, *((bar.low, bar.high) if has_ends else ())) for bar in chart.bars)
    level = chart.level
    below = [(level.name, level.value, *((None, None) if has_ends else ()))] if level else []
    return Table(head, (*rows, *below))
