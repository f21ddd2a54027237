"""Dry runs of an edited calendar: whom it moves, before anything is kept. Nothing is written here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from linli.cases.queries.hiding import hidden_numbers
from linli.cases.queries.moving import Moved, moves
from linli.cases.queries.packs import pack_of
from linli.core.clock import Calendar
from linli.people.access import Actor
from linli.web import spreadsheets
from linli.web.acting import StaffRequest
from linli.web.wording import text_of

SHOWN = 200
"""Cases on a page; the file has them all."""
OWN = frozenset({"csrfmiddlewaretoken", "sure", "file"})


def before(*, request: StaffRequest, calendar: Calendar, since: datetime | None = None) -> HttpResponse | None:
    """The page that shows whom the edit moves, with what was filled in; or the file. None when nobody moves, or the
    administrator has seen it and is sure.
    """
    if request.POST.get("sure"):
        return None
    moved = moves(calendar=calendar) if since is None else moves(calendar=calendar, since=since)
    found = told(moved, by=request.actor)
    if kind := request.POST.get("file", ""):
        return spreadsheets.download(table=table(found), name=f"linli-{calendar.key}", kind=kind)
    shown = list(islice(found, SHOWN))
    if not shown:
        return None
    given = [(name, value) for name in request.POST if name not in OWN for value in request.POST.getlist(name)]
    context = {"moves": shown, "more": sum(1 for _one in found), "given": given, "key": calendar.key}
    return render(request, "admin/calendars/dry_run.html", context)


def told(found: Iterable[Moved], *, by: Actor) -> Iterator[Moved]:
    """What moves, without cases that are hidden from the reader."""
    hidden = hidden_numbers(by=by)
    return (one for one in found if one.number not in hidden)


def table(found: Iterable[Moved]) -> Iterator[list[Any]]:
    """What moves, as a table with its head."""
    yield [_("Number"), _("Time limit"), _("Due so far"), _("Due from now on")]
    for move in found:
        title = text_of(pack_of(key=move.pack).clocks[move.clock].title)
        yield [move.number, title, move.was, move.due_at]
