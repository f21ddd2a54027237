"""How participants and keys of the room are said: by side and number, never by name."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.types import ParticipantView

SIDES: Mapping[str, Promise] = {
    "applicant": gettext_lazy("Applicant"),
    "respondent": gettext_lazy("Respondent"),
    "third": gettext_lazy("Third party"),
}
CAPACITIES: Mapping[str, Promise] = {
    "party": gettext_lazy("Party"),
    "officer": gettext_lazy("Head of the organisation"),
    "guardian": gettext_lazy("Guardian"),
    "agent": gettext_lazy("Agent"),
    "elected": gettext_lazy("Elected representative"),
}
MANDATES: Mapping[str, Promise] = {
    "general": gettext_lazy("General: may speak, not concede or sign"),
    "special": gettext_lazy("Special: may concede, settle and sign"),
}
SCOPES: Mapping[str, Promise] = {
    "general": gettext_lazy("general mandate"),
    "special": gettext_lazy("special mandate"),
}
"""How far a mandate goes, in papers."""
HOW: Mapping[str, Promise] = {
    "link": gettext_lazy("by the link"),
    "phone": gettext_lazy("by telephone"),
    "in_person": gettext_lazy("in person"),
    "paper": gettext_lazy("on paper"),
}
STANDINGS: Mapping[str, Promise] = {
    "new": gettext_lazy("not asked yet"),
    "asked": gettext_lazy("asked"),
    "agreed": gettext_lazy("consents"),
    "declined": gettext_lazy("declines"),
    "left": gettext_lazy("has left"),
}

PARTY_OF: Mapping[str, Promise] = {
    "applicant": gettext_lazy("Party A"),
    "respondent": gettext_lazy("Party B"),
    "third": gettext_lazy("Party C"),
}
"""How agreements call a side."""
HOW_SIGNED: Mapping[str, Promise] = {
    "code": gettext_lazy("one-time code"),
    "screen": gettext_lazy("drawn on the screen"),
    "paper": gettext_lazy("on paper, scanned"),
}

MANNERS: Mapping[str, Promise] = {
    "together": gettext_lazy("both sides together"),
    "apart": gettext_lazy("a talk with one side"),
    "online": gettext_lazy("held online"),
    "on_site": gettext_lazy("held at the place"),
}
STATES: Mapping[str, Promise] = {
    "due": gettext_lazy("to be performed"),
    "performed": gettext_lazy("performed in time"),
    "late": gettext_lazy("performed late"),
    "released": gettext_lazy("replaced by a new agreement"),
}
"""How a duty stands."""


def person_or_body(*, one: ParticipantView) -> str:
    """What a party is before the law (Civil Code, Art. 2)."""
    return _("Legal person or organisation") if one.is_organisation else _("Natural person")


def called(*, one: ParticipantView) -> str:
    """`申请人1`, `Applicant 1`; whoever stands for others says so: `申请人（代理人1）`."""
    side = str(SIDES[one.side])
    if one.capacity == "party":
        return _("%(side)s %(place)s") % {"side": side, "place": one.place}
    capacity = CAPACITIES[one.capacity]
    return _("%(side)s (%(capacity)s %(place)s)") % {"side": side, "capacity": capacity, "place": one.place}
