"""The directory of mediators: enter, change, retire, leave. Every change leaves its line, as other admin changes do."""

from datetime import date, datetime

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotPossible, Text
from linli.mediation.errors import NoSuchMediator
from linli.mediation.models import Absence, Appointment, Mediator, Studio
from linli.mediation.queries.mediators import kinds
from linli.mediation.rules import mediators as rules
from linli.mediation.rules.mediators import NewMediator
from linli.people.access import Actor, must_govern_post, needs
from linli.people.actions.changes import Values, record
from linli.people.models import Organisation, Post

RIGHT = "mediators.edit"


@transaction.atomic
def enter(*, new: NewMediator, by: Actor, now: datetime) -> int:
    """Takes somebody into the directory; answers the number. Raises NotAllowed, Invalid, NotPossible if they are."""
    _may_write(new, by, now)
    row = Mediator(account_id=new.account_id)
    _write(row, new)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NotPossible(_("This person stands in the directory already.")) from error
    record(kind="mediator.enter", subject=_subject(row), by=by, now=now, after=_state(row))
    return row.pk


@transaction.atomic
def change(*, mediator_id: int, new: NewMediator, by: Actor, now: datetime) -> bool:
    """Keeps what is given in place of what stood there; answers whether anything differed. The person stays the same.

    Raises NotAllowed, NoSuchMediator, Invalid.
    """
    row = governed(mediator_id=mediator_id, by=by)
    _may_write(new, by, now)
    before, words = _state(row), (row.introduction, row.introduction_en)
    _write(row, new)
    if before == _state(row) and words == (row.introduction, row.introduction_en):
        return False
    row.save()
    record(kind="mediator.change", subject=_subject(row), by=by, now=now, before=before, after=_state(row))
    return True


@transaction.atomic
def retire(*, mediator_id: int, by: Actor, now: datetime) -> None:
    """Nobody can appoint them any more. Raises NotPossible while they mediate open cases."""
    row = governed(mediator_id=mediator_id, by=by)
    if still := Appointment.objects.filter(mediator=row, ended_at=None, case__closed_at=None).count():
        raise NotPossible(_("They still mediate %(n)d open cases: let others take over first.") % {"n": still})
    _switch(row, by, now, is_active=False)


@transaction.atomic
def bring_back(*, mediator_id: int, by: Actor, now: datetime) -> None:
    """They may be appointed again."""
    _switch(governed(mediator_id=mediator_id, by=by), by, now, is_active=True)


@transaction.atomic
def send_on_leave(*, mediator_id: int, from_date: date, until_date: date, by: Actor, now: datetime) -> int:
    """Leave from the first to the last day. Raises Invalid, NotPossible where it overlaps other leave."""
    row = governed(mediator_id=mediator_id, by=by)
    if until_date < from_date:
        raise Invalid(_("The leave ends before it starts."), fields={"until_date": _("Choose a later date.")})
    try:
        with transaction.atomic():
            made = Absence.objects.create(mediator=row, from_date=from_date, until_date=until_date)
    except IntegrityError as error:
        raise NotPossible(_("They are away already on some of these days.")) from error
    dates: Values = {"leave": from_date.isoformat(), "back": until_date.isoformat()}
    record(kind="mediator.leave", subject=_subject(row), by=by, now=now, after=dates)
    return made.pk


@transaction.atomic
def end_leave(*, mediator_id: int, absence_id: int, by: Actor, now: datetime) -> None:
    """Takes leave back. Raises NotPossible when there is none of this number."""
    row = governed(mediator_id=mediator_id, by=by)
    found = Absence.objects.filter(id=absence_id, mediator=row).first()
    if found is None:
        raise NotPossible(_("This leave is not there any more. Reload the page."))
    dates: Values = {"leave": found.from_date.isoformat(), "back": found.until_date.isoformat()}
    found.delete()
    record(kind="mediator.end_leave", subject=_subject(row), by=by, now=now, before=dates)


def governed(*, mediator_id: int, by: Actor) -> Mediator:
    """The locked row, if the administrator's area holds both their area and their body's."""
    needs(actor=by, right=RIGHT)
    rows = Mediator.objects.select_for_update(of=["self"]).select_related("organisation")
    row = rows.filter(id=mediator_id).first()
    if row is None:
        raise NoSuchMediator
    must_govern_post(actor=by, area_code=row.area_id, org_area=row.organisation.area_id or "")
    return row


def _may_write(new: NewMediator, by: Actor, now: datetime) -> None:
    needs(actor=by, right=RIGHT)
    body = Organisation.objects.filter(id=new.org_id).first()
    must_govern_post(actor=by, area_code=new.area_code, org_area=(body.area_id or "") if body else "")
    rules.check(new=new, kinds=kinds())
    faults = _faults(new, body, now)
    if faults:
        raise Invalid(_("They cannot be entered like this."), fields=faults)


def _faults(new: NewMediator, body: Organisation | None, now: datetime) -> dict[str, Text]:
    """What the rows do not allow: they sit in a room only through a handler's post in the body or one above it."""
    day = timezone.localdate(now)
    posts = Post.objects.filter(account_id=new.account_id, account__is_active=True, role="handler")
    posts = posts.filter(starts_date__lte=day).exclude(ends_date__lt=day)
    handles = body is not None and any(map(body.path.startswith, posts.values_list("organisation__path", flat=True)))
    studio = Studio.objects.filter(id=new.studio_id).first() if new.studio_id else None
    checks: dict[str, tuple[bool, Text]] = {
        "organisation": (body is None or not body.is_active, _("Choose an active organisation.")),
        "area": (not _area_exists(new.area_code), _("Choose an area of the city.")),
        "account": (not handles, _("They hold no handler's post in this organisation. Give them one first.")),
        "studio": (
            bool(new.studio_id) and (studio is None or studio.organisation_id != new.org_id),
            _("The studio is one of another organisation."),
        ),
    }
    return {key: text for key, (is_faulty, text) in checks.items() if is_faulty}


def _area_exists(code: str) -> bool:
    return apps.get_model("places", "Area").objects.filter(code=code, is_active=True).exists()


def _write(row: Mediator, new: NewMediator) -> None:
    row.organisation_id, row.studio_id, row.area_id = new.org_id, new.studio_id, new.area_code
    row.fields, row.languages = list(new.fields), list(new.languages)
    row.introduction, row.introduction_en = new.introduction.strip(), new.introduction_en.strip()
    row.most_cases = new.most_cases


def _switch(row: Mediator, by: Actor, now: datetime, *, is_active: bool) -> None:
    before = {"is_active": row.is_active}
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    kind = "mediator.bring_back" if is_active else "mediator.retire"
    record(kind=kind, subject=_subject(row), by=by, now=now, before=before, after={"is_active": is_active})


def _subject(row: Mediator) -> str:
    return f"mediator {row.pk}"


def _state(row: Mediator) -> Values:
    return {
        "account": row.account_id,
        "organisation": row.organisation_id,
        "studio": row.studio.name if row.studio else "",
        "area": row.area_id,
        "fields": "、".join(row.fields),
        "languages": "、".join(row.languages),
        "most_cases": row.most_cases,
    }
