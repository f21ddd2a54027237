"""Columns over dates, stacked or side by side, with those that stand out and a level to read them against."""

from collections.abc import Iterator, Sequence

from linli.core.charts import axes, keys, lines, manners, pen
from linli.core.charts.axes import Field
from linli.core.charts.definition import Canvas, Columns, Marked
from linli.core.charts.keys import Entry
from linli.core.charts.scale import number

SWATCH = 16.0
SHARE = 0.76
"""How much of a date's strip its columns fill, where there is room for a gap of at least half a unit."""
BRACKET = 24.0


def drawn(*, chart: Columns, canvas: Canvas) -> tuple[str, float]:
    """The chart below 0, and how high it is."""
    levels = lines.level_entries(levels=chart.levels)
    key = keys.above(entries=[*_entries(chart, canvas), *(levels if canvas.is_narrow else [])], canvas=canvas)
    room = keys.room_for(entries=() if canvas.is_narrow else levels, canvas=canvas)
    top = key.height + (BRACKET if chart.marked else 0) + 12
    found = axes.field(values=_heights(chart), count=len(chart.dates), canvas=canvas, top=top, room=room)
    below, bottom = axes.dated(found=found, dates=chart.dates, grain=chart.grain, canvas=canvas)
    parts = [
        manners.patterns(key=canvas.key, count=len(chart.series)),
        key.drawn,
        axes.scaled(found=found, canvas=canvas),
        below,
        *_columns(chart, found, canvas),
        *_totals_above(chart, found, canvas),
        *(lines.level_line(found=found, level=level) for level in chart.levels),
        "" if canvas.is_narrow else lines.named_beside(entries=levels, found=found, canvas=canvas),
        _bracket(chart.marked, found, canvas) if chart.marked else "",
        axes.told(found=found, chart=chart, canvas=canvas),
    ]
    return "".join(parts), bottom


def _entries(chart: Columns, canvas: Canvas) -> list[Entry]:
    """The series in the key; one alone is what the title says."""
    if len(chart.series) == 1:
        return []
    return [Entry(one.name, _swatch(canvas.key, rank), SWATCH) for rank, one in enumerate(chart.series)]


def _swatch(key: str, rank: int) -> str:
    filled = manners.surface(key=key, rank=rank)
    return pen.element("rect", x=0, y=-6.0, width=SWATCH, height=12, **filled)


def _heights(chart: Columns) -> list[float | None]:
    levels = [level.value for level in chart.levels]
    if not chart.is_stacked:
        return [*(value for one in chart.series for value in one.values), *levels]
    return [*_totals(chart), *levels]


def _totals(chart: Columns) -> list[float]:
    return [sum(value or 0 for value in column) for column in zip(*(one.values for one in chart.series), strict=True)]


def _columns(chart: Columns, found: Field, canvas: Canvas) -> Iterator[str]:
    wide = max(found.strip * SHARE, found.strip - 4) if found.strip > 4 else max(found.strip - 0.6, 0.4)
    for at in range(len(chart.dates)):
        values = [one.values[at] or 0 for one in chart.series]
        left = found.x(at) - wide / 2
        is_pale = chart.marked is not None and not chart.marked.first <= at <= chart.marked.last
        shapes = _stacked(values, left, wide, found) if chart.is_stacked else _grouped(values, left, wide, found)
        for rank, shape in shapes:
            css = {"class_": "chart-pale"} if is_pale else manners.surface(key=canvas.key, rank=rank)
            yield pen.element("rect", **shape, **css)


Shape = dict[str, float | str]


def _stacked(values: Sequence[float], left: float, wide: float, found: Field) -> Iterator[tuple[int, Shape]]:
    under = 0.0
    for rank, value in enumerate(values):
        if value:
            top = found.y(under + value)
            yield rank, {"x": left, "y": top, "width": wide, "height": found.y(under) - top}
        under += value


def _grouped(values: Sequence[float], left: float, wide: float, found: Field) -> Iterator[tuple[int, Shape]]:
    each = wide / len(values)
    for rank, value in enumerate(values):
        if value:
            top = found.y(value)
            yield rank, {"x": left + rank * each, "y": top, "width": each, "height": found.bottom - top}


def _totals_above(chart: Columns, found: Field, canvas: Canvas) -> Iterator[str]:
    """The number over each column, where all are wide enough for theirs."""
    if not (chart.is_stacked or len(chart.series) == 1):
        return
    totals = _totals(chart)
    said = [number(value=total, language=canvas.language) for total in totals]
    if max(pen.width_of(words, size=pen.SMALL) for words in said) + 4 > found.strip:
        return
    for at, (total, words) in enumerate(zip(totals, said, strict=True)):
        if total:
            yield pen.text(words, x=found.x(at), y=found.y(total) - 4, anchor="middle", size=pen.SMALL)


def _bracket(marked: Marked, found: Field, canvas: Canvas) -> str:
    """A bracket over those that stand out, with what they are."""
    left, right = found.left + marked.first * found.strip, found.left + (marked.last + 1) * found.strip
    y = found.top - 12
    way = pen.path([(left, y + 6), (left, y), (right, y), (right, y + 6)])
    name = pen.fitted(marked.name, width=canvas.width)
    half = pen.width_of(name) / 2
    x = min(max((left + right) / 2, half), canvas.width - half)
    return pen.element("path", d=way, class_="chart-bracket") + pen.text(name, x=x, y=y - 6, anchor="middle")
