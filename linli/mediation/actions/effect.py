"""An agreement takes effect: written ones once all parties are covered, oral ones when they are put on record.

The step of the procedure is taken in the same transaction, with the values that the room knows.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from linli.cases.actions.acting import act
from linli.core.errors import Invalid, NotAllowed, Text
from linli.core.ids import uuid7
from linli.core.wording import day as day_said
from linli.mediation.actions.drafting import STAGE
from linli.mediation.actions.keeping import keep_document
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.agreed import AgreementView, Draft, Duty, DutyView
from linli.mediation.errors import DraftAtHand, NoDraft, NotSoNow, Outdated
from linli.mediation.models import Agreement, AgreementText, Entry, Obligation
from linli.mediation.queries import papers
from linli.mediation.queries.agreements import at_hand, bound, view_of
from linli.mediation.queries.rooms import room_of
from linli.mediation.rules import drafting
from linli.mediation.rules.performing import open_duties, whole
from linli.mediation.rules.signing import is_outdated, uncovered
from linli.mediation.types import Room
from linli.mediation.wording import PARTY_OF
from linli.people import access
from linli.people import queries as people
from linli.people.models import Account

MOST_TERMS = 2000


@dataclass(frozen=True, slots=True)
class Oral:
    """An agreement by word, as the mediator notes it down: no names in `terms`."""

    terms: str
    total: Decimal
    performed_now: bool
    writing_wanted: bool


def follow(*, room: Room, now: datetime) -> bool:
    """After a signature: takes effect if all are covered, by the mediator who fixed and sealed the version.

    Where that mediator no longer mediates, those who do are told and do it themselves. Inside the caller's transaction.
    """
    view = at_hand(room=room)
    if view is None or not _is_covered(room, view):
        return False
    sealer = room if room.actor else _sealer(room, now)
    if sealer is None:
        tell_staff(room=room, template="room_all_signed", now=now)
        return False
    take_effect(room=sealer, now=now)
    return True


@transaction.atomic
def take_effect(*, room: Room, now: datetime) -> AgreementView:
    """The agreement is in effect from today; the case moves on. Raises NoDraft, NotSoNow while a signature is missing,
    Outdated, and whatever the step of the procedure raises."""
    access.seat_needs(seat=room.seat, right="agreement.draft")
    lock(room=room)
    view = at_hand(room=room)
    if view is None or view.state != "signing" or view.text.fixed_at is None:
        raise NoDraft
    if is_outdated(fixed_at=view.text.fixed_at, present=room.participants):
        raise Outdated
    if not _is_covered(room, view):
        raise NotSoNow
    today = papers.moment_here(now=now)
    _release(room, view)
    Agreement.objects.filter(id=view.id).update(state="in_effect", effective_date=today)
    note(room=room, kind="in_effect", now=now, number=view.number)
    action, inputs = _step(view, now)
    if room.actor is None:
        raise NotAllowed(_("Only the mediator puts an agreement into effect."))
    act(number=room.number, action=action, inputs=inputs, by=room.actor, now=now)
    tell(room=room, to=[one.id for one in room.participants], template="room_in_effect", now=now)
    return view


@transaction.atomic
def settle_by_word(*, room: Room, oral: Oral, now: datetime) -> None:
    """Puts an oral agreement on record, done on the spot: in effect from today (Art. 28, 30).

    Its record names the parties (Art. 29). Raises NotAllowed, DraftAtHand, Invalid, Guarded where the law wants it in
    writing.
    """
    access.seat_needs(seat=room.seat, right="agreement.draft")
    lock(room=room)
    if room.stage != STAGE or room.actor is None or room.actor.account_id is None:
        raise NotSoNow
    if at_hand(room=room):
        raise DraftAtHand
    _check_oral(room, oral)
    today = papers.moment_here(now=now)
    last = Agreement.objects.filter(case_id=room.case_id).aggregate(last=Max("place"))["last"] or 0
    row = Agreement.objects.create(
        id=uuid7(), case_id=room.case_id, place=last + 1, form="oral", state="drafting", made_at=now
    )
    text = AgreementText.objects.create(
        id=uuid7(), agreement=row, version=1, terms=oral.terms.strip(), account_id=room.actor.account_id, written_at=now
    )
    Agreement.objects.filter(id=row.id).update(state="in_effect", text=text, effective_date=today)
    _record(room, row, oral.total, now)
    note(room=room, kind="settled_by_word", now=now)
    inputs = {
        "effect_date": today.isoformat(),
        "terms": oral.terms.strip(),
        "sum": whole(amount=oral.total),
        "performed_now": oral.performed_now,
        "writing_wanted": oral.writing_wanted,
    }
    act(number=room.number, action="settle_orally", inputs=inputs, by=room.actor, now=now)


def _record(room: Room, row: Agreement, total: Decimal, now: datetime) -> None:
    """The record of the oral agreement as a Word document, kept in the room under its hash: it names the parties, so
    that it lies where those on the case alone read it."""
    view = view_of(row=Agreement.objects.get(id=row.id))
    assert view is not None
    language = papers.language_here()
    content = papers.oral(room=room, view=view, total=total, language=language, today=papers.moment_here(now=now))
    title = {"zh": "人民调解口头协议登记表", "en": "Record of an Oral Agreement"}[language]
    kept = keep_document(room=room, content=content, name=f"{room.number} {title}.docx", now=now)
    digest = hashlib.sha256(content).hexdigest()
    AgreementText.objects.filter(id=view.text.id).update(fixed_at=now, attachment=kept, sha256=digest)


def _check_oral(room: Room, oral: Oral) -> None:
    faults: dict[str, Text] = {}
    if not {"applicant", "respondent"} <= {one.side for one in room.parties()}:
        faults["parties"] = gettext_lazy(
            "Both sides need a party: enter who they are, or end the mediation if a side has left."
        )
    if not oral.terms.strip():
        faults["terms"] = gettext_lazy("Write what was agreed (Art. 29).")
    elif drafting.named(draft=_as_draft(oral), names=papers.names_of(room=room).values()):
        faults["terms"] = gettext_lazy("No names here: write “party A” and “party B”.")
    if faults:
        raise Invalid(gettext_lazy("Please mend what is named below."), fields=faults)


def _as_draft(oral: Oral) -> Draft:
    return Draft(duties=(Duty("do", "applicant", "respondent", oral.terms, date.min),))


def _is_covered(room: Room, view: AgreementView) -> bool:
    signed = {one.participant for one in view.text.signatures if one.sha256 == view.text.sha256}
    return view.state == "signing" and not uncovered(present=room.participants, signed=signed)


def _sealer(room: Room, now: datetime) -> Room | None:
    """The room as the mediator sees it who fixed the version, through a post that still mediates."""
    fixed = Entry.objects.filter(case_id=room.case_id, kind="fixed").order_by("-id").first()
    account = Account.objects.filter(id=fixed.account_id).first() if fixed and fixed.account_id else None
    if account is None or not account.is_active:
        return None
    for post in people.posts_of(account=account, on_date=papers.moment_here(now=now)):
        actor = people.actor_at(account=account, post=post)
        if access.seat_of(actor=actor, facts=room.facts, mediators=room.mediators).kind == "mediator":
            return room_of(number=room.number, by=actor)
    return None


def _release(room: Room, view: AgreementView) -> None:
    """What an earlier whole agreement left open is replaced by the new one; parts settled before still stand."""
    if view.is_partial:
        return
    earlier = bound().filter(text__agreement__case_id=room.case_id, text__agreement__is_partial=False, state="due")
    Obligation.objects.filter(id__in=list(earlier.values_list("id", flat=True))).update(state="released")


def _step(view: AgreementView, now: datetime) -> tuple[str, Mapping[str, Any]]:
    """The step of the procedure, with what it asks."""
    today, waiting = papers.moment_here(now=now), open_duties(duties=view.text.duties)
    asked: dict[str, Any] = {
        "effect_date": today.isoformat(),
        "agreement_no": view.number,
        "terms": _gist(view),
        "sum": whole(amount=view.text.total),
    }
    parts = {"instalments": max(1, len(view.text.duties))}
    if view.is_partial:
        return "settle_part", asked | parts | {"still_open": ""}
    if not waiting:
        return "settle_at_once", asked
    return "settle", asked | parts | {"until": max(waiting[0].due_date, today).isoformat()}


def _gist(view: AgreementView) -> str:
    """Who does what by when, in the city's language and without names."""
    with override(settings.LANGUAGE_CODE):
        return "\n".join(_line(one) for one in view.text.duties)[:MOST_TERMS]


def _line(one: DutyView) -> str:
    sum_said = _(" %(amount)s yuan") % {"amount": one.amount} if one.amount else ""
    told = {"by": PARTY_OF[one.by_side], "due": day_said(one.due_date), "what": papers.duty_said(duty=one) + sum_said}
    return _("%(by)s, by %(due)s: %(what)s") % told
