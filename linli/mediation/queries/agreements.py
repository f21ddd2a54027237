"""Agreements of a room: the one at hand, those in effect, their versions, and how they are said."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet

from linli.cases.models import Clock
from linli.core.calendars.queries import calendar
from linli.mediation.agreed import AgreementView, DutyView, SignatureView, TextView, Window
from linli.mediation.models import Agreement, AgreementText, Amendment, Entry, Obligation, Signature
from linli.mediation.rules import confirming
from linli.mediation.sealed import unseal
from linli.mediation.types import Room
from linli.people import access

OPEN = ("drafting", "signing")


def agreements_of(*, room: Room) -> tuple[AgreementView, ...]:
    """Every agreement of the room in order; nothing for a seat that sees none."""
    if not access.seat_can(seat=room.seat, right="agreement.see"):
        return ()
    rows = Agreement.objects.filter(case_id=room.case_id).order_by("place")
    return tuple(view for row in rows if (view := view_of(row=row)) is not None)


def at_hand(*, room: Room) -> AgreementView | None:
    """The agreement that is drafted or signed now."""
    return next((one for one in agreements_of(room=room) if one.state in OPEN), None)


def in_effect(*, room: Room) -> tuple[AgreementView, ...]:
    """Agreements in effect."""
    return tuple(one for one in agreements_of(room=room) if one.state == "in_effect")


def view_of(*, row: Agreement) -> AgreementView | None:
    """The agreement with the version that counts: the one out for signing or signed, else the latest."""
    texts = AgreementText.objects.filter(agreement=row).order_by("-version")
    text = (texts.filter(id=row.text_id) if row.text_id else texts).first()
    if text is None:
        return None
    return AgreementView(
        id=row.id,
        place=row.place,
        form=row.form,
        state=row.state,
        is_partial=row.is_partial,
        template=row.template,
        number=row.number,
        effective_date=row.effective_date,
        void_reason=row.void_reason,
        text=text_view(text=text),
        versions=texts.count(),
    )


def text_view(*, text: AgreementText) -> TextView:
    """A version with its duties and signatures."""
    return TextView(
        id=text.id,
        version=text.version,
        facts=text.facts,
        issues=text.issues,
        responsibility=text.responsibility,
        terms=text.terms,
        manner=text.manner,
        written_at=text.written_at,
        fixed_at=text.fixed_at,
        sha256=text.sha256,
        attachment=text.attachment_id,
        account=text.account_id,
        duties=tuple(_duty(row) for row in text.obligations.order_by("place")),
        signatures=tuple(_signature(row) for row in text.signatures.order_by("signed_at", "id")),
    )


def duties_in_effect(*, case_id: int) -> tuple[DutyView, ...]:
    """Every duty of the agreements in effect, by day."""
    return tuple(_duty(row) for row in bound().filter(text__agreement__case_id=case_id).order_by("due_date", "id"))


def bound() -> QuerySet[Obligation]:
    """Duties of the version that is in effect, of any agreement."""
    return Obligation.objects.filter(text__agreement__state="in_effect", text__agreement__text=F("text"))


def confirm_window(*, room: Room, now: datetime) -> Window | None:
    """Until when both may ask a court, by the case's own clock; None while no such clock was started."""
    clocks = Clock.objects.filter(case_id=room.case_id, key="confirm_window").order_by("-started_at", "-id")
    due_at = clocks.values_list("due_at", flat=True).first()
    return confirming.window(due_at=due_at, now=now, tz=calendar().tz) if due_at else None


def who_want(*, room: Room, kind: str) -> frozenset[UUID]:
    """Participants who said so by their own link since the latest agreement took effect."""
    last = Entry.objects.filter(case_id=room.case_id, kind="in_effect").order_by("-id").values_list("id", flat=True)
    since = last.first() or 0
    said = Entry.objects.filter(case_id=room.case_id, kind=kind, id__gt=since, participant__isnull=False)
    return frozenset(said.values_list("participant_id", flat=True))


def is_given_up(*, case_id: int) -> bool:
    """Whether the mediators put on record that the sides do not want the court, and nobody has wanted it since."""
    kinds = ("in_effect", "confirm_wanted", "confirm_given_up")
    said = Entry.objects.filter(case_id=case_id, kind__in=kinds).order_by("-id").values_list("kind", flat=True)
    return said.first() == "confirm_given_up"


def told_duties(*, room: Room) -> frozenset[int]:
    """Duties of which a participant said that they are done."""
    said = Entry.objects.filter(case_id=room.case_id, kind="performance_told").values_list("body__duty", flat=True)
    return frozenset(said)


def _duty(row: Obligation) -> DutyView:
    return DutyView(
        id=row.pk,
        place=row.place,
        kind=row.kind,
        by_side=row.by_side,
        to_side=row.to_side,
        what=row.what,
        amount=row.amount,
        due_date=row.due_date,
        state=row.state,
        performed_date=row.performed_date,
        proof=row.proof_id,
        breached_at=row.breached_at,
    )


def _signature(row: Signature) -> SignatureView:
    return SignatureView(
        participant=row.participant_id,
        how=row.how,
        sha256=row.sha256,
        signed_at=row.signed_at,
        image=row.image_id,
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """A change that somebody asked for in a version."""

    who: UUID
    version: int
    words: str
    asked_at: datetime


def wishes(*, room: Room, view: AgreementView) -> tuple[Wish, ...]:
    """Changes asked for in any version of the agreement, oldest first: those of one's own side, all for mediators."""
    rows = Amendment.objects.filter(text__agreement_id=view.id).select_related("text", "participant")
    return tuple(
        Wish(
            row.participant_id,
            row.text.version,
            unseal(sealed=bytes(row.words), row=row.id, field="words"),
            row.asked_at,
        )
        for row in rows.order_by("asked_at", "id")
        if access.sees_side(seat=room.seat, side=row.participant.side)
    )
