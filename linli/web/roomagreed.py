"""Agreements and duties as pages of the mediation room show them, for staff and participants alike."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from linli.core.wording import day
from linli.documents.rules import amounts
from linli.mediation.agreed import AgreementView, DutyView, SignatureView, Window
from linli.mediation.queries import confirming, papers
from linli.mediation.rules.confirming import NEVER, is_delicate
from linli.mediation.types import Room
from linli.mediation.wording import HOW_SIGNED, PARTY_OF, called
from linli.mediation.wording import STATES as DUTY_STATES

KINDS: Mapping[str, Promise] = {"pay": gettext_lazy("Pays money"), "do": gettext_lazy("Does something")}
STATES: Mapping[str, Promise] = {
    "drafting": gettext_lazy("Draft"),
    "signing": gettext_lazy("Out for signing"),
    "in_effect": gettext_lazy("In effect"),
    "void": gettext_lazy("Dropped"),
}
TONES: Mapping[str, str] = {"performed": "good", "late": "late", "in_effect": "good", "void": "late"}


def shown_agreement(*, room: Room, view: AgreementView) -> dict[str, Any]:
    """An agreement with its text, duties and signatures in words."""
    total = view.text.total
    return {
        "view": view,
        "state": STATES[view.state],
        "tone": TONES.get(view.state, ""),
        "text": view.text,
        "duties": [shown_duty(duty=one, today=None) for one in view.text.duties],
        "total": total,
        "capitals": amounts.capitals(total) if total else "",
        "signatures": [_signature(room, one) for one in view.text.signatures],
        "sections": _sections(view),
    }


def shown_duty(*, duty: DutyView, today: date | None) -> dict[str, Any]:
    """A duty: who, what, by when, and how it stands on a day."""
    is_late = bool(today and duty.is_open and duty.due_date < today)
    return {
        "duty": duty,
        "by": PARTY_OF[duty.by_side],
        "what": papers.duty_said(duty=duty),
        "due": day(duty.due_date),
        "state": _("overdue") if is_late else DUTY_STATES[duty.state],
        "tone": "late" if is_late else TONES.get(duty.state, ""),
        "performed": day(duty.performed_date) if duty.performed_date else "",
        "is_late": is_late,
    }


def window_said(*, window: Window) -> str:
    """The countdown in words."""
    last = day(window.last_date)
    if not window.is_open:
        return _("The last day to ask the court was %(last)s: it is over.") % {"last": last}
    if not window.days_left:
        return _("Today, %(last)s, is the last day to ask the court.") % {"last": last}
    said = ngettext(
        "%(n)s day is left to ask the court: the last day is %(last)s.",
        "%(n)s days are left to ask the court: the last day is %(last)s.",
        window.days_left,
    )
    return said % {"n": window.days_left, "last": last}


def bundling(*, room: Room, window: Window) -> dict[str, Any]:
    """Whether the papers for the court may be had, why not, and whether it has to be said first what is confirmed."""
    refusal = confirming.refusal(room=room) if window.is_open else None
    return {
        "refusal": refusal,
        "may_bundle": window.is_open and refusal is None and confirming.written(room=room) is not None,
        "is_delicate": is_delicate(category=room.category),
        "never": never_said(),
    }


def never_said() -> str:
    """What no court confirms, in a line."""
    return _("; ").join(str(one) for one in NEVER.values())


def _sections(view: AgreementView) -> list[tuple[str, str]]:
    text = view.text
    found = [
        (_("Main facts"), text.facts),
        (_("Issues in dispute"), text.issues),
        (_("Who is responsible for what"), text.responsibility),
        (_("What was agreed"), text.terms),
        (_("Manner of performance"), text.manner),
    ]
    return [(title, words) for title, words in found if words]


def _signature(room: Room, one: SignatureView) -> dict[str, Any]:
    known = {other.id: other for other in room.participants}
    who = known.get(one.participant)
    at: datetime = one.signed_at
    return {"who": called(one=who) if who else "", "how": HOW_SIGNED[one.how], "at": at}
