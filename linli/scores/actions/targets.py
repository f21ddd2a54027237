"""Writing targets and milestones, changing and dropping them with a reason."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.people.access import Actor
from linli.people.models import Organisation
from linli.places import queries as places
from linli.scores.actions.writing import MEND, enter, locked, must_make, reasoned
from linli.scores.errors import NoSuchPromise, PromiseMovedOn
from linli.scores.models import Book, Milestone, Report, Target
from linli.scores.queries import measuring
from linli.scores.rules.measures import COUNTS, RATES
from linli.scores.types import NewTarget

CHANGED = ("title", "title_en", "promise", "goal", "unit", "starts_date", "due_date")
"""What may be changed once a target is written. Its owner and how it is measured stay: drop it and write another."""


@transaction.atomic
def add(*, book: int, new: NewTarget, by: Actor, now: datetime) -> int:
    """Writes a target into a book. Answers its id. Raises NotAllowed, Invalid, NoSuchPromise."""
    row = Book.objects.select_for_update().filter(id=book).first()
    if row is None:
        raise NoSuchPromise
    must_make(area=row.area_id, by=by)
    _check(row, new)
    last = row.targets.aggregate(last=Max("place"))["last"] or 0
    target = Target.objects.create(
        book=row,
        place=last + 1,
        area_id=new.area,
        owner_id=new.owner_id,
        measured=new.measured,
        pack=new.pack,
        measure=new.measure,
        over=new.over,
        is_own=new.is_own,
        direction=new.direction,
        **_words(new),
    )
    enter(row=target, kind="made", by=by, now=now)
    return target.pk


@transaction.atomic
def change(*, target: int, new: NewTarget, reason: str, by: Actor, now: datetime) -> None:
    """Changes words, goal or dates, with a reason; how it stood before is kept. Raises NotAllowed, Invalid."""
    row = locked(target=target, by=by)
    must_make(area=row.book.area_id, by=by)
    words = reasoned(reason)
    _check(row.book, new)
    before = {name: getattr(row, name) for name in CHANGED}
    after = {name: value for name, value in _words(new).items() if value != before[name]}
    if not after:
        raise Invalid(_("Nothing was changed."))
    Target.objects.filter(id=row.pk).update(**after)
    body = {name: [_plain(before[name]), _plain(value)] for name, value in after.items()}
    enter(row=row, kind="changed", by=by, now=now, words=words, body=body)


@transaction.atomic
def drop(*, target: int, reason: str, by: Actor, now: datetime) -> None:
    """Takes a target out of its book, with a reason; its history stays. Raises NotAllowed, Invalid."""
    row = locked(target=target, by=by)
    must_make(area=row.book.area_id, by=by)
    enter(row=row, kind="dropped", by=by, now=now, words=reasoned(reason))
    Target.objects.filter(id=row.pk).update(dropped_at=now)


@transaction.atomic
def add_milestone(*, target: int, title: str, title_en: str, due: date, by: Actor, now: datetime) -> int:
    """A step of a target with its day. Raises NotAllowed, Invalid."""
    row = locked(target=target, by=by)
    must_make(area=row.book.area_id, by=by)
    faults: dict[str, Text] = {}
    if not title.strip():
        faults["title"] = _("A title is needed.")
    if not row.starts_date <= due <= row.due_date:
        faults["due"] = _("The day lies outside the dates of the target.")
    if faults:
        raise Invalid(MEND, fields=faults)
    mark = Milestone.objects.create(target=row, title=title.strip(), title_en=title_en.strip(), due_date=due)
    enter(row=row, kind="milestone", by=by, now=now, body={"milestone": mark.title, "due": due.isoformat()})
    return mark.pk


@transaction.atomic
def move_milestone(*, target: int, milestone: int, due: date, reason: str, by: Actor, now: datetime) -> None:
    """Gives a milestone another day, with a reason. Raises NotAllowed, Invalid, PromiseMovedOn once it is done."""
    row = locked(target=target, by=by)
    must_make(area=row.book.area_id, by=by)
    words = reasoned(reason)
    mark = row.milestones.filter(id=milestone, done_date=None).first()
    if mark is None or mark.reports.filter(state=Report.State.WAITING).exists():
        raise PromiseMovedOn
    if due == mark.due_date or not row.starts_date <= due <= row.due_date:
        raise Invalid(MEND, fields={"due": _("The day lies outside the dates of the target.")})
    body = {"milestone": mark.title, "due_date": [mark.due_date.isoformat(), due.isoformat()]}
    row.milestones.filter(id=milestone).update(due_date=due, reminded_at=None, late_told_at=None)
    enter(row=row, kind="moved", by=by, now=now, words=words, body=body)


@transaction.atomic
def note(*, target: int, words: str, by: Actor, now: datetime) -> None:
    """Adds a note, which nobody can change. Whoever may read the target may. Raises Invalid."""
    row = locked(target=target, by=by)
    if not words.strip() or by.account_id is None:
        raise Invalid(MEND, fields={"words": _("Write something.")})
    enter(row=row, kind="note", by=by, now=now, words=words.strip()[:1000])


def _words(new: NewTarget) -> dict[str, Any]:
    return {
        "title": new.title.strip(),
        "title_en": new.title_en.strip(),
        "promise": new.promise.strip(),
        "goal": new.goal,
        "unit": new.unit.strip(),
        "starts_date": new.starts,
        "due_date": new.due,
    }


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _check(book: Book, new: NewTarget) -> None:
    faults = _faults_of_words(book, new) | _faults_of_measure(new)
    if faults:
        raise Invalid(MEND, fields=faults)


def _faults_of_words(book: Book, new: NewTarget) -> dict[str, Text]:
    faults: dict[str, Text] = {}
    if not new.title.strip():
        faults["title"] = _("A title is needed.")
    if not new.promise.strip():
        faults["promise"] = _("Say what is promised.")
    if not new.area.startswith(book.area_id) or not places.exists(new.area):
        faults["area"] = _("The area must lie in that of the book.")
    if not Organisation.objects.filter(id=new.owner_id, is_active=True).exists():
        faults["owner"] = _("There is no such organisation.")
    if not book.starts_date <= new.starts < new.due <= book.ends_date:
        faults["due"] = _("The dates must lie within those of the book, the first before the last.")
    return faults


def _faults_of_measure(new: NewTarget) -> dict[str, Text]:
    if new.measured == Target.Measured.MILESTONES:
        return {}
    faults: dict[str, Text] = {}
    is_rate = new.measured == Target.Measured.RATE
    if new.goal is None or new.goal < 0 or (is_rate and new.goal > 100):
        faults["goal"] = _("A goal is needed; that of a rate lies between 0 and 100 percent.")
    if new.direction not in Target.Direction.values:
        faults["direction"] = _("Say whether the goal is to be reached or kept below.")
    if new.measured == Target.Measured.HAND:
        return faults
    pack = measuring.kind_of(key=new.pack)
    if pack is None:
        faults["pack"] = _("Choose a kind of matter that may be counted.")
        return faults
    known = (new.measure, new.over) in RATES.values() if is_rate else new.measure in {*COUNTS, *pack.counts_of_cases()}
    if not known:
        faults["measure"] = _("Choose what is counted.")
    return faults
