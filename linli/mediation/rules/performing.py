"""How far an agreement is performed, and which step of the procedure that is. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from linli.mediation.agreed import DutyView

LATE_STAGES = frozenset({"breached"})
STAGES = frozenset({"performing", "confirm_asked", "confirm_filed"}) | LATE_STAGES


def state_on(*, due: date, day: date) -> str:
    """`performed` in time, or `late`."""
    return "performed" if day <= due else "late"


def paid(*, duties: Sequence[DutyView]) -> Decimal:
    """What was paid so far."""
    return sum((one.amount or Decimal(0) for one in duties if one.performed_date), Decimal(0))


def open_duties(*, duties: Sequence[DutyView]) -> tuple[DutyView, ...]:
    """What has still to be performed, by day."""
    return tuple(sorted((one for one in duties if one.is_open), key=lambda one: (one.due_date, one.place)))


def whole(*, amount: Decimal) -> int:
    """A sum as the procedure keeps it: whole yuan. To the cent it stands in the agreement."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def step(
    *, stage: str, duties: Sequence[DutyView], in_time: bool, today: date, note: str
) -> tuple[str, Mapping[str, Any]] | None:
    """The step that follows when a duty was performed, with what it asks; None where the procedure has none now."""
    if stage not in STAGES:
        return None
    sums = {"paid": whole(amount=paid(duties=duties))}
    waiting = open_duties(duties=duties)
    if not waiting:
        every = in_time and all(one.state != "late" for one in duties)
        return "performed", {**sums, "in_time": every, "note": note, "photos": []}
    done = sum(one.performed_date is not None for one in duties)
    asked = {**sums, "part": done, "until": max(waiting[0].due_date, today).isoformat(), "note": note}
    return ("record_late", asked) if stage in LATE_STAGES else ("record_part", {**asked, "in_time": in_time})
