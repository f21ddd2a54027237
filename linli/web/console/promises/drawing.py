"""The road map (挂图) of a book as SVG: a row for each target, months along, bars, milestone marks, today. Pure.

What colour says, shape and word say too: a pattern and a word for each state, a form for each kind of mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from unicodedata import east_asian_width

WIDTH, LEFT, RIGHT, HEAD, ROW = 1200, 290, 170, 46, 74
LINE = 34
"""Half-width characters in a line of a row's title."""
BAR = "bar"
"""A bar in the legend, where the manner of a mark stands else."""
MOST_MONTHS = 18
"""Of a longer book only quarters are named."""

STYLE = """
text{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif;fill:#14211e}
.rm-ground{fill:#fff}.rm-soft,.rm-day{fill:#465853}.rm-line{stroke:#d3dbd8}.rm-band{fill:#f5f7f6}
.rm-track{fill:#ebefed;stroke:#71807b}.rm-today{stroke:#b02318}.rm-today-word{fill:#b02318}
.rm-fill-done{fill:#1c6637}.rm-fill-ahead,.rm-fill-on_course{fill:#1d558f}.rm-fill-unjudged{fill:#71807b}
.rm-fill-behind{fill:url(#rm-hatch)}.rm-fill-missed{fill:url(#rm-cross)}
.rm-hatch{stroke:#9a4a08}.rm-hatch-ground{fill:#fdefdd}.rm-cross{stroke:#b02318}.rm-cross-ground{fill:#fce9e7}
.rm-mark{fill:#fff;stroke:#14211e}.rm-mark-done{fill:#14211e;stroke:#14211e}.rm-mark-late{fill:#fff;stroke:#b02318}
.rm-glyph{fill:#14211e}
"""
"""For the picture by itself; in a page the style sheet says the same in the reader's theme."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone. `manner`: done, reported, late, due."""

    title: str
    due: date
    manner: str


@dataclass(frozen=True, slots=True)
class Row:
    """A target. `share` is how much of the goal is reached, None where a bar cannot say."""

    title: str
    owner: str
    said: str
    state: str
    word: str
    starts: date
    due: date
    share: float | None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the picture beside the rows, in the reader's language."""

    title: str
    today: str
    months: tuple[str, ...]
    legend: tuple[tuple[str, str], ...] = ()
    """A manner, or `BAR`, and what it stands for."""


def svg(*, rows: Sequence[Row], starts: date, ends: date, today: date, words: Words, is_alone: bool = False) -> str:
    """The picture. `is_alone` puts colours and the title into it, for a file."""
    axis = _Axis(starts, ends + timedelta(days=1))
    height = HEAD + ROW * len(rows) + 44
    top = f'<svg xmlns="http://www.w3.org/2000/svg" class="roadmap" viewBox="0 0 {WIDTH} {height}" role="img"'
    parts = [
        f'{top} aria-label="{escape(words.title)}">',
        *([f"<title>{escape(words.title)}</title><style>{STYLE}</style>"] if is_alone else []),
        _PATTERNS,
        f'<rect class="rm-ground" width="{WIDTH}" height="{height}"/>',
        *(_row(at, row, axis) for at, row in enumerate(rows)),
        *_months(axis, words.months, HEAD + ROW * len(rows)),
        *(_bars(at, row, axis) for at, row in enumerate(rows)),
        *_today(axis, today, words.today, HEAD + ROW * len(rows)),
        _legend(words.legend, height - 16),
        "</svg>",
    ]
    return "".join(parts)


