"""Books and targets of the promises ledger, as far as the actor may read them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from linli.people import access
from linli.people.access import Actor
from linli.scores.errors import NoSuchPromise
from linli.scores.models import Book, Entry, Milestone, Report, Target
from linli.scores.queries import measuring
from linli.scores.rules import progress
from linli.scores.types import BookView, EntryView, MilestoneView, ReportView, TargetView, aim_of


def books(*, by: Actor, on: date) -> tuple[BookView, ...]:
    """The books of the actor's area and below, and those in which their organisation promises something; those that
    run on the day first, then the newest."""
    access.needs(actor=by, right="promises.view")
    rows = Book.objects.select_related("issuer").filter(_readable(by)).order_by("-starts_date", "-id").distinct()
    found = [book_view(row) for row in rows]
    return tuple(sorted(found, key=lambda one: not one.starts <= on <= one.ends))


def book(*, id: int, by: Actor) -> BookView:
    """One book. Raises NoSuchPromise."""
    row = Book.objects.select_related("issuer").filter(_readable(by), id=id).first()
    if row is None or not access.can(actor=by, right="promises.view"):
        raise NoSuchPromise
    return book_view(row)


def targets(*, by: Actor, books: Iterable[BookView], today: date) -> tuple[TargetView, ...]:
    """The targets of the books that the actor may read, those that were dropped left out. Not a statement for each."""
    rows = _rows().filter(book_id__in=[one.id for one in books], dropped_at=None)
    return views(rows=[row for row in rows if _sees(by, row)], today=today)


def target(*, id: int, by: Actor, today: date) -> TargetView:
    """One target. Raises NoSuchPromise."""
    row = _rows().filter(id=id).first()
    if row is None or not _sees(by, row):
        raise NoSuchPromise
    return views(rows=[row], today=today)[0]


def entries(*, target: int) -> tuple[EntryView, ...]:
    """What happened to a target that the caller may read, newest first."""
    rows = Entry.objects.filter(target_id=target).select_related("account").order_by("-id")
    return tuple(EntryView(row.kind, row.words, row.body, row.account.name, row.at) for row in rows)


def evidence(*, report: int, by: Actor) -> tuple[bytes, str, str]:
    """The file of a report with its name and media type. Raises NoSuchPromise."""
    row = Report.objects.select_related("target__book", "target__owner").filter(id=report).first()
    if row is None or row.file is None or not _sees(by, row.target):
        raise NoSuchPromise
    return bytes(row.file), row.file_name, row.file_type


def views(*, rows: Sequence[Target], today: date) -> tuple[TargetView, ...]:
    """Targets as they stand on a day. Two statements for all, and one or two for each that is measured by counts."""
    ids = [row.pk for row in rows]
    reports: dict[int, list[ReportView]] = defaultdict(list)
    by_milestone: dict[int, list[ReportView]] = defaultdict(list)
    who = ("reported_by", "decided_by")
    for one in Report.objects.filter(target_id__in=ids).defer("file").select_related(*who).order_by("-id"):
        (by_milestone[one.milestone_id] if one.milestone_id else reports[one.target_id]).append(_report(one))
    steps: dict[int, list[MilestoneView]] = defaultdict(list)
    for mark in Milestone.objects.filter(target_id__in=ids).order_by("due_date", "id"):
        steps[mark.target_id].append(_milestone(mark, by_milestone[mark.pk]))
    return tuple(_target(row, steps[row.pk], reports[row.pk], today) for row in rows)


def book_view(row: Book) -> BookView:
    """A row as it leaves the room."""
    return BookView(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        title_en=row.title_en,
        area=row.area_id,
        issuer=row.issuer.name,
        issuer_en=row.issuer.name_en,
        starts=row.starts_date,
        ends=row.ends_date,
    )


def _readable(by: Actor) -> Q:
    where = Q(targets__owner__path=by.org_path)
    if by.role == "handler" and by.org_path:
        return Q(targets__owner__path__startswith=by.org_path)
    return where | Q(area__code__startswith=by.area_code) if by.area_code else where


def _sees(by: Actor, row: Target) -> bool:
    return access.sees_promises(actor=by, area_code=row.book.area_id, owner_path=row.owner.path)


def _rows() -> QuerySet[Target]:
    return Target.objects.select_related("book__issuer", "owner").order_by("book_id", "place")


def _target(row: Target, steps: list[MilestoneView], numbers: list[ReportView], today: date) -> TargetView:
    aim = aim_of(row.measured, row.starts_date, row.due_date, row.direction, row.goal)
    reached = measuring.reached(row=row, numbers=numbers, today=today)
    marks = [one.step() for one in steps]
    return TargetView(
        id=row.pk,
        book=book_view(row.book),
        place=row.place,
        title=row.title,
        title_en=row.title_en,
        promise=row.promise,
        area=row.area_id,
        owner_id=row.owner_id,
        owner=row.owner.name,
        owner_en=row.owner.name_en,
        owner_path=row.owner.path,
        measured=row.measured,
        pack=row.pack,
        measure=row.measure,
        over=row.over,
        is_own=row.is_own,
        direction=row.direction,
        goal=row.goal,
        unit=row.unit,
        starts=row.starts_date,
        due=row.due_date,
        is_dropped=row.dropped_at is not None,
        milestones=tuple(steps),
        numbers=tuple(numbers),
        reached=reached,
        share=progress.share(aim=aim, reached=reached, steps=marks),
        state=progress.state(aim=aim, reached=reached, steps=marks, today=today),
    )


def _milestone(row: Milestone, reports: list[ReportView]) -> MilestoneView:
    return MilestoneView(row.pk, row.title, row.title_en, row.due_date, row.done_date, tuple(reports))


def _report(row: Report) -> ReportView:
    return ReportView(
        id=row.pk,
        milestone_id=row.milestone_id,
        value=row.value,
        on=row.on_date,
        note=row.note,
        link=row.link,
        file_name=row.file_name,
        state=row.state,
        reporter_id=row.reported_by_id,
        reporter=row.reported_by.name,
        reported_at=row.reported_at,
        decider=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
        reason=row.reason,
    )
