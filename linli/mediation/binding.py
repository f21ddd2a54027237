"""Binds a volume: a Word document with cover, index by page, every part on pages of its own, and the end sheet."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment
from linli.mediation.actions.keeping import DRAWING
from linli.mediation.queries.volumes import Assembled, Item, Rows
from linli.mediation.rules.pdf_pages import pages

FONT = "仿宋_GB2312"


def bound(*, volume: Assembled, number: str) -> bytes:
    """The volume. Its index names the page of each part by a field, so that pages that move stay right."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document: Any = Document()
    _page(document)
    head = _line(document, _("Volume of a people's mediation"), 26)
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _line(document, volume.title, 18).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _table(document, ((_("Number of the volume"), number), *volume.cover), is_headed=False)
    document.add_page_break()
    _line(document, _("Index of the volume"), 20).alignment = WD_ALIGN_PARAGRAPH.CENTER
    _index(document, volume.items)
    for at, item in enumerate(volume.items, 1):
        document.add_page_break()
        _item(document, at, item)
    document.add_page_break()
    _end(document, volume)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE", "1")


def _index(document: Any, items: Sequence[Item]) -> None:
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, (_("No."), _("Part of the volume"), _("On page")), strict=True):
        _put(cell.paragraphs[0], text, 14)
    for at, item in enumerate(items, 1):
        cells = table.add_row().cells
        _put(cells[0].paragraphs[0], str(at), 14)
        _put(cells[1].paragraphs[0], item.title, 14)
        if beside := _beside(item.files):
            _put(cells[1].add_paragraph(), beside, 11)
        _field(cells[2].paragraphs[0], f"PAGEREF part{at} \\h", str(at + 2))
    _widths(table, (16, 110, 30))


def _item(document: Any, at: int, item: Item) -> None:
    heading = _line(document, f"{at}  {item.title}", 18)
    _bookmark(heading, f"part{at}", at)
    for line in item.lines:
        for said in line.splitlines():
            _line(document, said, 14)
    if item.rows:
        _table(document, item.rows)
    _files(document, item.files)


def _files(document: Any, files: Sequence[UUID]) -> None:
    """Pictures on the page; other files by name and hash, and how many pages: they lie beside the document."""
    from docx.shared import Mm, Pt

    for row in Attachment.objects.filter(id__in=files).order_by("uploaded_at", "id"):
        caption = _line(document, _("%(name)s (SHA-256 %(hash)s…)") % {"name": row.name, "hash": row.sha256[:16]}, 11)
        caption.paragraph_format.space_before = Pt(10)
        if row.media_type.startswith("image/"):
            wide = (row.width or 1) * 200 > (row.height or 1) * 150
            drawn = row.name == DRAWING
            size = {"width": Mm(60 if drawn else 150)} if wide else {"height": Mm(200)}
            document.add_paragraph().add_run().add_picture(str(kept_at(path=row.path)), **size)
        else:
            _line(document, _count((row,)), 11)


def _beside(files: Sequence[UUID]) -> str:
    """What of a part lies beside the document; "" when all of it is on its pages."""
    rows = [row for row in Attachment.objects.filter(id__in=files) if not row.media_type.startswith("image/")]
    return _count(rows) if rows else ""


def _count(rows: Sequence[Attachment]) -> str:
    """`On file beside: 2 files, 8 pages`. Where the pages of one cannot be told, whoever binds it counts them."""
    files = ngettext("On file beside: %(n)d file", "On file beside: %(n)d files", len(rows)) % {"n": len(rows)}
    found = [_pages(row) for row in rows]
    n = sum(one or 0 for one in found)
    if None in found:
        return _("%(files)s, pages to be counted by hand") % {"files": files}
    return ngettext("%(files)s, %(n)d page", "%(files)s, %(n)d pages", n) % {"files": files, "n": n}


def _pages(row: Attachment) -> int | None:
    is_pdf = row.media_type == "application/pdf"
    return pages(content=kept_at(path=row.path).read_bytes()) if is_pdf else None


def _end(document: Any, volume: Assembled) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    _line(document, _("End of the volume"), 20).alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines = (_("Bound by: __________"), _("Checked by: __________"), _("Number of pages: __________"))
    for line in (*lines, f"{volume.made.isoformat()}"):
        _line(document, line, 14)


def _table(document: Any, rows: Rows, *, is_headed: bool = True) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for at, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _put(cell.paragraphs[0], text, 12, is_bold=is_headed and not at)


def _widths(table: Any, widths: Sequence[int]) -> None:
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _line(document: Any, text: str, size: int) -> Any:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(8)
    _put(paragraph, text, size)
    return paragraph


def _put(paragraph: Any, text: str, size: int, *, is_bold: bool = False) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run("".join(sign for sign in text if sign.isprintable()))
    run.font.name, run.font.size, run.bold = FONT, Pt(size), is_bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
    return run


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field with what it shows until Word counts it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    pieces = (
        f'<w:fldChar {nsdecls("w")} w:fldCharType="begin" w:dirty="true"/>',
        f'<w:instrText {nsdecls("w")} xml:space="preserve"> {code} </w:instrText>',
        f'<w:fldChar {nsdecls("w")} w:fldCharType="separate"/>',
    )
    for piece in pieces:
        paragraph.add_run()._r.append(parse_xml(piece))
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))


def _bookmark(paragraph: Any, name: str, at: int) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{at}" w:name="{name}"/>'))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{at}"/>'))