_PATTERNS = (
    '<defs><pattern id="rm-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="rm-hatch-ground" width="8" height="8"/><line class="rm-hatch" y2="8" stroke-width="6"/></pattern>'
    '<pattern id="rm-cross" width="9" height="9" patternUnits="userSpaceOnUse">'
    '<rect class="rm-cross-ground" width="9" height="9"/>'
    '<path class="rm-cross" d="M0 0L9 9M9 0L0 9" stroke-width="2.2"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Axis:
    starts: date
    ends: date

    def x(self, day: date) -> float:
        """Where a day begins, held within the axis."""
        share = (day - self.starts).days / (self.ends - self.starts).days
        return round(LEFT + (WIDTH - LEFT - RIGHT) * min(1.0, max(0.0, share)), 1)

    def months(self) -> Iterator[date]:
        """The first of each month on the axis."""
        day = self.starts.replace(day=1)
        while day < self.ends:
            yield day
            day = (day + timedelta(days=32)).replace(day=1)


def _row(at: int, row: Row, axis: _Axis) -> str:
    y = HEAD + ROW * at
    band = f'<rect class="rm-band" y="{y}" width="{WIDTH}" height="{ROW}"/>' if at % 2 else ""
    lines = _wrapped(f"{at + 1}. {row.title}")
    title = "".join(_text(8, y + 20 + 17 * n, line, size=14, css="rm-title") for n, line in enumerate(lines))
    owner = _text(8, y + 22 + 17 * len(lines), _wrapped(row.owner, lines=1)[0], size=12, css="rm-soft")
    rule = f'<line class="rm-line" x2="{WIDTH}" y1="{y + ROW}" y2="{y + ROW}"/>'
    x = WIDTH - RIGHT + 12
    word = _glyph(row.state, x, y + 15) + _text(x + 17, y + 26, row.word, size=14, css="rm-word")
    said = _text(x, y + 44, _wrapped(row.said, width=26, lines=1)[0], size=11, css="rm-soft")
    return band + title + owner + word + said + rule


_GLYPHS = {
    "behind": "M0 1H12L6 12Z",
    "on_course": "M1 0V12L12 6Z",
    "ahead": "M0 11H12L6 0Z",
    "done": "M0 6L2 4L5 7L10 1L12 3L5 11Z",
    "missed": "M2 0L6 4L10 0L12 2L8 6L12 10L10 12L6 8L2 12L0 10L4 6L0 2Z",
    "unjudged": "M6 1A5 5 0 1 0 6 11A5 5 0 1 0 6 1ZM6 3A3 3 0 1 1 6 9A3 3 0 1 1 6 3Z",
}
"""Drawn, since a server's font may not have them."""


def _glyph(state: str, x: float, y: float) -> str:
    at = f'transform="translate({x:.1f} {y:.1f})"'
    return f'<path class="rm-glyph" fill-rule="evenodd" {at} d="{_GLYPHS[state]}"/>'


def _bars(at: int, row: Row, axis: _Axis) -> str:
    y = HEAD + ROW * at + 14
    x, width = axis.x(row.starts), max(4.0, axis.x(row.due + timedelta(days=1)) - axis.x(row.starts))
    track = f'<rect class="rm-track" x="{x}" y="{y}" width="{width:.1f}" height="18" rx="4"/>'
    share = 1.0 if row.share is None and row.state in {"done", "missed", "behind"} else row.share or 0.0
    fill = f'<rect class="rm-fill-{row.state}" x="{x}" y="{y}" width="{width * share:.1f}" height="18" rx="4"/>'
    return track + (fill if share else "") + "".join(_marks(row.marks, axis, y + 32))


def _marks(marks: Sequence[Mark], axis: _Axis, y: int) -> Iterator[str]:
    """Filled when done, half when reported, hollow when due, with an exclamation mark when late; and the day."""
    free = 0.0
    for mark in sorted(marks, key=lambda one: one.due):
        x = axis.x(mark.due)
        shape = _diamond(mark.manner, x, y)
        yield f"<g><title>{escape(mark.title)} {mark.due.isoformat()}</title>{shape}</g>"
        if x - 18 >= free:
            yield _text(x, y + 22, f"{mark.due.month}/{mark.due.day}", size=11, css="rm-day", anchor="middle")
            free = x + 18


def _diamond(manner: str, x: float, y: float) -> str:
    css = {"done": "rm-mark-done", "late": "rm-mark-late"}.get(manner, "rm-mark")
    shape = f'<path class="{css}" stroke-width="2" d="M{x} {y - 8}L{x + 8} {y}L{x} {y + 8}L{x - 8} {y}Z"/>'
    if manner == "reported":
        shape += f'<path class="rm-mark-done" d="M{x} {y - 8}L{x} {y + 8}L{x - 8} {y}Z"/>'
    if manner == "late":
        shape += _text(x, y + 5, "!", size=13, css="rm-today-word", anchor="middle")
    return shape


def _months(axis: _Axis, names: Sequence[str], bottom: int) -> Iterator[str]:
    months = list(axis.months())
    step = 1 if len(months) <= MOST_MONTHS else 3
    for at, day in enumerate(months):
        x = axis.x(day)
        yield f'<line class="rm-line" x1="{x}" x2="{x}" y1="30" y2="{bottom}"/>'
        if at % step == 0:
            yield _text(x + 5, 40, names[day.month - 1], size=12, css="rm-soft")
        if at == 0 or day.month == 1:
            yield _text(x + 5, 22, str(day.year), size=13, css="rm-title")


def _today(axis: _Axis, today: date, word: str, bottom: int) -> Iterator[str]:
    if axis.starts <= today < axis.ends:
        x = axis.x(today)
        across = f'x1="{x}" x2="{x}" y1="24" y2="{bottom}"'
        yield f'<line class="rm-today" {across} stroke-width="2" stroke-dasharray="6 4"/>'
        yield _text(x, 16, f"{word} {today.month}/{today.day}", size=13, css="rm-today-word", anchor="middle")


def _legend(legend: Sequence[tuple[str, str]], y: int) -> str:
    parts, x = [], 8.0
    for manner, word in legend:
        bar = f'<rect class="rm-fill-behind" x="{x:.1f}" y="{y - 11}" width="16" height="13" rx="3"/>'
        parts.append(bar if manner == BAR else _diamond(manner, round(x + 8, 1), y - 4))
        parts.append(_text(x + 22, y, word, size=12, css="rm-soft"))
        x += 22 + 7.2 * _wide(word) + 18
    return "".join(parts)


def _text(x: float, y: float, said: str, *, size: int, css: str, anchor: str = "start") -> str:
    return (
        f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}">{escape(said)}</text>'
    )


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def _wrapped(text: str, *, width: int = LINE, lines: int = 2) -> list[str]:
    """At most so many lines of so many half-width characters; cut with an ellipsis. Breaks at blanks where it can."""
    found: list[str] = []
    rest = " ".join(text.split())
    while rest and len(found) < lines:
        cut = _fits(rest, width)
        if cut < len(rest) and len(found) == lines - 1:
            found.append(rest[: _fits(rest, width - 1)].rstrip() + "…")
            break
        blank = rest.rfind(" ", 0, cut + 1) if cut < len(rest) and rest[cut : cut + 1].isascii() else -1
        cut = blank if blank > width // 3 else cut
        found.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return found or [""]


def _fits(text: str, width: int) -> int:
    used = 0
    for at, sign in enumerate(text):
        used += _wide(sign)
        if used > width:
            return at
    return len(text)
