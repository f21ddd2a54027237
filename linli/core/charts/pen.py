"""Pieces of SVG: elements, texts that are safe to hold anything, and how wide a text is. Knows no charts."""

import re
from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

SIZE = 13.0
"""The height of text, in units of the canvas."""
SMALL = 12.0
LINE = 16.0
"""From one line of text to the next."""
_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SLIM = frozenset("iljtfr.,:;'|!()[] ")


def safe(words: str) -> str:
    """Text as XML may hold it, whoever wrote it."""
    return escape(_FORBIDDEN.sub("", words))


def units(value: float) -> str:
    """A place or a length, to a tenth of a unit."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, inside: str = "", /, **attributes: float | str) -> str:
    """An element. Names of attributes as in Python: `class_`, `text_anchor`; empty ones are left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{safe(value) if isinstance(value, str) else units(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def text(words: str, *, x: float, y: float, css: str = "", anchor: str = "", size: float | str = "") -> str:
    """A line of text, `y` at its foot."""
    return element("text", safe(words), x=x, y=y, class_=css, text_anchor=anchor, font_size=size)


def path(points: Sequence[tuple[float, float]]) -> str:
    """The way along the points."""
    return "M" + "L".join(f"{units(x)} {units(y)}" for x, y in points)


def width_of(words: str, *, size: float = SIZE) -> float:
    """About how wide a text is, rather too much than too little: the reader's font is not known here."""
    return size * sum(_em(letter) for letter in words)


def fitted(words: str, *, width: float, size: float = SIZE) -> str:
    """As much of a text as there is room for; what is cut off ends in an ellipsis."""
    if width_of(words, size=size) <= width:
        return words
    kept = words
    while kept and width_of(f"{kept}…", size=size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrapped(words: str, *, width: float, most: int, size: float = SIZE) -> tuple[str, ...]:
    """The text in lines, the last of `most` cut off where it is too long."""
    lines: list[str] = []
    left = words
    while left and len(lines) < most - 1 and width_of(left, size=size) > width:
        cut = _cut(left, width, size)
        lines.append(left[:cut].rstrip())
        left = left[cut:].lstrip()
    return (*lines, fitted(left, width=width, size=size)) if left else tuple(lines)


def _cut(words: str, width: float, size: float) -> int:
    """Where a line ends: at a space if there is one in its second half, else anywhere. At least one letter."""
    fits = len(words)
    while fits > 1 and width_of(words[:fits], size=size) > width:
        fits -= 1
    space = words.rfind(" ", fits // 2, fits + 1)
    return space if space > 0 else fits


def _em(letter: str) -> float:
    if east_asian_width(letter) in {"W", "F", "A"}:
        return 1.0
    if letter in _SLIM:
        return 0.36
    return 0.74 if letter.isupper() or letter in "mw%@" else 0.58
