"""What the actions of the ledger share: a locked target that the actor may change, and its entry."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed
from linli.people import access
from linli.people.access import Actor
from linli.scores.errors import NoSuchPromise
from linli.scores.models import Entry, Target

MEND = _("Please mend what is named below.")


def locked(*, target: int, by: Actor) -> Target:
    """The target for the rest of the transaction, if the actor may read it and it was not dropped."""
    rows = Target.objects.select_for_update(of=("self",)).select_related("book", "owner", "book__issuer")
    row = rows.filter(id=target, dropped_at=None).first()
    if row is None or not access.sees_promises(actor=by, area_code=row.book.area_id, owner_path=row.owner.path):
        raise NoSuchPromise
    return row


def must_make(*, area: str, by: Actor) -> None:
    """Raises NotAllowed unless the actor may write targets for the area."""
    if by.account_id is None or not access.makes_promises(actor=by, area_code=area):
        raise NotAllowed(_("Only a leader or an administrator of the area, or of one above it, writes its targets."))


def must_report(*, row: Target, by: Actor) -> None:
    """Raises NotAllowed unless the actor may report for the owner."""
    if by.account_id is None or not access.reports_promise(actor=by, owner_path=row.owner.path):
        raise NotAllowed(_("Only the organisation that promised this reports on it."))


def writer(by: Actor) -> int:
    """The account of whoever writes. Raises NotAllowed for nobody in particular."""
    if by.account_id is None:
        raise NotAllowed(_("Sign in to write here."))
    return by.account_id


def enter(
    *, row: Target, kind: str, by: Actor, now: datetime, words: str = "", body: Mapping[str, Any] | None = None
) -> None:
    """One line of the target's history."""
    Entry.objects.create(target=row, kind=kind, words=words, body=dict(body or {}), account_id=writer(by), at=now)


def reasoned(reason: str) -> str:
    """The reason, which has to be there. Raises Invalid."""
    words = reason.strip()
    if not words:
        raise Invalid(MEND, fields={"reason": _("Say why.")})
    return words[:1000]
