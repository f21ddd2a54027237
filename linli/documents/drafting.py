"""Makes Word templates in the form of GB/T 9704-2012 out of `letters.toml`, so that a pack needs no Word to begin.

A city edits the outcome in Word, or hands in its own; nothing reads letters.toml when a document is issued.
"""

import io
import re
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

SOURCE = "letters.toml"
LANGUAGES = ("zh", "en")
_MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
_ZH = {"head": "方正小标宋简体", "title": "方正小标宋简体", "body": "仿宋_GB2312", "strong": "黑体"}
_EN = {"head": "Times New Roman", "title": "Times New Roman", "body": "Times New Roman", "strong": "Times New Roman"}
_FONTS = {
    "仿宋_GB2312": "仿宋;FangSong;STFangsong;Noto Serif CJK SC",
    "方正小标宋简体": "小标宋;FZXiaoBiaoSong-B05S;宋体;SimSun;Noto Serif CJK SC",
    "黑体": "SimHei;Noto Sans CJK SC",
    "Times New Roman": "Liberation Serif",
}
_RED = "C00000"
_GAP = re.compile("＿{3}|_{3}")
"""Room for a signature: it stays with what follows."""
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Side(BaseModel):
    """A letter in one language. Paragraphs of `body` are parted by blank lines; `# ` begins a heading, `|` a table's
    row, `! ` a picture. `head` is the red name on top ("" for none), `recipient` the line of address, `signed` who
    stands under it, `below` what follows the date: who else has it, how many copies there are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Words
    body: Words
    head: str
    number: str
    recipient: str
    signed: str
    dated: str
    below: str = ""


class Source(BaseModel):
    """A letter as letters.toml describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zh: dict[str, str]
    en: dict[str, str]


class File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    letters: Annotated[dict[str, Source], Field(min_length=1)]


USUAL: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "head": "{{ 发文机关 }}",
        "number": "{{ 文号 }}",
        "recipient": "{{ 收件人 }}：",
        "signed": "{{ 发文机关 }}",
        "dated": "{{ 日期 }}",
    },
    "en": {
        "head": "{{ issuer }}",
        "number": "{{ number }}",
        "recipient": "To {{ recipient }}:",
        "signed": "{{ issuer }}",
        "dated": "{{ date }}",
    },
}


