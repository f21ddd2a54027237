"""Independent re-verification: a month's draw, and a finding. A finding never moves the case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.actions.acting import write
from linli.cases.models import Attachment, DailyRoot, Recheck, RecheckDraw, RecheckStratum
from linli.cases.queries import rechecking as queries
from linli.cases.queries.loading import state_by_id
from linli.cases.rules import rechecking as rules
from linli.cases.rules.state import Change, EventDraft
from linli.core.errors import Invalid, NotPossible
from linli.people.access import Actor

NOTE_LENGTH = 1000


def draw_last_month(*, today: date, now: datetime) -> RecheckDraw | None:
    """The draw among what was closed last month, made once its last day has a root; None until then."""
    last_day = today.replace(day=1) - timedelta(days=1)
    return draw_month(month=last_day.replace(day=1), root_date=last_day, now=now)


def draw_month(*, month: date, root_date: date, now: datetime) -> RecheckDraw | None:
    """Draws once; asked again, answers the draw that stands. None as long as the root is missing."""
    with transaction.atomic():
        root = DailyRoot.objects.select_for_update().filter(date=root_date).first()
        standing = RecheckDraw.objects.filter(month=month).first()
        if root is None or standing is not None:
            return standing
        seed, percent = bytes(root.root), settings.RECHECK_PERCENT
        made = RecheckDraw.objects.create(month=month, root_date=root_date, root=seed, percent=percent, drawn_at=now)
        for stratum in rules.draw(closed=queries.closed_in(month=month), percent=percent, seed=seed):
            _keep(made, stratum)
        return made


def _keep(made: RecheckDraw, stratum: rules.Stratum) -> None:
    row = RecheckStratum.objects.create(
        draw=made,
        organisation_id=stratum.org_id,
        category=stratum.category,
        size=stratum.size,
        drawn=len(stratum.drawn),
    )
    Recheck.objects.bulk_create(Recheck(stratum=row, case_id=one.id) for one in stratum.drawn)


def finish(*, recheck: int, finding: str, note: str, photos: Sequence[UUID], by: Actor, now: datetime) -> str:
    """Records what was found, as an event of the case, which stays at its stage. Answers the case's number.

    Raises NotFound where the actor may not do it, NotPossible when somebody else has, Invalid.
    """
    if finding not in Recheck.Finding.values:
        raise Invalid(_("Say whether it is resolved, partly or not."))
    said = note.strip()
    if len(said) > NOTE_LENGTH or (not said and finding != Recheck.Finding.RESOLVED):
        raise Invalid(_("Say in a few words what you found; at most %(n)d characters.") % {"n": NOTE_LENGTH})
    with transaction.atomic():
        row = queries.own(recheck=recheck, by=by, lock=True)
        if row.done_at is not None:
            raise NotPossible(_("Somebody else has checked this case already."))
        state, _row = state_by_id(case_id=row.case_id, lock=True)
        files = _files(photos)
        body = {"inputs": {"finding": finding, "note": said}, "photos": [digest for _id, digest in files]}
        change = Change(
            before=state,
            after=replace(state, version=state.version + 1),
            event=EventDraft(kind="rechecked", body=body),
        )
        write(change=change, by=by, now=now, files=[(file, "after") for file, _digest in files])
        Recheck.objects.filter(id=row.id).update(done_at=now, done_by=by.account_id, finding=finding, note=said)
    return state.number


def _files(photos: Sequence[UUID]) -> list[tuple[str, str]]:
    """Id and digest of photos that no case has taken yet."""
    found = Attachment.objects.filter(id__in=photos, case=None).values_list("id", "sha256")
    files = [(str(file), digest) for file, digest in found]
    if len(files) != len(set(photos)):
        raise Invalid(_("A file is missing or was used before; please add it again."))
    return files
