"""The owner reports a milestone or a number with evidence; somebody else confirms or rejects it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import attaching
from linli.cases.models import Attachment
from linli.core.calendars.queries import calendar
from linli.core.errors import Invalid, NotAllowed, Text
from linli.people import access
from linli.people.access import Actor
from linli.scores.actions import telling
from linli.scores.actions.writing import MEND, enter, locked, must_report, reasoned, writer
from linli.scores.errors import PromiseMovedOn
from linli.scores.models import Milestone, Report, Target
from linli.scores.types import Word


@transaction.atomic
def report_done(*, target: int, milestone: int, word: Word, by: Actor, now: datetime) -> int:
    """The owner says that a milestone is done, with evidence. Answers the report's id.

    Raises NotAllowed, Invalid, PromiseMovedOn when it is reported or done already.
    """
    row = locked(target=target, by=by)
    must_report(row=row, by=by)
    mark = row.milestones.filter(id=milestone, done_date=None).first()
    if mark is None or mark.reports.filter(state=Report.State.WAITING).exists():
        raise PromiseMovedOn
    return _keep(row, mark, word, by, now)


@transaction.atomic
def report_number(*, target: int, word: Word, by: Actor, now: datetime) -> int:
    """The owner says what number is reached, with evidence. Answers the report's id. Raises as `report_done`."""
    row = locked(target=target, by=by)
    must_report(row=row, by=by)
    if row.measured != Target.Measured.HAND:
        raise PromiseMovedOn
    if word.value is None or word.value < 0:
        raise Invalid(MEND, fields={"value": _("Give the number that is reached.")})
    if row.reports.filter(state=Report.State.WAITING, milestone=None).exists():
        raise PromiseMovedOn
    return _keep(row, None, word, by, now)


@transaction.atomic
def confirm(*, target: int, report: int, by: Actor, now: datetime) -> None:
    """Somebody over the area, not of the owner, finds the report right. Raises NotAllowed, PromiseMovedOn."""
    row, found = _decided(target, report, Report.State.CONFIRMED, "", by, now)
    if found.milestone_id:
        Milestone.objects.filter(id=found.milestone_id).update(done_date=found.on_date)
    enter(row=row, kind="confirmed", by=by, now=now, body=_body(found))
    telling.tell_owner(row=row, template="promise_confirmed", now=now)


@transaction.atomic
def reject(*, target: int, report: int, reason: str, by: Actor, now: datetime) -> None:
    """Somebody over the area does not find it right, and says why. Raises NotAllowed, Invalid, PromiseMovedOn."""
    words = reasoned(reason)
    row, found = _decided(target, report, Report.State.REJECTED, words, by, now)
    enter(row=row, kind="rejected", by=by, now=now, words=words, body=_body(found))
    telling.tell_owner(row=row, template="promise_rejected", now=now)


def _keep(row: Target, mark: Milestone | None, word: Word, by: Actor, now: datetime) -> int:
    _check(row, word, now)
    file, name, kind = _file(word, now)
    found = Report.objects.create(
        target=row,
        milestone=mark,
        value=word.value if mark is None else None,
        on_date=word.on,
        note=word.note.strip(),
        link=word.link,
        file=file,
        file_name=name,
        file_type=kind,
        reported_by_id=writer(by),
        reported_at=now,
    )
    enter(row=row, kind="reported", by=by, now=now, words=word.note.strip(), body=_body(found))
    telling.tell_deciders(row=row, now=now)
    return found.pk


def _check(row: Target, word: Word, now: datetime) -> None:
    faults: dict[str, Text] = {}
    if not (word.note.strip() or word.link or word.content):
        faults["note"] = _("Give evidence: a file, a link or a note.")
    if word.link and not word.link.startswith(("https://", "http://")):
        faults["link"] = _("The link must begin with https:// or http://.")
    if word.on > now.astimezone(calendar().tz).date():
        faults["on"] = _("This day has not come yet.")
    elif word.on < row.starts_date:
        faults["on"] = _("The day lies outside the dates of the target.")
    if faults:
        raise Invalid(MEND, fields=faults)


def _file(word: Word, now: datetime) -> tuple[bytes | None, str, str]:
    """The file as it is kept: checked and, if a photo, without its metadata. Kept in the row: the upload is pruned."""
    if not word.content:
        return None, "", ""
    kept = attaching.store(content=word.content, name=word.name, purpose="file", now=now, is_proof=False)
    upload = Attachment.objects.get(id=kept)
    return attaching.kept_at(path=upload.path).read_bytes(), upload.name, upload.media_type


def _decided(target: int, report: int, state: str, reason: str, by: Actor, now: datetime) -> tuple[Target, Report]:
    row = locked(target=target, by=by)
    found = row.reports.defer("file").select_related("milestone").filter(id=report).first()
    reported_by = found.reported_by_id if found else None
    if not access.confirms_promise(
        actor=by, area_code=row.book.area_id, owner_path=row.owner.path, reported_by=reported_by
    ):
        raise NotAllowed(
            _("A desk or leader of the book's area confirms, who does not belong to the organisation that promised.")
        )
    if found is None or found.state != Report.State.WAITING:
        raise PromiseMovedOn
    row.reports.filter(id=report).update(state=state, decided_by_id=by.account_id, decided_at=now, reason=reason)
    return row, found


def _body(found: Report) -> dict[str, str]:
    """What the entry says was reported."""
    if found.milestone is not None:
        return {"milestone": found.milestone.title, "on": found.on_date.isoformat()}
    return {"value": str(found.value), "on": found.on_date.isoformat()}
