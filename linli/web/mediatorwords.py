"""Why a mediator is proposed, cannot be appointed, was chosen or mediates no longer: keys of the room in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.mediation.rules.choosing import Reason

REASONS: Mapping[str, Promise] = {
    "kind": _("good at this kind of dispute"),
    "any_kind": _("takes every kind of dispute"),
    "other_kind": _("good at other kinds of disputes"),
    "near_village": _("of this village or community"),
    "near_town": _("of this town or street"),
    "near_county": _("of this county or district"),
    "near_city": _("elsewhere in the city"),
    "near_province": _("elsewhere in the province"),
    "far": _("from far away"),
    "load": _("%(value)s open cases"),
    "full": _("%(value)s open cases: full"),
    "speaks": _("speaks %(value)s"),
    "speaks_not": _("does not speak %(value)s"),
    "away": _("on leave until %(value)s"),
}
CONFLICTS: Mapping[str, Promise] = {
    "reporter": _("put this case"),
    "party": _("belongs to an organisation that is a side of it"),
    "handled": _("took a step in a case that is linked to it"),
    "mediated": _("mediated a case that is linked to it"),
    "stepped_aside": _("stepped aside from it, or was replaced at a party's wish"),
}
CHOSEN_BY: Mapping[str, Promise] = {
    "parties": _("chosen by all sides"),
    "desk": _("named by the desk"),
    "body": _("named by the committee"),
    "mediator": _("named by the mediator"),
}
ENDING: Mapping[str, Promise] = {
    "tie": _("I have a tie or a stake"),
    "party_asks": _("A party asks for another"),
    "leave": _("Leave or departure"),
}
ASKING: Mapping[str, Promise] = {
    "tie": _("They have a tie to another side"),
    "trust": _("I do not trust that they are even-handed"),
    "language": _("We do not understand each other well"),
    "other": _("Another reason"),
}
LANGUAGES: Mapping[str, Promise | str] = {"zh-hans": _("Chinese"), "en": _("English")}


def said(*, reason: Reason) -> str:
    """A reason in words."""
    value = str(LANGUAGES.get(reason.value, reason.value))
    return str(REASONS[reason.key]) % {"value": value}
