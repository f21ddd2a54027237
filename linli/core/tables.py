"""Rows of a CSV or Excel file as text, each with its row number. What they mean is the reader's business."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from linli.core.errors import Invalid

ENCODINGS = ("utf-8-sig", "gb18030")


class TableInvalid(Invalid):
    """The file is not a table that can be read."""

    code = "table-invalid"


@dataclass(frozen=True, slots=True)
class Table:
    """The header, and the rows under it with the number that a spreadsheet shows beside them."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def records(self, start: int = 0, end: int | None = None) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row from `start` to before `end` as a mapping by column name; missing cells are empty."""
        for number, cells in self.rows[start:end]:
            padded = (*cells, *("" for _cell in range(len(self.header) - len(cells))))
            yield number, dict(zip(self.header, padded, strict=False))


def read_table(*, content: bytes, name: str) -> Table:
    """The first sheet of an `.xlsx`/`.xls`/`.ods` file, or a CSV in UTF-8 or GB 18030. Raises TableInvalid."""
    sheet = Path(name).suffix.lower() in {".xlsx", ".xlsm", ".xls", ".ods"}
    lines = _sheet(content) if sheet else _csv(content)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise TableInvalid(_("The file “%(name)s” has no rows.") % {"name": Path(name).name})
    return Table(header=filled[0][1], rows=tuple(filled[1:]))


def _csv(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(io.StringIO(_decode(content), newline=""), strict=True)
    try:
        return [(reader.line_num, tuple(cell.strip() for cell in cells)) for cells in reader]
    except csv.Error as error:
        raise TableInvalid(
            _("Line %(line)d is not CSV: %(reason)s") % {"line": reader.line_num, "reason": error}
        ) from error


def _decode(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableInvalid(_("The file is neither UTF-8 nor GB 18030 text. Save it as CSV UTF-8 or as XLSX."))


def _sheet(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    try:
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
        )
    except (CalamineError, BadZipFile, OSError, IndexError) as error:
        raise TableInvalid(_("The Excel file cannot be read: %(reason)s") % {"reason": error}) from error
    return [(number, tuple(_cell(value) for value in row)) for number, row in enumerate(rows, start=1)]


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value).strip()
