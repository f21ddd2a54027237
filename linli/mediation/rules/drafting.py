"""What an agreement must hold before it is signed, and schedules of equal parts. Pure."""

import calendar
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.mediation.agreed import Draft, Duty
from linli.mediation.types import ParticipantView

MOST_PARTS = 120
MOST_SUM = Decimal("10000000000")
CENT = Decimal("0.01")
TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "agreement_debt": ("contract.loan", "contract.sale", "contract.service", "housing.lease", "housing.sale"),
    "agreement_neighbour": ("neighbour",),
    "agreement_labour": ("labour",),
    "agreement_damage": ("damage", "traffic", "medical"),
}
"""The template that a kind of dispute begins with; every other begins with the general one."""
GENERAL = "agreement"
STEPS: Mapping[str, int] = {"week": 7, "fortnight": 14}


def template_for(*, category: str) -> str:
    """The template for a kind of dispute."""
    fits = (key for key, kinds in TEMPLATES.items() if any(f"{category}.".startswith(f"{kind}.") for kind in kinds))
    return next(fits, GENERAL)


def instalments(*, total: Decimal, count: int, first: date, every: str) -> tuple[tuple[Decimal, date], ...]:
    """So many equal parts, the last with what is left over, a week, a fortnight or a month apart. Raises Invalid.

    Monthly parts keep the day of the first, or fall on the last day of a shorter month.
    """
    if not 1 <= count <= MOST_PARTS:
        raise Invalid(_("An agreement has 1 to 120 parts."), fields={"count": _("From 1 to 120.")})
    if not CENT * count <= total <= MOST_SUM:
        raise Invalid(_("The sum cannot be parted like this."), fields={"total": _("At least one cent a part.")})
    each = (total / count).quantize(CENT, rounding="ROUND_DOWN")
    sums = [*[each] * (count - 1), total - each * (count - 1)]
    return tuple((part, _after(first, at, every)) for at, part in enumerate(sums))


def _after(first: date, at: int, every: str) -> date:
    if every in STEPS:
        return first + timedelta(days=STEPS[every] * at)
    year, month = divmod(first.year * 12 + first.month - 1 + at, 12)
    return date(year, month + 1, min(first.day, calendar.monthrange(year, month + 1)[1]))


def check(*, draft: Draft) -> None:
    """Raises Invalid for what can never be: sums that do not add up, a duty towards oneself, a payment of nothing."""
    faults: dict[str, Text] = {}
    if len(draft.duties) > MOST_PARTS:
        faults["duties"] = _("An agreement has 1 to 120 parts.")
    for duty in draft.duties:
        fault = _fault(duty)
        if fault:
            faults["duties"] = fault
    owed = total_of(duties=draft.duties)
    if draft.total is not None and draft.total != owed:
        faults["total"] = _("The payments below come to %(owed)s yuan, not to %(total)s: mend one or the other.") % {
            "owed": owed,
            "total": draft.total,
        }
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def _fault(duty: Duty) -> Text:
    if duty.by_side == duty.to_side:
        return _("Whoever performs and for whom are two different sides.")
    if duty.kind == "pay" and not (duty.amount and CENT <= duty.amount <= MOST_SUM):
        return _("A payment needs its amount.")
    return _("Say in a few words what is done.") if duty.kind == "do" and not duty.what.strip() else ""


def total_of(*, duties: Iterable[Duty]) -> Decimal:
    """All payments together."""
    return sum((one.amount or Decimal(0) for one in duties if one.kind == "pay"), Decimal(0))


def missing(*, draft: Draft, present: Sequence[ParticipantView], today: date) -> Mapping[str, Text]:
    """What Article 29 asks for and is not there, at its field; nothing when it may go out for signing.

    (1) the parties; (2) the main facts, the issues and each side's responsibility; (3) what was agreed, the manner and
    the term of performance.
    """
    faults: dict[str, Text] = {}
    sides = {one.side for one in present if one.capacity == "party" and not one.left_at}
    if not {"applicant", "respondent"} <= sides:
        faults["parties"] = _("Both sides need a party: enter who they are, or end the mediation if a side has left.")
    wanted: Mapping[str, Text] = {
        "facts": _("Write the main facts of the dispute (Art. 29)."),
        "issues": _("Write what the dispute is about (Art. 29)."),
        "responsibility": _("Write who is responsible for what (Art. 29)."),
        "terms": _("Write what was agreed (Art. 29)."),
        "manner": _("Write how it is performed: transfer, cash, repair on site … (Art. 29)."),
    }
    faults |= {name: text for name, text in wanted.items() if not getattr(draft, name).strip()}
    if not draft.duties:
        faults["duties"] = _("Write who does what by which day: the term of performance (Art. 29).")
    elif any(one.due_date < today and not one.is_done for one in draft.duties):
        faults["duties"] = _("A day in the past cannot be kept any more: choose another, or mark it as done.")
    return faults


def named(*, draft: Draft, names: Iterable[str]) -> Mapping[str, Text]:
    """Duties that name a person: they are quoted in reminders and in the case, where no name may stand."""
    known = [name for name in names if len(name) > 1]
    if any(name in one.what for one in draft.duties for name in known):
        return {"duties": _("No names in what is done: write “party A” and “party B”. Names stand in the text above.")}
    return {}
