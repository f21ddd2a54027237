"""A chart as one SVG: in a page without colours of its own, as a file with title, note and colours."""

from linli.core.charts import bars, columns, lines, pen, shades
from linli.core.charts.definition import Bars, Canvas, Chart, Columns, Shades, Trend, Words
from linli.core.charts.style import STYLE

TITLE = 17.0
MARGIN = 16.0


def svg(*, chart: Chart, canvas: Canvas) -> str:
    """The chart. In a page its colours come from `static/css/components/chart.css`."""
    body, height = _body(chart, canvas)
    return _file(chart.words, canvas, body, height) if canvas.is_file else _inline(chart.words, canvas, body, height)


def _body(chart: Chart, canvas: Canvas) -> tuple[str, float]:
    match chart:
        case Trend():
            return lines.drawn(chart=chart, canvas=canvas)
        case Columns():
            return columns.drawn(chart=chart, canvas=canvas)
        case Bars():
            return bars.drawn(chart=chart, canvas=canvas)
        case Shades():
            return shades.drawn(chart=chart, canvas=canvas)


def _inline(words: Words, canvas: Canvas, body: str, height: float) -> str:
    return _root(words, canvas, body, canvas.width, height)


def _file(words: Words, canvas: Canvas, body: str, height: float) -> str:
    """With a margin all around: the title above, the note below."""
    title = pen.wrapped(words.title, width=canvas.width, most=2, size=TITLE)
    note = pen.wrapped(words.note or words.told, width=canvas.width, most=4, size=pen.SMALL)
    head = len(title) * TITLE * 1.35 + 8
    whole = head + height + (len(note) * pen.LINE + 6 if note else 0)
    parts = [
        pen.element("style", STYLE),
        pen.element("rect", width=canvas.width + 2 * MARGIN, height=whole + 2 * MARGIN, class_="chart-ground"),
        *(pen.text(row, x=MARGIN, y=MARGIN + TITLE * (1 + at * 1.35), size=TITLE) for at, row in enumerate(title)),
        pen.element("g", body, transform=f"translate({pen.units(MARGIN)} {pen.units(MARGIN + head)})"),
        *(
            pen.text(row, x=MARGIN, y=MARGIN + head + height + 18 + at * pen.LINE, css="chart-soft", size=pen.SMALL)
            for at, row in enumerate(note)
        ),
    ]
    return _root(words, canvas, "".join(parts), canvas.width + 2 * MARGIN, whole + 2 * MARGIN)


def _root(words: Words, canvas: Canvas, inside: str, width: float, height: float) -> str:
    title = pen.element("title", pen.safe(words.title), id=f"{canvas.key}-title")
    told = pen.element("desc", pen.safe(words.told), id=f"{canvas.key}-told") if words.told else ""
    size = {"width": width, "height": height} if canvas.is_file else {}
    return pen.element(
        "svg",
        title + told + inside,
        xmlns="http://www.w3.org/2000/svg",
        **size,
        viewBox=f"0 0 {pen.units(width)} {pen.units(height)}",
        class_="chart-drawn",
        role="img",
        aria_labelledby=f"{canvas.key}-title",
        aria_describedby=f"{canvas.key}-told" if told else "",
        font_size=pen.SIZE,
    )
