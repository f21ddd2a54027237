"""Entries of a mediation room as sentences, for staff and participants alike."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.types import EntryView
from linli.mediation.wording import CAPACITIES, HOW, HOW_SIGNED, SIDES, STATES, called

SENTENCES: Mapping[str, Promise] = {
    "joined": gettext_lazy("%(whom)s was entered"),
    "invited": gettext_lazy("%(whom)s was asked to mediate"),
    "agreed": gettext_lazy("%(whom)s consents to mediation, %(how)s"),
    "declined": gettext_lazy("%(whom)s declines mediation, %(how)s"),
    "left": gettext_lazy("%(whom)s left the mediation"),
    "drafted": gettext_lazy("Version %(version)s of the agreement was written"),
    "announced": gettext_lazy("Version %(version)s of the draft was announced"),
    "change_wanted": gettext_lazy("A change was asked for in version %(version)s of the draft"),
    "fixed": gettext_lazy("Version %(version)s of the agreement went out for signing (SHA-256 %(sha256)s…)"),
    "taken_back": gettext_lazy("Version %(version)s was taken back; signatures on it count no more"),
    "dropped": gettext_lazy("The agreement at hand was dropped"),
    "signed": gettext_lazy("%(whom)s signed version %(version)s, %(signed_how)s"),
    "in_effect": gettext_lazy("All have signed: agreement %(number)s is in effect"),
    "settled_by_word": gettext_lazy("An oral agreement was put on record and is in effect"),
    "performance_told": gettext_lazy("Part %(n)s was told to be performed"),
    "performed": gettext_lazy("Part %(n)s is on record: %(state)s"),
    "breached": gettext_lazy("Part %(n)s is on record as not performed in time"),
    "demanded": gettext_lazy("Whoever owes a part was urged to perform it"),
    "again": gettext_lazy("Both sides want another session about the performance"),
    "confirm_wanted": gettext_lazy("%(whom)s wants to ask the court to confirm"),
    "confirm_asked": gettext_lazy("The court is asked to confirm the agreement"),
    "filed": gettext_lazy("The volume was archived as %(number)s"),
}
"""One for each kind of entry. `whom` is the participant that it is about, `who` whoever did it."""


def sentence(*, entry: EntryView) -> str:
    """The entry in a sentence, with who did it."""
    body = dict(entry.body)
    if "side_key" in body:
        body["whom"] = _whom(body)
    if "how" in body:
        body["how"] = HOW.get(body["how"], body["how"])
    if "signed_how" in body:
        body["signed_how"] = HOW_SIGNED.get(body["signed_how"], body["signed_how"])
    if "state" in body:
        body["state"] = STATES.get(body["state"], body["state"])
    said = str(SENTENCES[entry.kind]) % body
    who = called(one=entry.who) if entry.who else entry.account_name
    return _("%(said)s (%(who)s)") % {"said": said, "who": who} if who else said


def _whom(body: Mapping[str, object]) -> str:
    side, capacity = SIDES[str(body["side_key"])], str(body.get("capacity", "party"))
    if capacity == "party":
        return _("%(side)s %(place)s") % {"side": side, "place": body["place"]}
    return _("%(side)s (%(capacity)s %(place)s)") % {
        "side": side,
        "capacity": CAPACITIES[capacity],
        "place": body["place"],
    }
