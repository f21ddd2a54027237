"""How the series of a chart are told apart without colour: a dash and a mark for lines, a pattern for surfaces."""

from linli.core.charts import pen

DASHES = ("", "9 4", "2 3", "10 3 2 3")
SAMPLE = 26.0
"""How long a line beside its name is."""


def line(*, points: list[tuple[float, float]], rank: int) -> str:
    """A piece of a line of the series with this rank, from 0."""
    dash = DASHES[rank]
    return pen.element("path", d=pen.path(points), class_=f"chart-line chart-line-{rank + 1}", stroke_dasharray=dash)


def mark(*, x: float, y: float, rank: int, size: float = 4, is_hollow: bool = False) -> str:
    """A point of the series: a disk, a square, a triangle, a diamond."""
    css = f"chart-hollow chart-hatch-{rank + 1}" if is_hollow else f"chart-fill-{rank + 1} chart-edge"
    if rank == 0:
        return pen.element("circle", cx=x, cy=y, r=size, class_=css)
    if rank == 1:
        side = size * 1.8
        return pen.element("rect", x=x - side / 2, y=y - side / 2, width=side, height=side, class_=css)
    far = size * 1.3
    corners = [(x, y - far), (x + far, y + far * 0.8), (x - far, y + far * 0.8)]
    if rank == 3:
        corners = [(x, y - far), (x + far, y), (x, y + far), (x - far, y)]
    return pen.element("path", d=pen.path(corners) + "Z", class_=css)


def patterns(*, key: str, count: int) -> str:
    """The surfaces of the second to the fourth series; the first is solid."""
    drawn = (_pattern(f"{key}-p{rank}", rank) for rank in range(1, count))
    return pen.element("defs", "".join(drawn)) if count > 1 else ""


def surface(*, key: str, rank: int) -> dict[str, str]:
    """The attributes that fill a shape."""
    if rank == 0:
        return {"class_": "chart-fill-1"}
    return {"fill": f"url(#{key}-p{rank})", "class_": f"chart-hatch-{rank + 1}"}


def _pattern(name: str, rank: int) -> str:
    ground = pen.element("rect", width=6, height=6, class_="chart-tint")
    css = f"chart-hatch-{rank + 1}"
    ways = {1: "M-1 7L7-1M-3 3L3-3M3 9L9 3", 2: "M0 3H6", 3: "M0 3H6M3 0V6"}
    drawn = pen.element("path", d=ways[rank], class_=css, stroke_width={1: 2.6, 2: 2.4, 3: 1.6}[rank])
    return pen.element(
        "pattern", ground + drawn, id=name, width=6, height=6, patternUnits="userSpaceOnUse", class_="chart-pattern"
    )


def line_sample(*, rank: int) -> str:
    """A line of the series as it stands before its name."""
    return line(points=[(0, 0), (SAMPLE, 0)], rank=rank) + mark(x=SAMPLE / 2, y=0, rank=rank)


def level_sample(*, css: str) -> str:
    """Another line across, as it stands before its name."""
    return pen.element("line", x1=0, x2=SAMPLE, y1=0, y2=0, class_=css)
