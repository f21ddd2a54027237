"""A Word document as plain blocks, so that a page can show it before it is issued."""

import io
import zipfile
from dataclasses import dataclass
from typing import Any, Literal

PROPERTIES = "docProps/core.xml"
"""Where Word and LibreOffice keep a document's title."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table by its rows."""

    text: str = ""
    place: Literal["left", "centre", "right"] = "left"
    is_strong: bool = False
    is_head: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(*, content: bytes) -> tuple[Block, ...]:
    """What the document says, in order; empty paragraphs are left out."""
    from docx import Document
    from docx.table import Table

    found = []
    for item in Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(item, Table):
            found.append(Block(rows=tuple(tuple(cell.text for cell in row.cells) for row in item.rows)))
        elif item.text.strip():
            found.append(_paragraph(item))
    return tuple(found)


def title(*, content: bytes) -> str:
    """What the document calls itself in its properties; nothing when whoever drew it left that out.

    Only that part of the file is read: a list shows the titles of a hundred templates.
    """
    from docx.oxml.parser import parse_xml

    with zipfile.ZipFile(io.BytesIO(content)) as file:
        if PROPERTIES not in file.namelist():
            return ""
        element = parse_xml(file.read(PROPERTIES))
    return str(element.title_text or "").strip()


def _paragraph(item: Any) -> Block:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    places: dict[Any, Literal["centre", "right"]] = {
        WD_ALIGN_PARAGRAPH.CENTER: "centre",
        WD_ALIGN_PARAGRAPH.RIGHT: "right",
    }
    runs = [run for run in item.runs if run.text.strip()]
    sizes = [run.font.size.pt for run in runs if run.font.size]
    return Block(
        text=item.text.strip(),
        place=places.get(item.alignment, "left"),
        is_strong=any(run.bold for run in runs) or bool(sizes and max(sizes) >= 20),
        is_head=any(run.font.color and run.font.color.rgb is not None for run in runs),
    )
