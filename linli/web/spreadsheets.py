"""A table as a file: CSV streamed, XLSX in constant memory. What is in it, and who may read it, the page says."""

import csv
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

import xlsxwriter
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back each line as it is written."""

    def write(self, line: str) -> str:
        return line


def download(*, table: Iterable[Sequence[Any]], name: str, kind: str) -> HttpResponse:
    """The table, its head first, as `name` with the ending of its kind. Raises Http404 for any other kind."""
    if kind == "csv":
        return cast("HttpResponse", _csv(table, f"{name}.csv"))
    if kind == "xlsx":
        return cast("HttpResponse", _xlsx(table, f"{name}.xlsx"))
    raise Http404


def harmless(value: str) -> str:
    """A cell that a spreadsheet cannot take for a formula: reports are written by strangers."""
    return f"'{value}" if value.startswith(RISKY) else value


def _csv(table: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """With a byte order mark, so that Excel reads the Chinese."""
    writer = csv.writer(_Echo())
    rows = ([_cell(value) for value in row] for row in table)
    body = (f"\ufeff{line}" if at == 0 else line for at, line in enumerate(writer.writerow(row) for row in rows))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(table: Iterable[Sequence[Any]], name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#dff0ed", "border": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 20, 16)
        for at, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, timezone.localtime(value), moment)
                elif isinstance(value, date):
                    sheet.write_datetime(at, column, value, day)
                else:
                    sheet.write(at, column, value, head if at == 0 else None)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _cell(value: Any) -> str:
    """A number is harmless, and one below zero stays one."""
    return str(value) if isinstance(value, int | float) else harmless(_plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)
