"""Signing: a version is fixed, then consents come by code, on the screen or on paper, until all are covered."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from linli.core import throttle
from linli.core.errors import Invalid, NotAllowed
from linli.documents import queries as numbering
from linli.documents.actions import numbers
from linli.documents.rules.numbering import written
from linli.mediation.actions import effect
from linli.mediation.actions.drafting import STAGE, draft_of
from linli.mediation.actions.keeping import DRAWING, keep, keep_document
from linli.mediation.actions.noting import lock, note, tell
from linli.mediation.actions.participants import member
from linli.mediation.agreed import AgreementView
from linli.mediation.errors import MayNotSign, NoAddress, NoDraft, NotSoNow, Outdated, WrongCode
from linli.mediation.models import Agreement, AgreementText, OneTimeCode, Signature
from linli.mediation.queries import papers, secrets
from linli.mediation.queries.agreements import at_hand
from linli.mediation.rules import drafting
from linli.mediation.rules.signing import binds, is_outdated, signers
from linli.mediation.types import ParticipantView, Room
from linli.people import access
from linli.people.models import Organisation

LASTS = timedelta(minutes=10)
MOST_TRIES = 5
CODES = throttle.rate("5/h")
MOST_BYTES = 300_000
"""What a drawn signature may have."""


@transaction.atomic
def fix(*, room: Room, now: datetime, is_sealed: bool, language: str = "") -> AgreementView:
    """Fixes the latest version and sends it out for signing, with the mediator's signature and the committee's seal.

    The document is written, numbered and kept with its SHA-256. Raises Invalid with all that Article 29 misses, each
    at its field, NotAllowed, NotSoNow, NoDraft.
    """
    access.seat_needs(seat=room.seat, right="agreement.draft")
    lock(room=room)
    view = at_hand(room=room)
    if view is None or view.state != "drafting":
        raise NoDraft
    if not room.is_open or room.stage != STAGE:
        raise NotSoNow
    _check_whole(room, view, now, is_sealed)
    language = language or papers.language_here()
    number = view.number or _number(room, now, language)
    today = papers.moment_here(now=now)
    content = papers.agreement(room=room, view=view, number=number, language=language, today=today)
    name = f"{room.number} {papers.title_of(view=view, language=language)} v{view.text.version}.docx"
    kept = keep_document(room=room, content=content, name=name, now=now)
    digest = hashlib.sha256(content).hexdigest()
    AgreementText.objects.filter(id=view.text.id).update(fixed_at=now, attachment=kept, sha256=digest)
    Agreement.objects.filter(id=view.id).update(state="signing", text_id=view.text.id, number=number)
    note(room=room, kind="fixed", now=now, version=view.text.version, sha256=digest[:16])
    tell(room=room, to=[one.id for one in signers(present=room.participants)], template="room_signing", now=now)
    fixed = at_hand(room=room)
    assert fixed is not None
    return fixed


def send_code(*, room: Room, now: datetime) -> None:
    """Mails a one-time code for the version that is out for signing. Raises NoAddress, MayNotSign, NoDraft, TooMany."""
    view, me = _signing(room), _me(room)
    _check_may_sign(me, view)
    if not me.has_email:
        raise NoAddress
    throttle.check(scope="sign-code", key=str(me.id), limit=CODES, now=now)
    with transaction.atomic():
        made = OneTimeCode.objects.create(
            participant_id=me.id, text_id=view.text.id, code_hash=b"", made_at=now, expires_at=now + LASTS
        )
        OneTimeCode.objects.filter(id=made.pk).update(code_hash=secrets.code_hash(code_id=made.pk))
        tell(room=room, to=[me.id], template="room_code", now=now, code=str(made.pk))


def sign_with_code(*, room: Room, code: str, now: datetime) -> bool:
    """Signs by the code of the latest message; answers whether the agreement is now in effect.

    Raises WrongCode; each wrong try counts, whatever else happens.
    """
    view, me = _signing(room), _me(room)
    _check_may_sign(me, view)
    sent = _tried(me, view, now)
    if sent is None or not secrets.code_opens(code_id=sent.pk, code=code.strip(), kept=bytes(sent.code_hash)):
        raise WrongCode
    with transaction.atomic():
        OneTimeCode.objects.filter(id=sent.pk).update(used_at=now)
        return _sign(room, view, me, "code", None, now)


@transaction.atomic
def sign_on_screen(*, room: Room, drawing: bytes, now: datetime) -> bool:
    """Signs with what was drawn; answers whether the agreement is now in effect. Raises Invalid for no drawing."""
    view, me = _signing(room), _me(room)
    _check_may_sign(me, view)
    if not drawing or len(drawing) > MOST_BYTES:
        raise Invalid(
            _("Please mend what is named below."),
            fields={"drawing": _("Sign in the box first. Without a mouse or touch, use the code or paper.")},
        )
    kept = keep(room=room, content=drawing, name=DRAWING, now=now)
    return _sign(room, view, me, "screen", kept, now)


@transaction.atomic
def sign_on_paper(*, room: Room, participant: UUID, content: bytes, name: str, now: datetime) -> bool:
    """The mediator hands in a scan of what somebody signed on paper; answers whether the agreement is now in effect.

    Raises NotAllowed, MayNotSign, Unreadable, TooLarge.
    """
    access.seat_needs(seat=room.seat, right="agreement.sign_for")
    view, who = _signing(room), member(room=room, participant=participant)
    _check_may_sign(who, view)
    kept = keep(room=room, content=content, name=name, now=now)
    return _sign(room, view, who, "paper", kept, now)


def _check_whole(room: Room, view: AgreementView, now: datetime, is_sealed: bool) -> None:
    draft, today = draft_of(view=view), papers.moment_here(now=now)
    faults = dict(drafting.missing(draft=draft, present=room.participants, today=today))
    faults |= drafting.named(draft=draft, names=papers.names_of(room=room).values())
    if not is_sealed:
        faults["is_sealed"] = _(
            "It takes effect only with your signature and the committee's seal (Art. 29): say that they are on it."
        )
    if faults:
        raise Invalid(_("Please mend what is named below."), fields=faults)


def _number(room: Room, now: datetime, language: str) -> str:
    """The committee's next number: 长沙人调字〔2026〕12号, or under the mark that the city gives to agreements."""
    ways = numbering.numbering_here()
    body = Organisation.objects.filter(id=room.lead_org_id or 0).first()
    usual = f"{ways.mark(code=body.code if body else '', kind=body.kind if body else '')}人调字"
    mark, year = ways.marks.get("agreement", usual), papers.moment_here(now=now).year
    return written(numbering=ways, mark=mark, year=year, n=numbers.take(mark=mark, year=year), language=language)


