"""Until when both sides may ask a court to confirm their agreement, and what no court confirms. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.mediation.agreed import TextView, Window
from linli.mediation.rules.signing import uncovered
from linli.mediation.types import ParticipantView

NEVER: Mapping[str, Promise] = {
    "identity": _("Identity, such as who is the parent"),
    "adoption": _("Adoption"),
    "marriage": _("Marriage"),
    "title": _("Who owns land, a building, a thing or an intellectual property right"),
    "not_civil": _("What is no civil matter for a court, or belongs to another court"),
}
"""What courts do not take up (Supreme People's Court on confirming people's mediation agreements, 2011, Art. 4; for
ownership its interpretation of the Civil Procedure Law, 2022, Art. 355)."""
BASIS: Mapping[str, Promise] = {
    "title": _("Supreme People's Court, interpretation of the Civil Procedure Law (2022), Art. 355"),
}
USUAL_BASIS = _("Supreme People's Court on confirming people's mediation agreements (2011), Art. 4")
WHOLLY: Mapping[str, str] = {"family.identity": "identity"}
"""Kinds of dispute that are about nothing else: their agreements are confirmed by no court."""
DELICATE: Mapping[str, str] = {
    "family.marriage": "marriage",
    "family.inheritance": "title",
    "housing.homestead": "title",
    "land.forest": "title",
    "neighbour.boundary": "title",
}
"""Kinds whose agreement may be about what no court confirms. Money and use may be confirmed: who asks says so."""
RIGHTS = "rights"
UNSAID = "unsaid"


def window(*, due_at: datetime, now: datetime, tz: ZoneInfo) -> Window:
    """The days left: 0 on the last. The clock counts from the day after the effect and moves an end on a day off."""
    last = (due_at.astimezone(tz) - timedelta(microseconds=1)).date()
    return Window(last_date=last, days_left=max(0, (last - now.astimezone(tz).date()).days), is_open=now < due_at)


def reminder(*, days_left: int, before: Sequence[int]) -> int | None:
    """Which of the reminders, in days before the last, is due: the nearest that has come; None before the first."""
    return min((one for one in before if days_left <= one), default=None)


def barred(*, category: str, confirms: str) -> str:
    """Why no court takes an application: a key of `NEVER`, `UNSAID` while a delicate kind does not say that rights and
    duties alone are to be confirmed, or ""."""
    if confirms in NEVER:
        return confirms
    wholly = _of(WHOLLY, category)
    if wholly or confirms == RIGHTS:
        return wholly
    return UNSAID if _of(DELICATE, category) else ""


def is_delicate(*, category: str) -> bool:
    """Whether an agreement of this kind may be about what no court confirms."""
    return bool(_of(DELICATE, category))


def unsigned(*, text: TextView, present: Sequence[ParticipantView]) -> tuple[UUID, ...]:
    """Parties of the version for whom nobody has signed this very text who may.

    A court takes an agreement that all parties have signed, sealed or put their fingerprint to (People's Mediation Law,
    Art. 29; Supreme People's Court on confirmation, 2011, Art. 3). Who came after it was fixed is none of its parties.
    """
    fixed_at = text.fixed_at
    of_it = [one for one in present if not (fixed_at and one.joined_at and one.joined_at > fixed_at)]
    named = [
        replace(one, left_at=None) if one.left_at and fixed_at and one.left_at > fixed_at else one for one in of_it
    ]
    signed = {one.participant for one in text.signatures if text.sha256 and one.sha256 == text.sha256}
    return uncovered(present=named, signed=signed)


def _of(kinds: Mapping[str, str], category: str) -> str:
    return next((what for kind, what in kinds.items() if f"{category}.".startswith(f"{kind}.")), "")
