"""Mandates on pages of the mediation room: handed in by staff and by participants alike."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from linli.mediation.actions import mandates
from linli.mediation.errors import NoSuchParticipant
from linli.mediation.types import ParticipantView, Room
from linli.web.roomforms import MandateForm
from linli.web.roomsections import Answer, Faulty


def mandate_form(*, one: ParticipantView, faulty: Faulty) -> object:
    """The form for one participant's mandate, with its faults if it was sent."""
    return faulty.get(f"hand_in:{one.id}") or MandateForm(
        initial={"participant": one.id}, prefix_id=f"mandate-{one.id}"
    )


def handed_in(*, request: HttpRequest, room: Room, now: datetime) -> Answer:
    """Keeps what was handed in, or answers with the form to mend. Raises NoSuchParticipant, NotSoNow."""
    one = meant(request=request)
    form = MandateForm(request.POST, request.FILES, prefix_id=f"mandate-{one}")
    done = form.attempt(lambda _typed: mandates.hand_in(room=room, participant=one, mandate=form.mandate(), now=now))
    return Answer(said=_("The mandate is on file.")) if done else Answer(key=f"hand_in:{one}", form=form)


def meant(*, request: HttpRequest) -> UUID:
    """The participant that a form is about. Raises NoSuchParticipant."""
    try:
        return UUID(request.POST.get("participant", ""))
    except ValueError as error:
        raise NoSuchParticipant from error
