"""Which times may be proposed for a session, whom it concerns, and when all who must come can. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.mediation.types import ParticipantView

MOST_TIMES = 5
LONGEST = timedelta(hours=8)
SHORTEST = timedelta(minutes=15)
FARTHEST = timedelta(days=180)
OVER = frozenset({"ended", "concluding"})
"""Stages in which what is left is to answer and to close."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A session as its mediator plans it: one to five times to begin, all of one length. `side` is for a talk apart."""

    manner: str
    starts: tuple[datetime, ...]
    length: timedelta
    side: str = ""
    venue: str = ""
    link: str = ""


def check(*, plan: Proposal, now: datetime) -> None:
    """Raises Invalid, with every fault at its field."""
    faults: dict[str, Text] = dict(_times(plan.starts, plan.length, now))
    if (plan.manner == "apart") != bool(plan.side):
        faults["side"] = _("A talk apart is with one side; every other session is with all.")
    if plan.manner == "online" and not plan.link:
        faults["link"] = _("Give the link of the online meeting.")
    if plan.manner in {"together", "apart", "on_site"} and not (plan.venue.strip() or plan.link):
        faults["venue"] = _("Say where to come.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def check_times(*, starts: Sequence[datetime], length: timedelta, now: datetime) -> None:
    """The same for the times alone."""
    faults = _times(starts, length, now)
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def concerned(*, present: Sequence[ParticipantView], side: str) -> tuple[ParticipantView, ...]:
    """Those whom a session is for: of one side if it is apart; nobody who declined or left."""
    return tuple(one for one in present if not one.left_at and not one.declined_at and (not side or one.side == side))


def all_can(
    *,
    present: Sequence[ParticipantView],
    side: str,
    times: Sequence[tuple[int, datetime]],
    can: Mapping[int, set[UUID]],
) -> int | None:
    """The earliest time at which every party concerned can come, or somebody who stands for it; None so far.

    `times` are ids with their beginning, `can` tells who said yes to which.
    """
    called = concerned(present=present, side=side)
    parties = {one.id for one in called if one.capacity == "party"}
    for key, _starts in sorted(times, key=lambda one: one[1]):
        yes = can.get(key, set())
        covered = {party for one in called if one.id in yes for party in (one.id, *one.stands_for)}
        if parties and parties <= covered:
            return key
    return None


def _times(starts: Sequence[datetime], length: timedelta, now: datetime) -> Mapping[str, Text]:
    faults: dict[str, Text] = {}
    if not 1 <= len(starts) <= MOST_TIMES:
        faults["starts"] = _("Propose one time at least and five at most.")
    elif len(set(starts)) < len(starts):
        faults["starts"] = _("Two of the times are the same.")
    elif any(not now < one < now + FARTHEST for one in starts):
        faults["starts"] = _("Choose times to come, within half a year.")
    if not SHORTEST <= length <= LONGEST:
        faults["length"] = _("A session takes a quarter of an hour at least and eight hours at most.")
    return faults
