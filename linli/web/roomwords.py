"""Entries of a mediation room as sentences, for staff and participants alike."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.mediation.types import EntryView
from linli.mediation.wording import CAPACITIES, HOW, SIDES, called

SENTENCES: Mapping[str, Promise] = {
    "joined": gettext_lazy("%(whom)s was entered"),
    "invited": gettext_lazy("%(whom)s was asked to mediate"),
    "agreed": gettext_lazy("%(whom)s consents to mediation, %(how)s"),
    "declined": gettext_lazy("%(whom)s declines mediation, %(how)s"),
    "left": gettext_lazy("%(whom)s left the mediation"),
    "wished": gettext_lazy("Wishes for a mediator were stated"),
    "appointed": gettext_lazy("A mediator was appointed"),
    "joined_as_mediator": gettext_lazy("A co-mediator was named"),
    "declared": gettext_lazy("A mediator declared that they have no conflict of interest"),
    "stepped_aside": gettext_lazy("A mediator stepped aside"),
    "replaced": gettext_lazy("Another mediator takes over"),
    "asked_for_another": gettext_lazy("Another mediator was asked for"),
}
"""One for each kind of entry. `whom` is the participant that it is about, `who` whoever did it."""


def sentence(*, entry: EntryView) -> str:
    """The entry in a sentence, with who did it."""
    body = dict(entry.body)
    if "side_key" in body:
        body["whom"] = _whom(body)
    if "how" in body:
        body["how"] = HOW.get(body["how"], body["how"])
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
