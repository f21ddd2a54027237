"""A target: how it stands, its milestones, and the forms to write, report, confirm, change and drop."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.people import access
from linli.people.access import Actor
from linli.scores.actions import reporting
from linli.scores.actions import targets as actions
from linli.scores.queries import ledger
from linli.scores.types import EntryView, MilestoneView, ReportView, TargetView
from linli.web.acting import actor_of, staff_page
from linli.web.console.promises import words
from linli.web.console.promises.books import manner
from linli.web.console.promises.forms import (
    ChangeForm,
    MilestoneForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    ReportForm,
    TargetForm,
)
from linli.web.roomfiles import handed
from linli.web.roomforms import RoomForm

Faulty = Mapping[str, RoomForm]
MANNERS = {"done": "good", "reported": "told", "late": "late", "due": ""}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A form that was sent: the target, who sends it and when; `row` is the milestone or report that it is about."""

    request: HttpRequest
    one: TargetView
    by: Actor
    now: datetime
    row: int = 0

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def given(self) -> dict[str, Any]:
        """What every action of a target is told."""
        return {"target": self.one.id, "by": self.by, "now": self.now}


@staff_page(right="promises.make")
@never_cache
def new(request: HttpRequest, book: int) -> HttpResponse:
    """The form of a new target."""
    actor, now = actor_of(request), timezone.now()
    view = ledger.book(id=book, by=actor)
    form = TargetForm(request.POST or None, book=view)
    if request.method == "POST" and form.attempt(
        lambda typed: actions.add(book=book, new=form.target(), by=actor, now=now)
    ):
        messages.success(request, _("The target is written. Add its milestones now."))
        return redirect("console:promise", form.result)
    title = words.title_of(one=view)
    crumbs = [
        (reverse("console:promises"), _("Promises")),
        (reverse("console:promise-book", args=[book]), title),
        ("", _("New target")),
    ]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "book": view, "title": title, "crumbs": crumbs}
    return render(request, "console/promises/new_target.html", context, status=status)


@staff_page(right="promises.view")
@never_cache
def target(request: HttpRequest, target: int) -> HttpResponse:
    """The page of a target."""
    return _page(request, target, {})


@staff_page(right="promises.view")
@require_POST
def act(request: HttpRequest, target: int, verb: str) -> HttpResponse:
    """One form of the page; faulty, it is shown again with what was typed."""
    if verb not in VERBS:
        raise Http404
    actor, now = actor_of(request), timezone.now()
    one = ledger.target(id=target, by=actor, today=timezone.localdate(now))
    row = request.POST.get("row", "")
    asked = _Asked(request, one, actor, now, int(row) if row.isdecimal() else 0)
    faulty = VERBS[verb](asked)
    if faulty is not None:
        return _page(request, target, {f"{verb}:{asked.row}" if asked.row else verb: faulty}, status=422)
    messages.success(request, _("Kept."))
    if verb == "drop":
        return redirect("console:promise-book", one.book.id)
    return redirect("console:promise", target)


@staff_page(right="promises.view")
@never_cache
def evidence(request: HttpRequest, report: int) -> HttpResponse:
    """The file of a report."""
    content, name, media_type = ledger.evidence(report=report, by=actor_of(request))
    return handed(content=content, name=name, media_type=media_type)


def _page(request: HttpRequest, target: int, faulty: Faulty, *, status: int = 200) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    one = ledger.target(id=target, by=actor, today=today)
    may_make = access.makes_promises(actor=actor, area_code=one.book.area) and not one.is_dropped
    may_report = access.reports_promise(actor=actor, owner_path=one.owner_path) and not one.is_dropped
    book = words.title_of(one=one.book)
    line = words.line(one=one, by=actor, today=today)
    context = {
        "line": line,
        "one": one,
        "measured": words.measured(one=one),
        "rule": words.rule(),
        "book": book,
        "milestones": [_mark(mark, one, actor, may_make, may_report, faulty, today) for mark in one.milestones],
        "numbers": [_report(report, one, actor, faulty) for report in one.numbers],
        "number_form": _number_form(one, may_report, faulty, today),
        "add": (faulty.get("milestone") or MilestoneForm()) if may_make else None,
        "change": (faulty.get("change") or ChangeForm(one=one)) if may_make else None,
        "drop": (faulty.get("drop") or ReasonForm(prefix_id="drop")) if may_make else None,
        "note": None if one.is_dropped else faulty.get("note") or NoteForm(),
        "entries": [_entry(entry) for entry in ledger.entries(target=target)],
        "opened": set(faulty),
        "crumbs": [
            (reverse("console:promises"), _("Promises")),
            (reverse("console:promise-book", args=[one.book.id]), book),
            ("", line.title),
        ],
    }
    return render(request, "console/promises/target.html", context, status=status)


def _number_form(one: TargetView, may_report: bool, faulty: Faulty, today: date) -> Form | None:
    waits = any(report.state == "waiting" for report in one.numbers)
    if one.measured != "hand" or not may_report or waits:
        return None
    return faulty.get("number") or ReportForm(has_value=True, today=today, prefix_id="number")


