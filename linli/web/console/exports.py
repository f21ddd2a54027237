"""A list as a file. The same access as the list; never contact data."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases.types import CaseRow, Lens
from linli.web import spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console import domain, labels, lines, lists
from linli.web.wording import text_of


@staff_page(right="export")
def export(request: HttpRequest, lens: Lens, kind: str) -> HttpResponse:
    """Every case of the list, as far as the reader may see it."""
    actor, now = actor_of(request), timezone.now()
    chosen, _form = lists.read(request=request, lens=lens)
    rows = domain.export_rows(by=actor, filters=chosen, now=now)
    name = f"linli-{lens}-{timezone.localtime(now):%Y%m%d-%H%M}"
    return spreadsheets.download(table=_table(rows), name=name, kind=kind)


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
