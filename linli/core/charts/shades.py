"""A map of areas shaded by a number: five classes for the eye, with name and number where there is room for them."""

from collections.abc import Iterable, Sequence
from math import cos, radians

from linli.core.charts import pen
from linli.core.charts.definition import Canvas, Shades, Shape

CLASSES = 5
TALLEST = 0.6
"""How tall a map may be, to its width."""
EDGE = 4.0
Place = tuple[float, float]


def shades_of(*, values: Sequence[float]) -> dict[float, int]:
    """The shade of each of the different values, given in order: as many values to a shade as to the next.

    Up to five values have a shade each, as far apart as there is room.
    """
    classes = min(CLASSES, len(values))
    of_class = [round(1 + at * (CLASSES - 1) / (classes - 1)) if classes > 1 else 3 for at in range(classes)]
    return {value: of_class[at * classes // len(values)] for at, value in enumerate(values)}


def drawn(*, chart: Shades, canvas: Canvas) -> tuple[str, float]:
    """The map as SVG, and how tall it is."""
    frame = _Frame([spot for shape in chart.shapes for ring in shape.rings for spot in ring], canvas.width)
    shades = shades_of(values=sorted({shape.value for shape in chart.shapes}))
    areas = "".join(_area(shape, frame, shades[shape.value]) for shape in chart.shapes)
    names = "".join(_label(shape, frame, shades[shape.value]) for shape in chart.shapes)
    return areas + names, frame.height


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


def _area(shape: Shape, frame: _Frame, shade: int) -> str:
    ways = "".join(pen.path([frame.put(spot) for spot in ring]) + "Z" for ring in shape.rings)
    title = pen.element("title", pen.safe(f"{shape.name} {shape.value:,.0f}"))
    return pen.element("path", title, d=ways, class_=f"chart-shade-{shade} chart-border", fill_rule="evenodd")


def _label(shape: Shape, frame: _Frame, shade: int) -> str:
    """The name over the number; the number alone where the name is wider than the area."""
    xs = [frame.put(spot)[0] for ring in shape.rings for spot in ring]
    x, y = frame.put(shape.spot)
    css = "chart-on-dark" if shade >= CLASSES - 1 else ""
    value = pen.text(f"{shape.value:,.0f}", x=x, y=y + pen.LINE - 2, css=css, anchor="middle")
    if pen.width_of(shape.name, size=pen.SMALL) > max(xs) - min(xs):
        return value
    return pen.text(shape.name, x=x, y=y, css=css, anchor="middle", size=pen.SMALL) + value
