"""A line as small as a word, beside a number. Silent where its numbers stand next to it."""

from collections.abc import Sequence

from linli.core.charts import pen
from linli.core.charts.scale import Scale

WIDTH, HEIGHT, MARGIN = 96.0, 24.0, 4.0


def sparkline(*, values: Sequence[float | None], label: str = "") -> str:
    """The values in even steps, gaps left open, the last marked. Without a label it is hidden from those who listen."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    across = Scale(0, max(1, len(values) - 1), MARGIN, WIDTH - MARGIN)
    up = Scale(low, high, HEIGHT - MARGIN, MARGIN) if high > low else Scale(0, 1, HEIGHT / 2, HEIGHT / 2)
    points = [None if value is None else (across.at(at), up.at(value)) for at, value in enumerate(values)]
    drawn = pen.element("path", d=_way(points), class_="chart-line chart-line-1", fill="none") if known else ""
    if points and (last := points[-1]):
        drawn += pen.element("circle", cx=last[0], cy=last[1], r=3, class_="chart-fill-1")
    box = f"0 0 {pen.units(WIDTH)} {pen.units(HEIGHT)}"
    if label:
        return pen.element("svg", drawn, viewBox=box, class_="sparkline", role="img", aria_label=label)
    return pen.element("svg", drawn, viewBox=box, class_="sparkline", aria_hidden="true")


def _way(points: Sequence[tuple[float, float] | None]) -> str:
    parts, is_on = [], False
    for point in points:
        if point is not None:
            parts.append(f"{'L' if is_on else 'M'}{pen.units(point[0])} {pen.units(point[1])}")
        is_on = point is not None
    return "".join(parts)
