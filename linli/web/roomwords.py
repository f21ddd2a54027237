"""Entries of a mediation room as sentences, for staff and participants alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.calendars.queries import calendar
from linli.core.wording import day, moment
from linli.mediation.meetingwords import MANNERS
from linli.mediation.types import EntryView
from linli.mediation.wording import CAPACITIES, HOW, HOW_SIGNED, SIDES, STATES, called

SENTENCES: Mapping[str, Promise] = {
    "joined": gettext_lazy("%(whom)s was entered"),
    "invited": gettext_lazy("%(whom)s was asked to mediate"),
    "agreed": gettext_lazy("%(whom)s consents to mediation, %(how)s"),
    "declined": gettext_lazy("%(whom)s declines mediation, %(how)s"),
    "ended": gettext_lazy("The mediation ended: one side does not want it. The other ways stay open"),
    "left": gettext_lazy("%(whom)s left the mediation"),
    "mandate_given": gettext_lazy("The mandate of %(whom)s was handed in"),
    "session_proposed": gettext_lazy("Times were proposed for a session: %(manner)s"),
    "times_answered": gettext_lazy("The proposed times were answered"),
    "session_fixed": gettext_lazy("A session was fixed: %(starts_at)s"),
    "session_moved": gettext_lazy("Other times were proposed for a session: %(manner)s"),
    "session_called_off": gettext_lazy("A session was called off: %(manner)s"),
    "session_reminded": gettext_lazy("Everybody was reminded of the session: %(starts_at)s"),
    "session_held": gettext_lazy("A session was held on %(held_on)s: %(manner)s"),
    "note_kept": gettext_lazy("A sealed note was kept"),
    "evidence_given": gettext_lazy("Evidence was put on the list, for its own side and the mediators"),
    "evidence_shared": gettext_lazy("Evidence was shown to all sides"),
    "evidence_withdrawn": gettext_lazy("Evidence was withdrawn"),
    "offer_sent": gettext_lazy("An offer was sent; it stands until its term ends (days: %(days)s)"),
    "offer_countered": gettext_lazy("An offer was answered with another (days: %(days)s)"),
    "offer_accepted": gettext_lazy("An offer was accepted; the agreement is drawn up next"),
    "offer_declined": gettext_lazy("An offer was declined"),
    "offer_withdrawn": gettext_lazy("An offer was withdrawn"),
    "offer_lapsed": gettext_lazy("The term of an offer ended without an answer"),
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
    "confirm_given_up": gettext_lazy("The sides do not want to ask the court to confirm"),
    "confirm_reminded": gettext_lazy("Everybody was reminded that the court may be asked until %(last_on)s"),
    "confirm_asked": gettext_lazy("The court is asked to confirm the agreement"),
    "filed": gettext_lazy("The volume was archived as %(number)s"),
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
    body = _spoken(entry.body)
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


def _spoken(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Moments, days and keys in words."""
    body = dict(kept)
    if "starts_at" in body:
        body["starts_at"] = moment(datetime.fromisoformat(body["starts_at"]), calendar().tz)
    for key in {"held_on", "last_on"} & body.keys():
        body[key] = day(date.fromisoformat(body[key]))
    if "manner" in body:
        body["manner"] = MANNERS[body["manner"]]
    return body


def _whom(body: Mapping[str, object]) -> str:
    side, capacity = SIDES[str(body["side_key"])], str(body.get("capacity", "party"))
    if capacity == "party":
        return _("%(side)s %(place)s") % {"side": side, "place": body["place"]}
    return _("%(side)s (%(capacity)s %(place)s)") % {
        "side": side,
        "capacity": CAPACITIES[capacity],
        "place": body["place"],
    }
