"""Offers for a participant: write, send, answer, withdraw."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.mediation.actions import offers
from linli.mediation.errors import NoSuchOffer
from linli.mediation.rules import offering
from linli.mediation.rules.meeting import OVER
from linli.mediation.types import Room
from linli.web.roomforms import OfferForm
from linli.web.roomlists import offer_lines
from linli.web.roomsections import Answer, Faulty, Section, Shown


def show(room: Room, faulty: Faulty, now: datetime) -> Shown | None:
    """What was sent, and this participant's own drafts, once they consent."""
    if room.me is None or room.me.standing != "agreed":
        return None
    lines = [_with_form(one, faulty) for one in offer_lines(room=room, now=now)]
    return {
        "offers": lines,
        "may_make": room.is_open and room.stage not in OVER and _binds(room),
        "form": faulty.get("write") or OfferForm(),
        "is_writing": "write" in faulty,
    }


def _with_form(line: dict[str, Any], faulty: Faulty) -> dict[str, Any]:
    """A draft can be changed, an offer of the other side countered."""
    one = line["one"]
    sent = faulty.get(f"offer:{one.id}")
    if line["is_draft"]:
        kept = {"text": one.text, "amount": one.amount}
        return line | {"form": sent or OfferForm(prefix_id=f"draft-{one.id}", initial=kept), "is_open": bool(sent)}
    if line["may_answer"]:
        return line | {"form": sent or OfferForm(prefix_id=f"counter-{one.id}"), "is_open": bool(sent)}
    return line


def _binds(room: Room) -> bool:
    try:
        offering.must_bind(me=room.me)
    except LinliError:
        return False
    return True


def write(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Keeps a draft, new or changed, and sends it if that button was pressed."""
    draft = _meant(request) if request.POST.get("offer") else None
    form = OfferForm(request.POST, prefix_id=f"draft-{draft}" if draft else "")

    def do(typed: dict[str, Any]) -> None:
        if "send" in request.POST:
            offers.send_words(room=room, terms=form.terms(), offer=draft, now=now)
        else:
            offers.draft(room=room, terms=form.terms(), offer=draft, now=now)

    if not form.attempt(do):
        return Answer(key=f"offer:{draft}" if draft else "write", form=form)
    return Answer(said=_("Sent.") if "send" in request.POST else _("Kept as a draft that you alone see."))


def counter(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Answers with another offer."""
    offer = _meant(request)
    form = OfferForm(request.POST, prefix_id=f"counter-{offer}")

    def do(typed: dict[str, Any]) -> UUID:
        return offers.counter(room=room, offer=offer, terms=form.terms(), now=now)

    return Answer(said=_("Sent.")) if form.attempt(do) else Answer(key=f"offer:{offer}", form=form)


def accept(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Yes, as a basis for the agreement."""
    offers.accept(room=room, offer=_meant(request), now=now)
    return Answer(said=_("Accepted. The mediator now draws up the agreement; it binds once it is signed."))


def decline(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """No."""
    offers.decline(room=room, offer=_meant(request), now=now)
    return Answer(said=_("Declined. The other side is told."))


def withdraw(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Takes one's own back."""
    offers.withdraw(room=room, offer=_meant(request), now=now)
    return Answer(said=_("Taken back."))


def drop(request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Throws a draft away."""
    offers.drop(room=room, offer=_meant(request))
    return Answer(said=_("The draft is gone."))


def _meant(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("offer", ""))
    except ValueError as error:
        raise NoSuchOffer from error


SECTION = Section(
    key="offers",
    show=show,
    verbs={
        "write": write,
        "counter": counter,
        "accept": accept,
        "decline": decline,
        "withdraw": withdraw,
        "drop": drop,
    },
)
