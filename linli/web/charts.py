"""Charts on pages and as files: each drawn for a phone and for wider screens, with its numbers as a table beside."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.core.charts import days, picture
from linli.core.charts.definition import Bars, Canvas, Chart, Language, Shades, Words
from linli.core.charts.drawing import svg
from linli.core.charts.scale import NO_NUMBER
from linli.core.charts.table import Cell, table
from linli.web import preferences, spreadsheets
from linli.web.roomfiles import handed

WIDE, NARROW, FILE = 820, 340, 680
LARGE = 1.25
"""How much larger the text is for readers who asked for it: as much narrower the chart is drawn."""
KINDS = (("png", "PNG"), ("svg", "SVG"), ("xlsx", "Excel"), ("csv", "CSV"))

Behind = Callable[[int, int], str]
"""The address of the list behind a number, by its row and its column among the numbers, from 0; empty where none is."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the table, and the list behind it."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A date or a name, and its numbers."""

    name: str
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that `components/chart.html` shows. `files`: the address and the name of each kind of file."""

    key: str
    words: Words
    narrow: SafeString
    wide: SafeString
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    files: tuple[tuple[str, str], ...]


def shown(
    *, request: HttpRequest, chart: Chart, key: str, address: str, behind: Behind | None = None, wide: float = WIDE
) -> Shown:
    """A chart for a page. `address` is where its files are, but for the kind, with which it ends. `wide`: how wide it
    is drawn for wider screens, less for larger text."""
    share = LARGE if preferences.of(request).text == "large" else 1
    found = table(chart=chart)
    return Shown(
        key=key,
        words=chart.words,
        narrow=_inline(chart, NARROW / share, f"{key}-narrow"),
        wide=_inline(chart, wide / share, f"{key}-wide"),
        head=found.head,
        rows=tuple(_rows(_names(chart), found.rows, behind)),
        files=tuple((f"{address}{kind}", title) for kind, title in KINDS),
    )


def download(*, chart: Chart, name: str, kind: str) -> HttpResponse:
    """The chart as SVG or PNG, or its numbers as a spreadsheet. Raises Http404 for any other kind."""
    if kind in {"xlsx", "csv"}:
        found = table(chart=chart)
        return spreadsheets.download(table=(found.head, *found.rows), name=name, kind=kind)
    if kind not in {"svg", "png"}:
        raise Http404
    drawn = file(chart=chart)
    if kind == "png":
        return handed(content=picture.png(svg=drawn), name=f"{name}.png", media_type="image/png")
    return handed(content=drawn.encode(), name=f"{name}.svg", media_type="image/svg+xml")


def file(*, chart: Chart) -> str:
    """The chart as an SVG that stands by itself, as wide as a page's text."""
    return svg(chart=chart, canvas=Canvas(width=FILE, language=language(), is_file=True))


def language() -> Language:
    """The reader's language, as charts know it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def _inline(chart: Chart, width: float, key: str) -> SafeString:
    return SafeString(svg(chart=chart, canvas=Canvas(width=width, language=language(), key=key)))


def _names(chart: Chart) -> list[str]:
    """What stands at the head of each row: a date in full, or a name; below them the level of a comparison."""
    if isinstance(chart, Bars):
        return [*(bar.name for bar in chart.bars), *([chart.level.name] if chart.level else [])]
    if isinstance(chart, Shades):
        return [shape.name for shape in chart.shapes]
    return [days.whole(day, grain=chart.grain, language=language()) for day in chart.dates]


def _rows(names: list[str], rows: tuple[tuple[Cell, ...], ...], behind: Behind | None) -> Iterator[Row]:
    for at, (name, (_first, *values)) in enumerate(zip(names, rows, strict=True)):
        numbers = (Number(_text(one), behind(at, column) if behind else "") for column, one in enumerate(values))
        yield Row(name, tuple(numbers))


def _text(cell: Cell) -> str:
    """In full, where the chart has no room for it."""
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:,.1f}"
    return f"{cell:,.0f}" if isinstance(cell, int | float) else NO_NUMBER if cell is None else str(cell)
