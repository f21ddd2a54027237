"""Notes what happened in a room, and tells its participants by their own links."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.cases.models import Case
from linli.mediation.models import Entry, Participant
from linli.mediation.types import Room
from linli.notify.models import Outgoing


def lock(*, room: Room) -> None:
    """Waits until nobody else changes the room. Inside the caller's transaction."""
    Case.objects.select_for_update(of=("self",)).only("id").get(id=room.case_id)


def note(*, room: Room, kind: str, now: datetime, reader: str = "all", side: str = "", **body: Any) -> None:
    """One entry, by whoever sits in the room. `body`: numbers, dates and keys; never names or private words."""
    Entry.objects.create(
        case_id=room.case_id,
        at=now,
        kind=kind,
        account_id=room.actor.account_id if room.actor else None,
        participant_id=room.me.id if room.me else None,
        reader=reader,
        side=side,
        body=body,
    )


def tell(*, room: Room, to: Iterable[UUID], template: str, now: datetime, **context: Any) -> int:
    """A mail with the room's own link to each of the participants who left an address and stay. Answers how many.

    The link's secret is derived when the mail is sent; no message keeps it.
    """
    rows = Participant.objects.filter(id__in=list(to), case_id=room.case_id, left_at=None).select_related("contact")
    reached = [row for row in rows if row.contact and row.contact.email]
    Outgoing.objects.bulk_create(
        Outgoing(
            channel="email",
            template=template,
            subject=room.number,
            contact_id=row.contact_id,
            context=context | {"room": str(row.id), "number": room.number, "area": room.area_code},
            language=row.language,
            due_at=now,
        )
        for row in reached
    )
    return len(reached)


def tell_staff(*, room: Room, template: str, now: datetime, **context: Any) -> None:
    """A notice to the mediators of the case, or to the body that leads it while it has none."""
    audience = {"accounts": sorted(room.mediators)} if room.mediators else {"orgs": [room.lead_org_id]}
    if not room.mediators and room.lead_org_id is None:
        return
    Outgoing.objects.create(
        channel="inapp",
        template=template,
        subject=room.number,
        audience=audience,
        context=context | {"number": room.number, "area": room.area_code},
        due_at=now,
    )
