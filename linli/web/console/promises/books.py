"""Books of promises: the list, a new book, a book as a table, as a road map, as files."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from linli.core.charts import picture
from linli.people import access
from linli.people.access import Actor
from linli.places import queries as places
from linli.scores import letters
from linli.scores.actions import books as actions
from linli.scores.errors import NoSuchPromise
from linli.scores.queries import ledger
from linli.scores.types import BookView, MilestoneView, TargetView
from linli.web import spreadsheets
from linli.web.acting import actor_of, staff_page
from linli.web.console.promises import drawing, tables, words
from linli.web.console.promises.forms import BookForm
from linli.web.console.promises.words import Line
from linli.web.roles import named
from linli.web.roomfiles import WORD, handed

SHARP = 2.5
"""Pixels to a unit of the road map: A3 printed with 180 dots to the inch."""


@staff_page(right="promises.view")
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """The books that the reader may see, and their targets by area, organisation and state."""
    actor, today = actor_of(request), timezone.localdate()
    books = ledger.books(by=actor, on=today)
    every = ledger.targets(by=actor, books=books, today=today)
    lines = [words.line(one=one, by=actor, today=today) for one in every if _fits(one, request)]
    cards = [_card(book, every) for book in books]
    if kind := request.GET.get("books", ""):
        return spreadsheets.download(table=tables.books(cards), name="linli-promise-books", kind=kind)
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=tables.targets(lines), name="linli-promises", kind=kind)
    context = {
        "books": cards,
        "lines": lines,
        "asked": {key: request.GET.get(key, "") for key in ("area", "owner", "state")},
        "areas": sorted({(one.area, places.name_of(one.area)) for one in every}),
        "owners": sorted({(str(one.owner_id), words.owner_of(one=one)) for one in every}),
        "states": words.STATES,
        "may_make": access.can(actor=actor, right="promises.make"),
        "rule": words.rule(),
    }
    return render(request, "console/promises/overview.html", context)


@staff_page(right="promises.make")
@never_cache
def make(request: HttpRequest) -> HttpResponse:
    """The form of a new book."""
    actor, now = actor_of(request), timezone.now()
    year = timezone.localdate(now).year
    area = f"{places.name_of(actor.area_code)} ({actor.area_code})"
    usual = {"area": area, "starts": date(year, 1, 1), "ends": date(year, 12, 31)}
    form = BookForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.attempt(lambda typed: actions.make(new=form.book(), by=actor, now=now)):
        messages.success(request, _("The book is made. Write its targets now."))
        return redirect("console:promise-book", form.result.id)
    status = 422 if request.method == "POST" else 200
    return render(request, "console/promises/new_book.html", {"form": form}, status=status)


@staff_page(right="promises.view")
@never_cache
def book(request: HttpRequest, book: int) -> HttpResponse:
    """The book as a table."""
    actor, today = actor_of(request), timezone.localdate()
    view, lines = _read(actor, book, today)
    if kind := request.GET.get("as", ""):
        return spreadsheets.download(table=tables.targets(lines), name=f"linli-promises-{view.id}", kind=kind)
    owners = {line.one.owner_id: line.owner for line in lines}
    context = _frame(view, lines) | {
        "owners": sorted(owners.items(), key=lambda pair: pair[1]),
        "may_make": access.makes_promises(actor=actor, area_code=view.area),
        "rule": words.rule(),
        "tallied": _tally(line.one for line in lines),
    }
    return render(request, "console/promises/book.html", context)


@staff_page(right="promises.view")
@never_cache
def road_map(request: HttpRequest, book: int) -> HttpResponse:
    """The book as a road map, with the table as its text."""
    view, lines = _read(actor_of(request), book, timezone.localdate())
    context = _frame(view, lines) | {"picture": _picture(view, lines, is_alone=False)}
    return render(request, "console/promises/road_map.html", context)


@staff_page(right="promises.view")
@never_cache
def road_map_file(request: HttpRequest, book: int, kind: str) -> HttpResponse:
    """The road map as an SVG or PNG file. Raises Http404 for any other kind."""
    view, lines = _read(actor_of(request), book, timezone.localdate())
    drawn, name = _picture(view, lines, is_alone=True), words.title_of(one=view)
    if kind == "png":
        return handed(content=picture.png(svg=drawn, sharp=SHARP), name=f"{name}.png", media_type="image/png")
    if kind != "svg":
        raise Http404
    return handed(content=drawn.encode(), name=f"{name}.svg", media_type="image/svg+xml")


@staff_page(right="promises.view")
@never_cache
def letter(request: HttpRequest, book: int, org_id: int) -> HttpResponse:
    """The letter of responsibility of one organisation, to print and sign."""
    actor, today = actor_of(request), timezone.localdate()
    view, lines = _read(actor, book, today)
    own = [line.one for line in lines if line.one.owner_id == org_id]
    if not own:
        raise NoSuchPromise
    language = "en" if (get_language() or "").startswith("en") else "zh"
    promised = [
        letters.Promised(
            one=line.one,
            title=line.title,
            measured=words.measured(one=line.one),
            goal=line.goal,
            steps=tuple((words.title_of(one=mark), mark.due) for mark in line.one.milestones),
        )
        for line in lines
        if line.one.owner_id == org_id
    ]
    content = letters.responsibility(
        title=words.title_of(one=view),
        issuer=named(name=view.issuer, name_en=view.issuer_en),
        owner=words.owner_of(one=own[0]),
        promised=promised,
        language=language,
        today=today,
    )
    return handed(
        content=content, name=f"{words.title_of(one=view)}-{words.owner_of(one=own[0])}.docx", media_type=WORD
    )


def _read(actor: Actor, book: int, today: date) -> tuple[BookView, list[Line]]:
    view = ledger.book(id=book, by=actor)
    found = ledger.targets(by=actor, books=[view], today=today)
    return view, [words.line(one=one, by=actor, today=today) for one in found]


def _frame(view: BookView, lines: Sequence[Line]) -> dict[str, object]:
    title = words.title_of(one=view)
    return {
        "book": view,
        "title": title,
        "kind": words.KINDS[view.kind],
        "area": places.name_of(view.area),
        "issuer": named(name=view.issuer, name_en=view.issuer_en),
        "lines": lines,
        "crumbs": [(reverse("console:promises"), _("Promises")), ("", title)],
    }


def _fits(one: TargetView, request: HttpRequest) -> bool:
    area, owner, state = (request.GET.get(key, "") for key in ("area", "owner", "state"))
    return one.area.startswith(area) and owner in {"", str(one.owner_id)} and state in {"", one.state}


def _card(book: BookView, every: Iterable[TargetView]) -> dict[str, object]:
    own = [one for one in every if one.book.id == book.id]
    return {
        "book": book,
        "title": words.title_of(one=book),
        "kind": words.KINDS[book.kind],
        "area": places.name_of(book.area),
        "n": len(own),
        "tallied": _tally(own),
    }


def _tally(found: Iterable[TargetView]) -> list[tuple[str, str, str, str, int]]:
    """How many stand how: key, title, icon, tag and number of each state that there is."""
    states = [one.state for one in found]
    return [
        (key, str(title), words.ICONS[key], words.TAGS.get(key, ""), states.count(key))
        for key, title in words.STATES.items()
        if key in states
    ]


def _picture(view: BookView, lines: Sequence[Line], *, is_alone: bool) -> str:
    today = timezone.localdate()
    said = drawing.Words(
        title=_("%(title)s: road map of %(n)s targets") % {"title": words.title_of(one=view), "n": len(lines)},
        today=_("Today"),
        months=tuple(_("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec").split()),
        legend=(
            ("done", _("Milestone done")),
            ("reported", _("reported, waits for confirmation")),
            ("due", _("not done yet")),
            ("late", _("late")),
            (drawing.BAR, _("bar: share of the goal; hatched behind, crossed missed")),
        ),
    )
    rows = [_row(line, today) for line in lines]
    return drawing.svg(rows=rows, starts=view.starts, ends=view.ends, today=today, words=said, is_alone=is_alone)


def _row(line: Line, today: date) -> drawing.Row:
    one = line.one
    said = words.reached(one=one).partition("(")[0].partition("（")[0].strip()
    marks = tuple(drawing.Mark(words.title_of(one=mark), mark.due, manner(mark, today)) for mark in one.milestones)
    return drawing.Row(line.title, line.owner, said, one.state, line.state, one.starts, one.due, one.share, marks)


def manner(mark: MilestoneView, today: date) -> str:
    """How a milestone stands: done, reported, late or due."""
    if mark.done:
        return "done"
    if mark.waiting:
        return "reported"
    return "late" if mark.due < today else "due"
