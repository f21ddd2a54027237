"""Until when both sides may ask a court to confirm their agreement, and what no court confirms. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.mediation.agreed import Window

NEVER: Mapping[str, Promise] = {
    "identity": _("Identity, such as who is the parent"),
    "adoption": _("Adoption"),
    "marriage": _("Marriage"),
    "not_civil": _("What is no civil matter for a court, or belongs to another court"),
}
"""What courts do not take up (Supreme People's Court on confirming people's mediation agreements, 2011, Art. 4)."""
DELICATE: Mapping[str, str] = {"family.identity": "identity", "family.marriage": "marriage"}
"""Kinds of dispute whose agreement may be about what no court confirms; money and property in them may be confirmed."""


def window(*, due_at: datetime, now: datetime, tz: ZoneInfo) -> Window:
    """The days left: 0 on the last. The clock counts from the day after the effect and moves an end on a day off."""
    last = (due_at.astimezone(tz) - timedelta(microseconds=1)).date()
    return Window(last_date=last, days_left=max(0, (last - now.astimezone(tz).date()).days), is_open=now < due_at)


def reminder(*, days_left: int, before: Sequence[int]) -> int | None:
    """Which of the reminders, in days before the last, is due: the nearest that has come; None before the first."""
    return min((one for one in before if days_left <= one), default=None)
