"""What the tests of sessions, evidence and offers have in common."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from linli.cases.models import Case
from linli.mediation.actions import sessions
from linli.mediation.models import Entry, SessionTime
from linli.mediation.rules.listing import NewEvidence
from linli.mediation.rules.meeting import Proposal
from linli.mediation.rules.offering import Terms
from linli.notify.models import Outgoing
from tests.mediating import Dispute

HOUR = timedelta(hours=1)
TERMS = Terms(text="六月底前修好漏水", amount=Decimal("3000.50"), days=7)
PAPER = NewEvidence(kind="document", title="物业维修单", proves="漏水的时间")


def plan(dispute: Dispute, *hours: int, **given: Any) -> Proposal:
    """A session with all, so many hours from now."""
    starts = tuple(dispute.now + HOUR * one for one in hours or (48, 72))
    given = {"manner": "together", "venue": "街道调解室"} | given
    return Proposal(starts=starts, length=HOUR, **given)


def proposed(dispute: Dispute, *hours: int, **given: Any) -> UUID:
    """A session that the mediator has proposed."""
    return sessions.propose(room=dispute.room(), plan=plan(dispute, *hours, **given), now=dispute.now)


def apart(dispute: Dispute, side: str = "applicant", *hours: int) -> UUID:
    """A talk with one side."""
    return proposed(dispute, *hours, manner="apart", side=side)


def times(session: UUID) -> list[int]:
    """The ids of its times, earliest first."""
    return list(SessionTime.objects.filter(session=session).order_by("starts_at").values_list("id", flat=True))


def says(dispute: Dispute, who: UUID, session: UUID, *can: bool) -> datetime | None:
    """A participant answers each time."""
    room = dispute.seat(who)
    return sessions.answer(room=room, session=session, can=dict(zip(times(session), can, strict=True)), now=dispute.now)


def mailed(template: str) -> list[str]:
    """The participants whom a message goes to."""
    rows = Outgoing.objects.filter(template=template, channel="email").order_by("id")
    return [row.context["room"] for row in rows]


def kinds() -> list[str]:
    """What was noted, oldest first, since everybody consented."""
    found = list(Entry.objects.order_by("id").values_list("kind", flat=True))
    return [kind for kind in found if kind not in {"joined", "agreed"}]


def close(dispute: Dispute) -> None:
    """The case ends, as if by a step."""
    Case.objects.update(closed_at=dispute.now, outcome="resolved")