def _signing(room: Room) -> AgreementView:
    access.seat_needs(seat=room.seat, right="agreement.sign" if room.me else "agreement.sign_for")
    view = at_hand(room=room)
    if view is None or view.state != "signing":
        raise NoDraft
    if not room.is_open or room.stage != STAGE:
        raise NotSoNow
    return view


def _me(room: Room) -> ParticipantView:
    if room.me is None:
        raise NotAllowed(_("Parties sign by their own link. What was signed on paper is handed in as a scan."))
    return room.me


def _check_may_sign(one: ParticipantView, view: AgreementView) -> None:
    if not binds(one=one):
        raise MayNotSign
    if any(signed.participant == one.id for signed in view.text.signatures):
        raise NotSoNow


def _tried(me: ParticipantView, view: AgreementView, now: datetime) -> OneTimeCode | None:
    """The latest code with one more try counted, in a transaction of its own: a refusal must not undo it."""
    with transaction.atomic():
        codes = OneTimeCode.objects.select_for_update().filter(participant_id=me.id, text_id=view.text.id)
        sent = codes.order_by("-id").first()
        if sent is None or sent.used_at or sent.expires_at <= now or sent.tries >= MOST_TRIES:
            return None
        OneTimeCode.objects.filter(id=sent.pk).update(tries=F("tries") + 1)
        return sent


def _sign(room: Room, view: AgreementView, who: ParticipantView, how: str, image: UUID | None, now: datetime) -> bool:
    """Inside the caller's transaction. The version may have been taken back, or somebody have left, since the page."""
    lock(room=room)
    fresh = at_hand(room=room)
    if fresh is None or fresh.state != "signing" or fresh.text.id != view.text.id:
        raise NotSoNow
    if view.text.fixed_at is None or is_outdated(fixed_at=view.text.fixed_at, present=room.participants):
        raise Outdated
    _check_may_sign(who, fresh)
    Signature.objects.create(
        text_id=view.text.id,
        participant_id=who.id,
        how=how,
        sha256=view.text.sha256,
        image_id=image,
        account_id=room.actor.account_id if room.actor else None,
        signed_at=now,
    )
    body: dict[str, Any] = {"side_key": who.side, "capacity": who.capacity, "place": who.place}
    note(room=room, kind="signed", now=now, signed_how=how, version=view.text.version, **body)
    return effect.follow(room=room, now=now)
