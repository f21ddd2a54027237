"""A map of areas shaded by a number in five classes or by bands, with name and number where there is room for them."""

from collections.abc import Iterable, Sequence
from math import cos, radians

from linli.core.charts import keys, pen
from linli.core.charts.definition import Canvas, Sample, Shade, Shades, Shape
from linli.core.charts.keys import Entry
from linli.core.charts.scale import NO_NUMBER

CLASSES = 5
TALLEST = 0.6
"""How tall a map may be, to its width."""
EDGE = 4.0
SAMPLE = 22.0
"""How wide a shade is beside what it stands for."""
NONE = 0
DARK: frozenset[Shade] = frozenset({4, 5, "orange", "red"})
"""Shades on which words are light."""
Place = tuple[float, float]
Box = tuple[float, float, float, float]


def shades_of(*, values: Sequence[float]) -> dict[float, int]:
    """The shade of each of the different values, given in order: as many values to a shade as to the next.

    Up to five values have a shade each, as far apart as there is room.
    """
    classes = min(CLASSES, len(values))
    of_class = [round(1 + at * (CLASSES - 1) / (classes - 1)) if classes > 1 else 3 for at in range(classes)]
    return {value: of_class[at * classes // len(values)] for at, value in enumerate(values)}


def said(shape: Shape) -> str:
    """What stands on an area."""
    return shape.text or (NO_NUMBER if shape.value is None else f"{shape.value:,.0f}")


def drawn(*, chart: Shades, canvas: Canvas) -> tuple[str, float]:
    """The map as SVG below what its shades stand for, and how tall both are."""
    frame = _Frame([spot for shape in chart.shapes for ring in shape.rings for spot in ring], canvas.width)
    classes = shades_of(values=sorted({shape.value for shape in chart.shapes if shape.value is not None}))
    shaded = [(shape, _shade(shape, classes)) for shape in chart.shapes]
    areas = "".join(_area(shape, frame, shade, canvas.key) for shape, shade in shaded)
    key = keys.above(entries=[_entry(one, canvas.key) for one in chart.legend], canvas=canvas)
    map_ = pen.element("g", areas + _labels(shaded, frame), transform=f"translate(0 {pen.units(key.height)})")
    is_hatched = any(shade == NONE for _shape, shade in shaded)
    return (_hatch(canvas.key) if is_hatched else "") + key.drawn + map_, key.height + frame.height


def _shade(shape: Shape, classes: dict[float, int]) -> Shade:
    if shape.shade is not None:
        return shape.shade
    return NONE if shape.value is None else classes[shape.value]


def _fill(shade: Shade, key: str) -> dict[str, str]:
    return {"fill": f"url(#{key}-none)"} if shade == NONE else {"class_": f"chart-shade-{shade}"}


def _hatch(key: str) -> str:
    """The surface of an area without a number."""
    ground = pen.element("rect", width=6, height=6, class_="chart-tint")
    line = pen.element("path", d="M-1 7L7-1M-3 3L3-3M3 9L9 3", class_="chart-border")
    tile = pen.element("pattern", ground + line, id=f"{key}-none", width=6, height=6, patternUnits="userSpaceOnUse")
    return pen.element("defs", tile)


def _entry(sample: Sample, key: str) -> Entry:
    fill = pen.element("rect", x=1, y=-7, width=SAMPLE - 2, height=14, **_fill(sample.shade, key))
    edge = pen.element("rect", x=1, y=-7, width=SAMPLE - 2, height=14, class_="chart-border chart-open")
    return Entry(sample.name, fill + edge, SAMPLE)


class _Frame:
    """Where a longitude and latitude lie on the canvas: true to shape about the middle of the map."""

    def __init__(self, spots: Iterable[Place], width: float) -> None:
        lons, lats = zip(*spots, strict=True)
        self.west, self.north = min(lons), max(lats)
        self.narrower = cos(radians((max(lats) + min(lats)) / 2))
        across, down = (max(lons) - self.west) * self.narrower or 1e-9, self.north - min(lats) or 1e-9
        self.scale = min((width - 2 * EDGE) / across, (width * TALLEST - 2 * EDGE) / down)
        self.left = (width - across * self.scale) / 2
        self.height = down * self.scale + 2 * EDGE

    def put(self, spot: Place) -> Place:
        """Its place on the canvas."""
        lon, lat = spot
        return self.left + (lon - self.west) * self.narrower * self.scale, EDGE + (self.north - lat) * self.scale


def _area(shape: Shape, frame: _Frame, shade: Shade, key: str) -> str:
    ways = "".join(pen.path([frame.put(spot) for spot in ring]) + "Z" for ring in shape.rings)
    title = pen.element("title", pen.safe(f"{shape.name} {said(shape)}"))
    fill = _fill(shade, key)
    fill["class_"] = f"{fill.get('class_', '')} chart-border".strip()
    return pen.element("path", title, d=ways, fill_rule="evenodd", **fill)


def _labels(shaded: Sequence[tuple[Shape, Shade]], frame: _Frame) -> str:
    """The widest areas first: a number that would lie on another's is left to the table, then a name that would lie
    on anything, or that is wider than its area."""
    taken: list[Box] = []
    widest = sorted(range(len(shaded)), key=lambda at: -_wide(shaded[at][0], frame))
    numbers = {at: _placed(_number(*shaded[at], frame), taken) for at in widest}
    names = {
        at: _placed(_name(*shaded[at], frame), taken)
        for at in widest
        if numbers[at] and _has_room(shaded[at][0], frame)
    }
    return "".join(names.get(at, "") + numbers[at] for at in range(len(shaded)))


def _has_room(shape: Shape, frame: _Frame) -> bool:
    """Whether the area is as wide as its name."""
    return pen.width_of(shape.name, size=pen.SMALL) <= _wide(shape, frame)


def _placed(label: tuple[Box, str], taken: list[Box]) -> str:
    """The label, whose room is then taken; empty where the room is taken."""
    box, words = label
    if any(_touch(box, other) for other in taken):
        return ""
    taken.append(box)
    return words


def _wide(shape: Shape, frame: _Frame) -> float:
    xs = [frame.put(spot)[0] for ring in shape.rings for spot in ring]
    return max(xs) - min(xs)


def _ink(shade: Shade) -> str:
    """Words are edged with their own area's shade, for where they reach into the next."""
    if shade == NONE:
        return "chart-halo"
    return f"chart-halo chart-halo-{shade}" + (" chart-on-dark" if shade in DARK else "")


def _number(shape: Shape, shade: Shade, frame: _Frame) -> tuple[Box, str]:
    """The number below the middle of its area, and the room it takes."""
    (x, y), half = frame.put(shape.spot), pen.width_of(said(shape)) / 2
    words = pen.text(said(shape), x=x, y=y + pen.LINE - 2, css=_ink(shade), anchor="middle")
    return (x - half, y + 2, x + half, y + pen.LINE), words


def _name(shape: Shape, shade: Shade, frame: _Frame) -> tuple[Box, str]:
    """The name above the number, and the room it takes."""
    (x, y), half = frame.put(shape.spot), pen.width_of(shape.name, size=pen.SMALL) / 2
    words = pen.text(shape.name, x=x, y=y, css=_ink(shade), anchor="middle", size=pen.SMALL)
    return (x - half, y - pen.SMALL, x + half, y + 2), words


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
