"""Who may make and answer offers, and what one needs. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, Text
from linli.mediation.errors import NotConsenting
from linli.mediation.rules.joining import may_sign_for
from linli.mediation.types import ParticipantView, Room

MOST_WORDS = 2000
MOST_AMOUNT = Decimal("999999999999.99")
MOST_DAYS = 60
MOST_DRAFTS = 10


class NoMandate(NotAllowed):
    """Somebody who cannot bind the side wants to offer or accept."""

    code = "no-mandate"

    def __init__(self) -> None:
        super().__init__(
            _("Your mandate does not cover conceding or accepting. Ask the one you stand for, or your guardian.")
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What is offered: words, an amount in yuan or none, and for how many days it stands once it is sent."""

    text: str
    amount: Decimal | None = None
    days: int = 7


def check(*, terms: Terms) -> None:
    """Raises Invalid, with every fault at its field."""
    faults: dict[str, Text] = {}
    if not terms.text.strip() or len(terms.text) > MOST_WORDS:
        faults["text"] = _("Write what you offer, in 2000 characters at most.")
    if terms.amount is not None and not _is_money(terms.amount):
        faults["amount"] = _("Write the amount in yuan, with two decimals at most.")
    faults |= _days(terms.days)
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def check_days(*, days: int) -> None:
    """The same for the term alone."""
    faults = _days(days)
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def must_bind(*, me: ParticipantView | None) -> None:
    """Raises NotConsenting, NoMandate: an offer concedes something, and only some may (Civil Procedure Law, Art. 62).

    Somebody under age speaks through their guardian.
    """
    if me is None or me.standing != "agreed":
        raise NotConsenting
    if me.is_minor or not may_sign_for(one=me):
        raise NoMandate


def answers(*, mine: str, theirs: str) -> bool:
    """Whether one side answers another's offers: applicants and respondents do, also those of third parties."""
    return mine != theirs and mine != "third"


def is_open(*, state: str, expires_at: datetime | None, now: datetime) -> bool:
    """Whether it may still be answered."""
    return state == "sent" and expires_at is not None and now < expires_at


def lasts_until(*, now: datetime, days: int) -> datetime:
    """When its term ends."""
    return now + timedelta(days=days)


def others(*, room: Room, side: str) -> Iterable[ParticipantView]:
    """Those who hear of an offer: everybody on another side who takes part."""
    return (one for one in room.participants if one.side != side and not one.declined_at and not one.left_at)


def _days(days: int) -> Mapping[str, Text]:
    if 1 <= days <= MOST_DAYS:
        return {}
    return {"days": _("An offer stands one day at least and sixty days at most.")}


def _is_money(amount: Decimal) -> bool:
    exponent = amount.as_tuple().exponent
    return amount.is_finite() and 0 <= amount <= MOST_AMOUNT and isinstance(exponent, int) and exponent >= -2
