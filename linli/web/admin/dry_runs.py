"""Dry runs: whom an edited calendar or a changed rule moves, to be read and taken away before anything moves.

A short one is counted while the administrator waits; a long one in the background, with its progress on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from linli.cases.actions import dry_running
from linli.cases.errors import DryRunOutdated
from linli.cases.models import DryMove, DryRun
from linli.cases.queries import dry_runs as queries
from linli.cases.queries.moving import Moved
from linli.cases.queries.packs import pack_of
from linli.core.calendars import edits
from linli.core.calendars.edits import Edit
from linli.core.clock import Interval
from linli.people.access import governs, must_govern
from linli.places.city import current
from linli.web import spreadsheets
from linli.web.acting import StaffRequest, staff_page
from linli.web.wording import text_of

RIGHT = "calendars.edit"
INLINE_SECONDS = 1.0
"""So long the page may wait for the count; a longer one goes on in the background."""
UNDER_WAY = (DryRun.State.COUNTING, DryRun.State.APPLYING)


@dataclass(frozen=True, slots=True)
class Line:
    """A clock that moves, in words."""

    number: str
    matter: str
    clock: str
    was: Any
    due_at: Any


def may_edit(request: StaffRequest) -> bool:
    """Whether the post covers the city that calendars and rules count for."""
    return governs(actor=request.actor, area_code=current().root)


def check(request: StaffRequest) -> None:
    """Raises NotAllowed unless the post covers the city."""
    must_govern(actor=request.actor, area_code=current().root)


def of_edit(*, request: StaffRequest, edit: Edit) -> DryRun:
    """The dry run of an edit. An edit that moves nobody is kept at once. Raises CalendarInvalid, DayNotFound."""
    now = timezone.now()
    run = counted(dry_running.order_for_edit(edit=edit, by=request.actor.account_id, now=now))
    if run.state == DryRun.State.READY and not run.moves.exists():
        return dry_running.confirm(id=run.id, by=request.actor, now=now)
    return run


def counted(run: DryRun) -> DryRun:
    """The dry run once it was counted, or so far as it was by the time that a page may wait."""
    dry_running.count(seconds=INLINE_SECONDS, id=run.id)
    return queries.dry_run(id=run.id)


@staff_page(right=RIGHT)
def one(request: StaffRequest, dry_run: int) -> HttpResponse:
    """What the dry run came to, how far it is, and what may be done with it."""
    check(request)
    run = queries.dry_run(id=dry_run)
    if request.method == "POST":
        return _step(request, run)
    if kind := request.GET.get("file", ""):
        return spreadsheets.download(table=table(run, request), name=f"linli-{_subject(run)}", kind=kind)
    if request.GET.get("part") and run.state not in UNDER_WAY:
        return HttpResponse(headers={"HX-Refresh": "true"})
    template = "admin/dry_runs/_state.html" if request.GET.get("part") else "admin/dry_runs/one.html"
    return render(request, template, _context(request, run))


def table(run: DryRun, request: StaffRequest) -> Iterator[list[Any]]:
    """Everything that moves, as a table with its head; confidential cases as their number at the end."""
    yield [_("Number"), _("Kind of matter"), _("Time limit"), _("Due so far"), _("Due from now on")]
    states = queries.open_states(run=run)
    for line in map(_line, queries.rows(run=run, by=request.actor, states=states)):
        yield [line.number, line.matter, line.clock, line.was, line.due_at]
    if confidential := queries.counts(run=run, by=request.actor, states=states).confidential:
        yield [_("Confidential cases"), confidential]


def _step(request: StaffRequest, run: DryRun) -> HttpResponse:
    step, now = request.POST.get("step", ""), timezone.now()
    if step == "drop":
        dry_running.drop(id=run.id)
        return redirect(_home(run))
    if step == "recount":
        dry_running.recount(id=run.id, now=now)
        counted(run)
    elif step == "confirm":
        try:
            dry_running.confirm(id=run.id, by=request.actor, now=now)
        except DryRunOutdated as refusal:
            messages.warning(request, str(refusal))
            counted(run)
    else:
        raise Http404
    return redirect("admin:dry_run", run.id)


def _context(request: StaffRequest, run: DryRun) -> dict[str, Any]:
    states = queries.open_states(run=run)
    found = queries.counts(run=run, by=request.actor, states=states)
    lines = queries.rows(run=run, by=request.actor, states=states, limit=queries.SHOWN)
    edit = edits.of_plain(key=run.calendar, plain=run.edit) if run.calendar else None
    return {
        "run": run,
        "edit": edit,
        "hours": [(WEEKDAYS[day], written(line)) for day, line in enumerate(edit.week if edit else ())],
        "pack": pack_of(key=run.pack) if run.pack else None,
        "clock": pack_of(key=run.pack).clocks[run.clock] if run.pack else None,
        "counts": found,
        "lines": list(map(_line, lines)),
        "shown": queries.SHOWN,
        "left": queries.counts(run=run, by=request.actor, states=(DryMove.State.SHOWN,)),
        "changed": queries.counts(run=run, by=request.actor, states=(DryMove.State.CHANGED,)),
        "is_current": dry_running.is_current(run=run, now=timezone.now()),
        "is_in_force": run.law_at is None or run.law_at <= timezone.now(),
    }


def _line(move: Moved) -> Line:
    pack = pack_of(key=move.pack)
    clock = pack.clocks.get(move.clock)
    title = text_of(clock.title) if clock else move.clock
    return Line(number=move.number, matter=text_of(pack.title), clock=title, was=move.was, due_at=move.due_at)


def written(line: tuple[Interval, ...]) -> str:
    """`09:00-12:00, 13:00-18:00`."""
    return ", ".join(f"{starts:%H:%M}-{ends:%H:%M}" for starts, ends in line)


def _subject(run: DryRun) -> str:
    return run.calendar or f"{run.pack}-{run.clock}"


def _home(run: DryRun) -> str:
    """The page that it was begun from."""
    return "admin:calendars" if run.calendar else "admin:rules"
