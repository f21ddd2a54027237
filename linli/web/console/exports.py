"""A list as a file: CSV streamed, XLSX in constant memory. The same access as the list; never contact data."""

import csv
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, cast

import xlsxwriter
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.types import CaseRow, Lens
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, labels, lines, lists
from linli.web.wording import text_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands back each line as it is written."""

    def write(self, line: str) -> str:
        return line


@staff_page(right="export")
def export(request: HttpRequest, lens: Lens, kind: str) -> HttpResponse:
    """Every case of the list, as far as the reader may see it."""
    actor, now = actor_of(request), timezone.now()
    chosen, _form = lists.read(request=request, lens=lens)
    rows = domain.export_rows(by=actor, filters=chosen, now=now)
    name = f"linli-{lens}-{timezone.localtime(now):%Y%m%d-%H%M}.{kind}"
    if kind == "csv":
        return cast("HttpResponse", _csv(rows, name))
    if kind == "xlsx":
        return cast("HttpResponse", _xlsx(rows, name))
    raise Http404


def _csv(rows: Iterable[CaseRow], name: str) -> StreamingHttpResponse:
    """With a byte order mark, so that Excel reads the Chinese."""
    writer = csv.writer(_Echo())
    table = ([harmless(_plain(value)) for value in row] for row in _table(rows))
    body = (f"\ufeff{line}" if at == 0 else line for at, line in enumerate(writer.writerow(row) for row in table))
    response = StreamingHttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(rows: Iterable[CaseRow], name: str) -> FileResponse:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "remove_timezone": True}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True, "bg_color": "#dff0ed", "border": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 20, 16)
        for at, row in enumerate(_table(rows)):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(at, column, timezone.localtime(value), moment)
                else:
                    sheet.write(at, column, value, head if at == 0 else None)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _table(rows: Iterable[CaseRow]) -> Iterator[list[Any]]:
    yield [
        _("Number"),
        _("Title"),
        _("Stage"),
        _("Category"),
        _("Urgency"),
        _("Area"),
        _("Address"),
        _("Holder"),
        _("Lead organisation"),
        _("Came in by"),
        _("Opened"),
        _("Due"),
        _("Closed"),
        _("Outcome"),
        _("Supervised"),
        _("Rating"),
    ]
    for row in rows:
        yield _cells(row)


def _cells(row: CaseRow) -> list[Any]:
    line = lines.line(row=row)
    return [
        row.number,
        row.title,
        text_of(line.stage.title) if line.stage else "",
        line.category,
        labels.label(kind="urgency", value=row.urgency),
        line.place,
        row.address,
        line.holder,
        row.lead_name,
        labels.label(kind="channel", value=row.channel),
        row.opened_at,
        row.due_at,
        row.closed_at,
        labels.label(kind="outcome", value=row.outcome),
        _("Yes") if row.is_supervised else "",
        row.rating if row.rating is not None else "",
    ]


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def harmless(value: str) -> str:
    """A cell that a spreadsheet cannot take for a formula: reports are written by strangers."""
    return f"'{value}" if value.startswith(RISKY) else value