def _mark(
    mark: MilestoneView, one: TargetView, by: Actor, may_make: bool, may_report: bool, faulty: Faulty, today: date
) -> dict[str, Any]:
    is_free = mark.done is None and mark.waiting is None
    report, move = faulty.get(f"report:{mark.id}"), faulty.get(f"move:{mark.id}")
    state = manner(mark, today)
    return {
        "mark": mark,
        "title": words.title_of(one=mark),
        "state": _said(state),
        "tag": MANNERS[state],
        "reports": [_report(found, one, by, faulty) for found in mark.reports],
        "report": report or ReportForm(has_value=False, today=today, prefix_id=f"report-{mark.id}")
        if is_free and may_report
        else None,
        "move": move or MoveForm(prefix_id=f"move-{mark.id}") if is_free and may_make else None,
        "is_reporting": report is not None,
        "is_moving": move is not None,
    }


def _said(state: str) -> str:
    return {
        "done": _("done"),
        "reported": _("reported, waits for confirmation"),
        "late": _("late"),
        "due": _("not done yet"),
    }[state]


def _report(report: ReportView, one: TargetView, by: Actor, faulty: Faulty) -> dict[str, Any]:
    may_decide = report.state == "waiting" and access.confirms_promise(
        actor=by, area_code=one.book.area, owner_path=one.owner_path, reported_by=report.reporter_id
    )
    rejecting = faulty.get(f"reject:{report.id}")
    return {
        "report": report,
        "value": f"{words.figure(report.value)} {one.unit}".strip() if report.value is not None else "",
        "state": {"waiting": _("waits for confirmation"), "confirmed": _("confirmed"), "rejected": _("not confirmed")}[
            report.state
        ],
        "tag": {"waiting": "told", "confirmed": "good", "rejected": "late"}[report.state],
        "reject": rejecting or ReasonForm(prefix_id=f"reject-{report.id}") if may_decide else None,
        "is_rejecting": rejecting is not None,
    }


def _entry(entry: EntryView) -> dict[str, Any]:
    """A line of the history; each change as what stood before and what stands now."""
    body = entry.body
    changes = [
        (str(words.CHANGES[name]), before or "—", after or "—")
        for name, (before, after) in ((name, pair) for name, pair in body.items() if isinstance(pair, list))
        if name in words.CHANGES
    ]
    about = body.get("milestone") or body.get("value") or ""
    return {"entry": entry, "kind": words.ENTRIES[entry.kind], "about": about, "changes": changes}


def _tried(form: RoomForm, do: Callable[[dict[str, Any]], Any]) -> RoomForm | None:
    return None if form.attempt(do) else form


def _milestone(asked: _Asked) -> RoomForm | None:
    form = MilestoneForm(asked.request.POST)
    return _tried(form, lambda typed: actions.add_milestone(**typed, **asked.given()))


def _move(asked: _Asked) -> RoomForm | None:
    form = MoveForm(asked.request.POST, prefix_id=f"move-{asked.row}")
    return _tried(form, lambda typed: actions.move_milestone(milestone=asked.row, **typed, **asked.given()))


def _report_done(asked: _Asked) -> RoomForm | None:
    form = ReportForm(
        asked.request.POST, asked.request.FILES, has_value=False, today=asked.today, prefix_id=f"report-{asked.row}"
    )
    return _tried(form, lambda _typed: reporting.report_done(milestone=asked.row, word=form.word(), **asked.given()))


def _report_number(asked: _Asked) -> RoomForm | None:
    form = ReportForm(asked.request.POST, asked.request.FILES, has_value=True, today=asked.today, prefix_id="number")
    return _tried(form, lambda _typed: reporting.report_number(word=form.word(), **asked.given()))


def _confirm(asked: _Asked) -> RoomForm | None:
    reporting.confirm(report=asked.row, **asked.given())
    return None


def _reject(asked: _Asked) -> RoomForm | None:
    form = ReasonForm(asked.request.POST, prefix_id=f"reject-{asked.row}")
    return _tried(form, lambda typed: reporting.reject(report=asked.row, **typed, **asked.given()))


def _change(asked: _Asked) -> RoomForm | None:
    form = ChangeForm(asked.request.POST, one=asked.one)
    return _tried(form, lambda typed: actions.change(new=form.target(), reason=typed["reason"], **asked.given()))


def _drop(asked: _Asked) -> RoomForm | None:
    form = ReasonForm(asked.request.POST, prefix_id="drop")
    return _tried(form, lambda typed: actions.drop(**typed, **asked.given()))


def _note(asked: _Asked) -> RoomForm | None:
    form = NoteForm(asked.request.POST)
    return _tried(form, lambda typed: actions.note(**typed, **asked.given()))


VERBS: Mapping[str, Callable[[_Asked], RoomForm | None]] = {
    "milestone": _milestone,
    "move": _move,
    "report": _report_done,
    "number": _report_number,
    "confirm": _confirm,
    "reject": _reject,
    "change": _change,
    "drop": _drop,
    "note": _note,
}
