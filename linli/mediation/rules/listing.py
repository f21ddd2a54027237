"""What a line of the list of evidence needs, and who may see one. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.people import access
from linli.people.access import Seat

MOST_LINES = 60
"""Of one side, withdrawn ones included."""
TITLE, PROVES = 120, 300
IDENTITY = "identity"
"""For the file of the mediation alone: the other side never sees it."""


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """A line before it has a place. Mediators name the `side` that handed it in on paper, or none for their own.

    `content` and `name` are of its photo or file, if it has one.
    """

    kind: str
    title: str
    proves: str = ""
    is_original: bool = False
    is_shared: bool = False
    side: str = ""
    content: bytes = b""
    name: str = ""


def check(*, new: NewEvidence, kinds: frozenset[str], present: int, is_common: bool = False) -> None:
    """Raises Invalid, with every fault at its field. `present` counts the lines of the side; `is_common`: of none."""
    faults: dict[str, Text] = {}
    if new.kind not in kinds:
        faults["kind"] = _("Choose what it is.")
    if not new.title.strip() or len(new.title) > TITLE:
        faults["title"] = _("Name it in 120 characters at most.")
    if len(new.proves) > PROVES:
        faults["proves"] = _("Say in 300 characters at most what it proves.")
    if new.kind == IDENTITY and new.is_shared:
        faults["is_shared"] = _("A proof of identity is never shown to the other side.")
    if new.kind == IDENTITY and is_common:
        faults["side"] = _("Say whose proof of identity it is.")
    if present >= MOST_LINES:
        faults["title"] = _("Your list is full. Put several papers into one file.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def may_see(*, seat: Seat, side: str, is_shared: bool, is_withdrawn: bool) -> bool:
    """Its own side and the mediators see a line always, everybody else who takes part while it is shared."""
    if not access.seat_can(seat=seat, right="evidence.see"):
        return False
    if access.sees_side(seat=seat, side=side):
        return True
    return is_shared and not is_withdrawn
