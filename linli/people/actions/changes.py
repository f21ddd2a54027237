"""The line that every administrator's change leaves: who, when, what, before and after, without personal data."""

from collections.abc import Mapping
from datetime import datetime

from linli.people.access import Actor
from linli.people.models import AdminChange

Values = Mapping[str, str | int | bool | None]


def record(
    *, kind: str, subject: str, by: Actor, now: datetime, before: Values | None = None, after: Values | None = None
) -> None:
    """Writes the line; call it inside the transaction of what it tells. `kind` reads `organisation.rename`."""
    AdminChange.objects.create(
        account_id=by.account_id,
        post_id=by.post_id,
        kind=kind,
        subject=subject,
        before=dict(before or {}),
        after=dict(after or {}),
        changed_at=now,
    )