def made(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Every template that the folder's letters.toml describes, with where it belongs. Raises ValueError."""
    read = File.model_validate({"letters": tomllib.loads((folder / SOURCE).read_text(encoding="utf-8"))})
    for key, letter in read.letters.items():
        for language in LANGUAGES:
            side = Side.model_validate({**USUAL[language], **getattr(letter, language)})
            yield folder / file_name(key=key, language=language), draft(side=side, language=language)


def file_name(*, key: str, language: str) -> str:
    """`notice.docx` in Chinese, `notice.en.docx` in English."""
    return f"{key}.docx" if language == "zh" else f"{key}.{language}.docx"


def draft(*, side: Side, language: str) -> bytes:
    """The template, byte for byte the same each time."""
    import docx

    document = docx.Document()
    _page(document)
    fonts = _ZH if language == "zh" else _EN
    if side.head:
        _head(document, side.head, fonts)
    if side.number:
        _line(document, side.number, fonts["body"], 16, "center")
    _line(document, side.title, fonts["title"], 22, "center", before=24, after=16)
    if side.recipient:
        _line(document, side.recipient, fonts["body"], 16, "left")
    _body(document, side.body, fonts, language)
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature or date alone on a page
    signed = _line(document, side.signed, fonts["body"], 16, "right", before=32, right=32)
    signed.paragraph_format.keep_with_next = True
    dated = _line(document, side.dated, fonts["body"], 16, "right", right=32)
    dated.paragraph_format.keep_with_next = bool(side.below)
    _below(document, side.below, fonts)
    _foot(document)
    _properties(document, side.title)
    return _packed(document)


def _page(document: "Document") -> None:
    """A4; 37 mm above, 35 below, 28 at the left, 26 at the right: 22 lines of 28 characters."""
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(0)


def _head(document: "Document", text: str, fonts: Mapping[str, str]) -> None:
    """The issuer in red over a red line."""
    line = _line(document, text, fonts["head"], 30, "center", after=12, colour=_RED)
    _rule(line, f'<w:bottom w:val="single" w:sz="18" w:space="8" w:color="{_RED}"/>')


def _rule(line: "Paragraph", sides: str) -> None:
    """Rules above or below a paragraph."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>")
    after = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    line._p.get_or_add_pPr().insert_element_before(border, *after)


def _body(document: "Document", text: str, fonts: Mapping[str, str], language: str) -> None:
    rows: list[list[str]] = []
    blocks = [part.strip() for part in text.split("\n\n")]
    for block, after in zip(blocks, [*blocks[1:], ""], strict=True):
        if block.startswith("|"):
            rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()]
            _table(document, rows, fonts, is_kept=not after or _GAP.search(after) is not None)
        elif block.startswith("# "):
            heading = _line(document, block[2:], fonts["strong"], 16, "left", indent=32, is_bold=language == "en")
            heading.paragraph_format.keep_with_next = True
        elif block.startswith("! "):
            _room_for_picture(_line(document, block[2:], fonts["body"], 16, "center", before=6, after=6))
        else:
            joiner = "" if language == "zh" else " "
            said = joiner.join(line.strip() for line in block.splitlines())
            is_tag = said.startswith("{%p")
            place = "both" if language == "zh" and not is_tag else "left"
            line = _line(document, said, fonts["body"], 16, place, indent=0 if is_tag else 32)
            line.paragraph_format.keep_with_next = _GAP.search(said) is not None


def _room_for_picture(line: "Paragraph") -> None:
    """A line of a stated height would cut it off."""
    from docx.enum.text import WD_LINE_SPACING

    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE


def _line(
    document: Any,
    text: str,
    font: str,
    size: int,
    place: str,
    *,
    before: int = 0,
    after: int = 0,
    indent: int = 0,
    right: int = 0,
    colour: str = "",
    is_bold: bool = False,
) -> "Paragraph":
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    places = {"center": "CENTER", "left": "LEFT", "right": "RIGHT", "both": "JUSTIFY"}
    paragraph: Paragraph = document.add_paragraph()
    form = paragraph.paragraph_format
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, places[place])
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY if size <= 22 else WD_LINE_SPACING.SINGLE
    if size <= 22:
        form.line_spacing = Pt(18 if size <= 12 else 28 if size <= 16 else 32)
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.first_line_indent, form.right_indent = Pt(indent), Pt(right)
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), is_bold
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    return paragraph


def _table(document: "Document", rows: list[list[str]], fonts: Mapping[str, str], *, is_kept: bool) -> None:
    """A table with lines under a strong heading that comes again on each page. One with room to sign, or the last, is
    kept with what follows (`is_kept`): no date stands alone on a page, however many sign.

    A row of dashes under the heading says how wide the columns are to each other. A row of a single cell, such as
    `{%tr for … %}`, is kept for the template's own use.
    """
    width = max(len(row) for row in rows)
    shares = [len(cell) for cell in rows[1]] if len(rows) > 1 and set("".join(rows[1])) == {"-"} else []
    table = document.add_table(rows=0, cols=width, style="Table Grid")
    for at, row in enumerate(row for row in rows if not shares or row is not rows[1]):
        line = table.add_row()
        for cell, text in zip(line.cells, [*row, *[""] * (width - len(row))], strict=True):
            said = _line(
                cell, text, fonts["body" if at else "strong"], 12, "left" if at else "center", before=2, after=2
            )
            said.paragraph_format.keep_with_next = is_kept
            cell._tc.remove(cell.paragraphs[0]._p)
        _whole(line, is_head=not at)
    if shares:
        _share(table, shares)


def _whole(line: Any, *, is_head: bool) -> None:
    """A row is never broken over two pages; the heading comes again on each."""
    from docx.oxml import OxmlElement

    form = line._tr.get_or_add_trPr()
    form.append(OxmlElement("w:cantSplit"))
    if is_head:
        form.append(OxmlElement("w:tblHeader"))


def _share(table: Any, shares: list[int]) -> None:
    """The 156 mm between the margins, shared out."""
    from docx.shared import Mm

    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(156 * share / sum(shares))
        for cell in column.cells:
            cell.width = column.width


def _below(document: "Document", text: str, fonts: Mapping[str, str]) -> None:
    """Lines between two rules, as the standard has them at the end."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at, said in enumerate(lines):
        line = _line(document, said, fonts["body"], 14, "left", before=0 if at else 28)
        sides = [side for side, is_there in (("top", not at), ("bottom", at == len(lines) - 1)) if is_there]
        if sides:
            _rule(line, "".join(f'<w:{side} w:val="single" w:sz="8" w:space="2" w:color="auto"/>' for side in sides))


def _foot(document: "Document") -> None:
    """The page's number between dashes, as the standard has it."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for piece in ("— ", None, " —"):
        run = paragraph.add_run(piece or "")
        if piece is None:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="begin"/>'))
            run._r.append(parse_xml(f'<w:instrText {nsdecls("w")} xml:space="preserve"> PAGE </w:instrText>'))
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="end"/>'))


def _properties(document: "Document", title: str) -> None:
    core = document.core_properties
    core.title, core.author, core.comments, core.revision = title, "Linli", "", 1
    core.created = core.modified = _MADE_AT.replace(tzinfo=None)


def _packed(document: "Document") -> bytes:
    """Packed again with one date for every part, and with the names under which systems know the fonts."""
    first, out = io.BytesIO(), io.BytesIO()
    document.save(first)
    with zipfile.ZipFile(first) as read, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as write:
        for name in read.namelist():
            if name == "docProps/thumbnail.jpeg":
                continue
            content = _font_table() if name == "word/fontTable.xml" else read.read(name)
            if name == "_rels/.rels":
                content = _without_thumbnail(content)
            write.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without_thumbnail(content: bytes) -> bytes:
    return re.sub(rb"<Relationship [^>]*thumbnail\.jpeg[^>]*/>", b"", content)


def _font_table() -> bytes:
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{also}"/></w:font>' for name, also in _FONTS.items())
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{space}">{fonts}</w:fonts>'.encode()
