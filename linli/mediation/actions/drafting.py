"""Drafting an agreement: versions written by the mediator, changes asked for by those who take part."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid
from linli.core.ids import uuid7
from linli.mediation.actions.noting import lock, note, tell, tell_staff
from linli.mediation.agreed import AgreementView, Draft, Duty, TextView
from linli.mediation.errors import NoDraft, NotSoNow
from linli.mediation.models import Agreement, AgreementText, Amendment, Obligation
from linli.mediation.queries.agreements import at_hand, view_of
from linli.mediation.rules import drafting
from linli.mediation.sealed import seal
from linli.mediation.types import Room
from linli.people import access

STAGE = "mediating"
MOST_WORDS = 2000


@transaction.atomic
def save(*, room: Room, draft: Draft, now: datetime) -> AgreementView:
    """Keeps the draft as a new version; begins the agreement where there is none.

    Raises NotAllowed, NotSoNow out of mediation or while it is out for signing, Invalid for sums that do not add up.
    """
    _check(room)
    lock(room=room)
    drafting.check(draft=draft)
    row = _row(room, draft, now)
    version = _write(room, row, draft, now)
    note(room=room, kind="drafted", now=now, version=version)
    return _viewed(row)


@transaction.atomic
def part(
    *, room: Room, total: Decimal, count: int, first: date, every: str, by_side: str, to_side: str, now: datetime
) -> AgreementView:
    """A new version whose payments are equal parts of a sum; what is to be done otherwise stays. Raises Invalid."""
    _check(room)
    view = _draft(room)
    sums = drafting.instalments(total=total, count=count, first=first, every=every)
    pays = tuple(Duty("pay", by_side, to_side, _nth(at, count), day, part) for at, (part, day) in enumerate(sums, 1))
    draft = draft_of(view=view)
    others = tuple(one for one in draft.duties if one.kind != "pay")
    return save(room=room, draft=replace(draft, duties=(*pays, *others), total=total), now=now)


@transaction.atomic
def announce(*, room: Room, now: datetime) -> int:
    """Tells everybody that the draft can be read by their link. Answers how many mails go out."""
    _check(room)
    view = _draft(room)
    note(room=room, kind="announced", now=now, version=view.text.version)
    return tell(room=room, to=[one.id for one in room.participants], template="room_draft", now=now)


@transaction.atomic
def take_back(*, room: Room, now: datetime) -> AgreementView:
    """Takes a version back from signing, to be changed: what was signed counts for nothing more. Raises NoDraft."""
    access.seat_needs(seat=room.seat, right="agreement.draft")
    lock(room=room)
    view = at_hand(room=room)
    if view is None or view.state != "signing":
        raise NoDraft
    Agreement.objects.filter(id=view.id).update(state="drafting", text=None)
    row = Agreement.objects.get(id=view.id)
    version = _write(room, row, draft_of(view=view), now)
    note(room=room, kind="taken_back", now=now, version=view.text.version)
    tell(room=room, to=[one.participant for one in view.text.signatures], template="room_taken_back", now=now)
    assert version > view.text.version
    return _viewed(row)


@transaction.atomic
def drop(*, room: Room, reason: str, now: datetime) -> None:
    """Gives the agreement at hand up. Raises NoDraft, Invalid without a reason."""
    access.seat_needs(seat=room.seat, right="agreement.draft")
    if not reason.strip():
        raise Invalid(_("Please mend what is named below."), fields={"reason": _("Give the reason in a few words.")})
    lock(room=room)
    view = at_hand(room=room)
    if view is None:
        raise NoDraft
    Agreement.objects.filter(id=view.id).update(state="void", void_reason=reason.strip()[:500])
    note(room=room, kind="dropped", now=now)


@transaction.atomic
def ask_change(*, room: Room, words: str, now: datetime) -> UUID:
    """A participant asks for a change in the draft, in words that their side and the mediators read.

    Raises NotAllowed, NoDraft, Invalid for nothing said.
    """
    access.seat_needs(seat=room.seat, right="agreement.sign")
    said = words.strip()[:MOST_WORDS]
    if not said:
        raise Invalid(_("Please mend what is named below."), fields={"words": _("Say what should be different.")})
    view = at_hand(room=room)
    if view is None or room.me is None:
        raise NoDraft
    made = uuid7()
    sealed = seal(text=said, row=made, field="words")
    Amendment.objects.create(id=made, text_id=view.text.id, participant_id=room.me.id, words=sealed, asked_at=now)
    note(room=room, kind="change_wanted", now=now, reader="side", side=room.me.side, version=view.text.version)
    tell_staff(room=room, template="room_change_wanted", now=now)
    return made


def draft_of(*, view: AgreementView) -> Draft:
    """A kept version as a draft to go on from."""
    text = view.text
    return Draft(
        facts=text.facts,
        issues=text.issues,
        responsibility=text.responsibility,
        terms=text.terms,
        manner=text.manner,
        duties=_duties(text),
        template=view.template,
        is_partial=view.is_partial,
    )


def _duties(text: TextView) -> tuple[Duty, ...]:
    return tuple(
        Duty(one.kind, one.by_side, one.to_side, one.what, one.due_date, one.amount, bool(one.performed_date))
        for one in text.duties
    )


def _nth(at: int, count: int) -> str:
    return f"{at}/{count}" if count > 1 else ""


def _check(room: Room) -> None:
    access.seat_needs(seat=room.seat, right="agreement.draft")
    if not room.is_open or room.stage != STAGE:
        raise NotSoNow


def _draft(room: Room) -> AgreementView:
    view = at_hand(room=room)
    if view is None or view.state != "drafting":
        raise NoDraft
    return view


def _row(room: Room, draft: Draft, now: datetime) -> Agreement:
    view = at_hand(room=room)
    if view is not None and view.state != "drafting":
        raise NotSoNow
    template = draft.template or drafting.template_for(category=room.category)
    if view is not None:
        Agreement.objects.filter(id=view.id).update(template=template, is_partial=draft.is_partial)
        return Agreement.objects.get(id=view.id)
    last = Agreement.objects.filter(case_id=room.case_id).aggregate(last=Max("place"))["last"] or 0
    return Agreement.objects.create(
        id=uuid7(),
        case_id=room.case_id,
        place=last + 1,
        form="written",
        state="drafting",
        template=template,
        is_partial=draft.is_partial,
        made_at=now,
    )


def _write(room: Room, row: Agreement, draft: Draft, now: datetime) -> int:
    """The next version with its duties; answers its number."""
    last = AgreementText.objects.filter(agreement=row).aggregate(last=Max("version"))["last"] or 0
    words = {name: getattr(draft, name).strip() for name in ("facts", "issues", "responsibility", "terms", "manner")}
    account = room.actor.account_id if room.actor else None
    assert account is not None  # whoever drafts is a mediator
    text = AgreementText.objects.create(
        id=uuid7(), agreement=row, version=last + 1, account_id=account, written_at=now, **words
    )
    Obligation.objects.bulk_create(_obligation(text, at, one) for at, one in enumerate(draft.duties, 1))
    return last + 1


def _obligation(text: AgreementText, at: int, one: Duty) -> Obligation:
    return Obligation(
        text=text,
        place=at,
        kind=one.kind,
        by_side=one.by_side,
        to_side=one.to_side,
        what=one.what.strip(),
        amount=one.amount,
        due_date=one.due_date,
        state="performed" if one.is_done else "due",
        performed_date=one.due_date if one.is_done else None,
    )


def _viewed(row: Agreement) -> AgreementView:
    view = view_of(row=Agreement.objects.get(id=row.id))
    if view is None:
        raise NoDraft
    return view
