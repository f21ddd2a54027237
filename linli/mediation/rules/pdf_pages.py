"""How many pages a PDF has, without drawing any. None where that cannot be told with certainty. Pure."""

import re
import zlib
from collections.abc import Iterator

MOST_BYTES = 40_000_000
"""Unpacked: a small file may hold a large one."""
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d+)")
_PACKED = re.compile(rb"/Type\s*/ObjStm.{0,400}?stream\r?\n", re.DOTALL)


def pages(*, content: bytes) -> int | None:
    """The number of pages: those found are as many as the file itself says. Encrypted and mended files are None."""
    if not content.startswith(b"%PDF-") or b"/Encrypt" in content:
        return None
    texts = [content, *_unpacked(content)]
    found = sum(len(_PAGE.findall(text)) for text in texts)
    said = {int(n) for text in texts for n in _COUNT.findall(text)}
    return found if found and found in said else None


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The objects that PDF 1.5 keeps compressed."""
    left = MOST_BYTES
    for begin in _PACKED.finditer(content):
        try:
            text = zlib.decompressobj().decompress(content[begin.end() :], left)
        except zlib.error:
            continue
        left -= len(text)
        yield text
        if left <= 0:
            return
