"""A comparison: bars one below the other in the order given, with intervals and a level to read them against."""

from dataclasses import dataclass

from linli.core.charts import pen
from linli.core.charts.definition import Bar, Bars, Canvas, Level
from linli.core.charts.scale import Scale, number, numbers, ticks

THICK = 16.0
ROW, HIGH_ROW = 30.0, 42.0
"""From one bar to the next: names beside the bars, and above them."""
WIDEST = 0.34
"""The share of the canvas that names beside the bars may have."""
TOP = 20.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the bars start and end, and from one to the next."""

    scale: Scale
    ticks: tuple[float, ...]
    row: float
    bottom: float

    def middle(self, at: int, *, is_narrow: bool) -> float:
        """The middle of a bar."""
        return TOP + at * self.row + (self.row - THICK / 2 - 3 if is_narrow else self.row / 2)


def drawn(*, chart: Bars, canvas: Canvas) -> tuple[str, float]:
    """The chart below 0, and how high it is."""
    layout = _layout(chart, canvas)
    rows = [(bar, layout.middle(at, is_narrow=canvas.is_narrow)) for at, bar in enumerate(chart.bars)]
    parts = [
        _axis(layout, canvas),
        *(_bar(bar, y, layout) for bar, y in rows),
        _reference(chart.level, layout, canvas) if chart.level else "",
        *(_whisker(bar, y, layout) for bar, y in rows),
        *(_name(bar, y, layout, canvas) + _said(bar, y, layout, canvas) for bar, y in rows),
    ]
    return "".join(parts), layout.bottom + 22


def text_of(bar: Bar, *, canvas: Canvas) -> str:
    """What stands behind a bar."""
    return bar.text or number(value=bar.value, language=canvas.language)


def _layout(chart: Bars, canvas: Canvas) -> Layout:
    found = ticks(values=chart.numbers(), most=5 if canvas.is_narrow else 6)
    names = max((pen.width_of(bar.name) for bar in chart.bars), default=0) + 12
    left = 1.0 if canvas.is_narrow else min(names, canvas.width * WIDEST)
    room = max((pen.width_of(text_of(bar, canvas=canvas)) for bar in chart.bars), default=0) + 12
    row = HIGH_ROW if canvas.is_narrow else ROW
    scale = Scale(found[0], found[-1], left, canvas.width - min(room, canvas.width / 3))
    return Layout(scale, found, row, TOP + row * len(chart.bars) + 4)


def _axis(layout: Layout, canvas: Canvas) -> str:
    parts = []
    for value, name in zip(layout.ticks, numbers(values=layout.ticks, language=canvas.language), strict=True):
        x = layout.scale.at(value)
        css = "chart-base" if value == 0 else "chart-grid"
        parts.append(pen.element("line", x1=x, x2=x, y1=TOP, y2=layout.bottom, class_=css))
        half = pen.width_of(name, size=pen.SMALL) / 2
        parts.append(
            pen.text(name, x=max(x, half), y=layout.bottom + 16, css="chart-soft", anchor="middle", size=pen.SMALL)
        )
    return "".join(parts)


def _reference(level: Level, layout: Layout, canvas: Canvas) -> str:
    x = layout.scale.at(level.value)
    name = pen.fitted(f"{level.name} {number(value=level.value, language=canvas.language)}", width=canvas.width)
    half = pen.width_of(name) / 2
    words = pen.text(name, x=min(max(x, half), canvas.width - half), y=TOP - 7, anchor="middle")
    return pen.element("line", x1=x, x2=x, y1=TOP - 3, y2=layout.bottom, class_="chart-level") + words


def _name(bar: Bar, y: float, layout: Layout, canvas: Canvas) -> str:
    if canvas.is_narrow:
        return pen.text(pen.fitted(bar.name, width=canvas.width), x=1, y=y - THICK / 2 - 6, css="chart-halo")
    room = layout.scale.start - 10
    rows = pen.wrapped(bar.name, width=room, most=2, size=pen.SMALL if pen.width_of(bar.name) > room else pen.SIZE)
    first = y + 4.5 - (len(rows) - 1) * 6.5
    size = pen.SMALL if len(rows) > 1 else ""
    return "".join(
        pen.text(row, x=layout.scale.start - 8, y=first + at * 13, anchor="end", size=size)
        for at, row in enumerate(rows)
    )


def _bar(bar: Bar, y: float, layout: Layout) -> str:
    if bar.value is None:
        return ""
    zero, end = layout.scale.at(0), layout.scale.at(bar.value)
    css = "chart-fill-1" if bar.is_own else "chart-bar"
    return pen.element("rect", x=min(zero, end), y=y - THICK / 2, width=abs(end - zero), height=THICK, class_=css)


def _whisker(bar: Bar, y: float, layout: Layout) -> str:
    """The interval, with an edge that shows it on the bar."""
    if bar.low is None or bar.high is None:
        return ""
    low, high = layout.scale.at(bar.low), layout.scale.at(bar.high)
    way = pen.path([(low, y), (high, y)]) + "".join(pen.path([(x, y - 4), (x, y + 4)]) for x in (low, high))
    return "".join(pen.element("path", d=way, class_=css) for css in ("chart-whisker-edge", "chart-whisker"))


def _said(bar: Bar, y: float, layout: Layout, canvas: Canvas) -> str:
    known = [value for value in (bar.value, bar.high, 0) if value is not None]
    x = layout.scale.at(max(known)) + 7
    return pen.text(pen.fitted(text_of(bar, canvas=canvas), width=canvas.width - x), x=x, y=y + 4.5, css="chart-halo")
