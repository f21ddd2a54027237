"""What a photo proves, in words: when and how far off it was taken, and what does not fit."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.rules.proofs import Proof

NOTES: Mapping[str, Promise] = {
    "far": gettext_lazy("Taken %(metres)s m from the place of the case."),
    "before_report": gettext_lazy("Taken before the matter was reported."),
    "before_dispatch": gettext_lazy("Taken before the case was dispatched."),
    "old": gettext_lazy("Taken long before the step that it proves."),
    "ahead": gettext_lazy("Its time lies ahead of the step: the camera’s clock is wrong."),
    "elsewhere": gettext_lazy("Photo and device differ: they say places %(apart)s m apart."),
    "other_time": gettext_lazy("Photo and device differ: they do not say the same time."),
    "unknown": gettext_lazy("It carries neither time nor place."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of facts, and what is to be noted."""

    fact: str
    notes: tuple[str, ...]


def said(*, proof: Proof) -> Said:
    """A proof in words."""
    facts = []
    if proof.at is not None:
        moment = formats.date_format(timezone.localtime(proof.at), "SHORT_DATETIME_FORMAT")
        facts.append(_("taken %(moment)s") % {"moment": moment})
    if proof.metres is not None:
        facts.append(_("%(metres)s m from the place") % {"metres": proof.metres})
    if facts and proof.by == "device":
        facts.append(_("by the device"))
    figures = {"metres": proof.metres, "apart": proof.apart}
    notes = tuple(str(NOTES[note]) % figures for note in proof.notes)
    return Said(fact=" · ".join(facts), notes=notes)
