"""A chart's SVG as PNG, on a server that may have no fonts: one for Chinese is carried along."""

import resvg_py
from django.contrib.staticfiles import finders

FONT = "vendor/noto-sans-sc/NotoSansSC-GB2312.ttf"
CARRIED = "gb2312"
"""The letters of the font that is carried: a text with others looks among the server's fonts too."""
MARKS = "·—–−×"
"""Carried besides."""
SHARP = 3.0
"""Pixels to a unit: a chart as wide as a page's text is printed with 300 dots to the inch."""


def png(*, svg: str, sharp: float = SHARP) -> bytes:
    """The picture of a file's SVG. A letter that no font of the server has is left blank."""
    font = finders.find(FONT)
    if not isinstance(font, str):
        raise FileNotFoundError(FONT)
    return resvg_py.svg_to_bytes(
        svg_string=svg,
        zoom=sharp,
        font_files=[font],
        skip_system_fonts=_is_carried(svg),
        sans_serif_family="Noto Sans SC",
    )


def _is_carried(text: str) -> bool:
    try:
        text.translate(dict.fromkeys(map(ord, MARKS))).encode(CARRIED)
    except UnicodeEncodeError:
        return False
    return True
