"""A trend: lines over dates, with gaps where a number is missing."""

from collections.abc import Iterator, Sequence

from linli.core.charts import axes, keys, manners, pen
from linli.core.charts.axes import Field
from linli.core.charts.definition import Canvas, Level, Series, Trend
from linli.core.charts.keys import Entry, Key

CLOSE = 13.0
"""Marks nearer than this to each other are left out but for the last."""
Point = tuple[float, float]


def drawn(*, chart: Trend, canvas: Canvas) -> tuple[str, float]:
    """The chart below 0, and how high it is."""
    pairs = ranked(series=chart.series)
    entries = [*(_entry(rank, one) for rank, one in pairs), *level_entries(levels=chart.levels)]
    key = keys.above(entries=entries, canvas=canvas) if canvas.is_narrow else Key("", 0)
    room = keys.room_for(entries=() if canvas.is_narrow else entries, canvas=canvas)
    values = [*(value for one in chart.series for value in one.values), *(level.value for level in chart.levels)]
    found = axes.field(values=values, count=len(chart.dates), canvas=canvas, top=key.height + 10, room=room)
    below, bottom = axes.dated(found=found, dates=chart.dates, grain=chart.grain, canvas=canvas)
    parts = [
        key.drawn,
        axes.scaled(found=found, canvas=canvas),
        below,
        *(level_line(found=found, level=level) for level in chart.levels),
        *(_line(found, one, rank, chart.partial) for rank, one in reversed(pairs)),
        "" if canvas.is_narrow else named_beside(entries=entries, found=found, canvas=canvas),
        axes.told(found=found, chart=chart, canvas=canvas),
    ]
    return "".join(parts), bottom


def ranked(*, series: Sequence[Series]) -> list[tuple[int | None, Series]]:
    """Each series with its rank, from 0; compared ones have none and come last."""
    own = [one for one in series if not one.is_compared]
    return [*enumerate(own), *((None, one) for one in series if one.is_compared)]


def level_line(*, found: Field, level: Level) -> str:
    """A level across the field."""
    y = found.y(level.value)
    return pen.element("line", x1=found.left, x2=found.right, y1=y, y2=y, class_="chart-level")


def level_entries(*, levels: Sequence[Level]) -> list[Entry]:
    """The names of levels."""
    sample = manners.level_sample(css="chart-level")
    return [Entry(level.name, sample, manners.SAMPLE, level.value, is_level=True) for level in levels]


def named_beside(*, entries: Sequence[Entry], found: Field, canvas: Canvas) -> str:
    """The entries that have a number, at its height right of the field."""
    known = [(entry, entry.value) for entry in entries if entry.value is not None]
    heights = [found.y(value) for _entry, value in known]
    return keys.beside(entries=[entry for entry, _value in known], heights=heights, field=found, canvas=canvas)


def _entry(rank: int | None, one: Series) -> Entry:
    last = next((value for value in reversed(one.values) if value is not None), None)
    sample = manners.level_sample(css="chart-compared") if rank is None else manners.line_sample(rank=rank)
    return Entry(one.name, sample, manners.SAMPLE, last)


def _line(found: Field, one: Series, rank: int | None, partial: frozenset[int]) -> str:
    points = [None if value is None else (found.x(at), found.y(value)) for at, value in enumerate(one.values)]
    runs = list(_runs(points))
    if rank is None:
        return "".join(pen.element("path", d=_way(run), class_="chart-compared") for run in runs)
    lines = [manners.line(points=run, rank=rank) for run in runs if len(run) > 1]
    hollow = [point for at, point in enumerate(points) if point is not None and at in partial]
    solid = [point for point in _marked(found, runs) if point not in hollow]
    marks = [*((point, False) for point in solid), *((point, True) for point in hollow)]
    return "".join([*lines, *(manners.mark(x=x, y=y, rank=rank, is_hollow=hole) for (x, y), hole in marks)])


def _marked(found: Field, runs: Sequence[list[Point]]) -> list[Point]:
    """Every point where there is room, else the last, and what stands alone between gaps."""
    if found.strip >= CLOSE:
        return [point for run in runs for point in run]
    alone = [run[0] for run in runs if len(run) == 1]
    return [*alone, *(run[-1] for run in runs[-1:] if len(run) > 1)]


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The pieces between gaps."""
    run: list[Point] = []
    for point in [*points, None]:
        if point is not None:
            run.append(point)
        elif run:
            yield run
            run = []


def _way(run: Sequence[Point]) -> str:
    """A date alone between gaps is drawn as a short line."""
    (x, y), *more = run
    return pen.path(run if more else [(x - 3, y), (x + 3, y)])
