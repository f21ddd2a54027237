"""Danger to people on a dispute, for the seats of those on the case: the flag, what was told and what was done.

No participant reads it, whichever side raised the fear: what one side knows the other may make it pay for.
"""

from dataclasses import dataclass
from datetime import datetime

from linli.cases.models import Event
from linli.cases.queries.packs import pack_of
from linli.mediation.types import Room
from linli.people import access
from linli.process.definition import Texts

RAISE, LOWER = "raise_risk", "lower_risk"
"""The steps of the procedure that put the flag on the case and take it off."""
FLAG, RAISED = "risk", "raised"


@dataclass(frozen=True, slots=True)
class Danger:
    """The flag as it was raised: what may happen, who was told, what was done."""

    raised_at: datetime
    kinds: tuple[Texts, ...]
    told: str
    acted: str


def danger_of(*, room: Room) -> Danger | None:
    """The danger that is raised now and not over. Raises NotAllowed for a seat that may not know of it."""
    access.seat_needs(seat=room.seat, right="danger.see")
    if not room.is_open or room.fields.get(FLAG) != RAISED:
        return None
    raised = Event.objects.filter(case_id=room.case_id, kind=RAISE, body__isnull=False)
    row = raised.select_related("case").order_by("-seq").first()
    return _danger(room, row) if row else None


def _danger(room: Room, row: Event) -> Danger:
    given = (row.body or {}).get("inputs", {})
    asks = pack_of(key=room.pack, version=row.case.pack_version).actions[RAISE].asks
    titles = {choice.key: choice.title for one in asks if one.key == "risk_kinds" for choice in one.choices}
    kinds = tuple(titles[one] for one in given.get("risk_kinds", ()) if one in titles)
    return Danger(row.at, kinds, given.get("reported_to", ""), given.get("acted", ""))
