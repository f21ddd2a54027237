"""Who may take part as what: pure checks of one who joins, before anything is written."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, Text
from linli.mediation.types import Joining, ParticipantView

MOST_ELECTED = 5


def check(*, new: Joining, present: Sequence[ParticipantView], has_file: bool = False) -> None:
    """Raises Invalid, with every fault at its field.

    Who stands for others needs somebody of the same side to stand for; an agent and an elected one need a mandate
    (Civil Procedure Law, Art. 62), and at most five speak for a side. `has_file`: a mandate comes along.
    """
    faults: dict[str, Text] = {}
    if not new.name.strip():
        faults["name"] = _("Write the name: agreements and court papers need it.")
    if new.capacity != "party":
        faults |= _standing(new, present)
    if new.capacity == "elected" and _elected(new.side, present) >= MOST_ELECTED:
        faults["capacity"] = _("A side may be spoken for by five at most.")
    if has_file and new.capacity == "party":
        faults["mandate_file"] = _("Only somebody who stands for a party has a mandate: choose as what they take part.")
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def _elected(side: str, present: Sequence[ParticipantView]) -> int:
    return sum(one.capacity == "elected" and one.side == side and not one.left_at for one in present)


def _standing(new: Joining, present: Sequence[ParticipantView]) -> Mapping[str, Text]:
    own = {one.id: one for one in present if one.side == new.side and one.capacity == "party"}
    if not new.stands_for or any(party not in own for party in new.stands_for):
        return {"stands_for": _("Choose for whom they speak: one party or more of the same side.")}
    if new.capacity == "guardian" and not any(own[party].is_minor for party in new.stands_for):
        return {"stands_for": _("A guardian stands for somebody under age: mark the party as a minor first.")}
    if new.capacity in {"agent", "elected"} and not new.mandate:
        return {"mandate": _("Say how far the mandate goes; without “special” they cannot concede or sign.")}
    return {}


def hands_in(*, me: ParticipantView, one: ParticipantView) -> bool:
    """Whether a participant may hand in somebody's mandate: their own, or that of who stands for them."""
    return one.capacity != "party" and (me.id == one.id or me.id in one.stands_for)


def may_sign_for(*, one: ParticipantView) -> bool:
    """Whether they bind those they stand for: guardians and officers by law, agents with a special mandate."""
    return one.capacity in {"party", "guardian", "officer"} or one.mandate == "special"


def unanswered(*, present: Sequence[ParticipantView]) -> tuple[UUID, ...]:
    """Parties that have not agreed, neither themselves nor through somebody who stands for them."""
    agreed = {one.id for one in present if one.agreed_at and not one.left_at}
    covered = {party for one in present if one.id in agreed for party in one.stands_for}
    return tuple(
        one.id for one in present if one.capacity == "party" and not one.left_at and one.id not in agreed | covered
    )
