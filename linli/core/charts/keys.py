"""Names of what is drawn: beside it where there is room, else in a key above."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linli.core.charts import pen
from linli.core.charts.axes import Field
from linli.core.charts.definition import Canvas, Language
from linli.core.charts.scale import number

GAP = 18.0
ROW = pen.LINE * 1.25
WIDEST = 240.0
"""As wide as names beside a line may be."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is named: how it looks, drawn from 0, 0 to the right and so wide, and the number that it ends at."""

    name: str
    sample: str
    width: float
    value: float | None = None
    is_level: bool = False

    def said(self, *, language: Language) -> str:
        """The name with its number."""
        return self.name if self.value is None else f"{self.name} {number(value=self.value, language=language)}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key as drawn, and how high it is."""

    drawn: str
    height: float


def above(*, entries: Iterable[Entry], canvas: Canvas) -> Key:
    """The key in as many rows as it needs. Only levels are told with their number."""
    parts, x, row = [], 0.0, 0
    for entry in entries:
        said = entry.said(language=canvas.language) if entry.is_level else entry.name
        name = pen.fitted(said, width=canvas.width - entry.width - 6)
        wide = entry.width + 6 + pen.width_of(name)
        if x and x + wide > canvas.width:
            x, row = 0.0, row + 1
        parts.append(_named(entry, name, x, 12 + row * ROW))
        x += wide + GAP
    return Key("".join(parts), (row + 1) * ROW + 8 if parts else 0.0)


def room_for(*, entries: Sequence[Entry], canvas: Canvas) -> float:
    """How much room names at the right need."""
    if not entries:
        return 8.0
    wide = max(pen.width_of(one.said(language=canvas.language)) + one.width for one in entries)
    return min(WIDEST, canvas.width * 0.3, wide + 20)


def beside(*, entries: Sequence[Entry], heights: Sequence[float], field: Field, canvas: Canvas) -> str:
    """The names right of the field at these heights, moved apart where they would touch."""
    order = sorted(range(len(entries)), key=lambda at: heights[at])
    wanted = [heights[at] for at in order]
    places = spread(wanted=wanted, gap=pen.LINE, top=field.top, bottom=field.bottom)
    parts = []
    for at, y in zip(order, places, strict=True):
        room = canvas.width - field.right - entries[at].width - 14
        name = pen.fitted(entries[at].said(language=canvas.language), width=room)
        parts.append(_named(entries[at], name, field.right + 8, y))
    return "".join(parts)


def spread(*, wanted: Sequence[float], gap: float, top: float, bottom: float) -> list[float]:
    """Places in the order given, at least `gap` apart, within the bounds if they fit, and near to those wanted."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + gap if places else top))
    limit = bottom
    for at in range(len(places) - 1, -1, -1):
        places[at] = min(places[at], limit)
        limit = places[at] - gap
    return places


def _named(entry: Entry, name: str, x: float, y: float) -> str:
    inside = entry.sample + pen.text(name, x=entry.width + 6, y=4.5)
    return pen.element("g", inside, transform=f"translate({pen.units(x)} {pen.units(y)})")
