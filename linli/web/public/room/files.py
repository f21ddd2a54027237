"""Files of the room for whoever holds a participant's link."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.mediation.queries import rooms
from linli.mediation.types import Room
from linli.web import roomfiles


@never_cache
@require_safe
def calendar(request: HttpRequest, participant: UUID, link: str, session: UUID) -> HttpResponse:
    """A session's calendar file."""
    return roomfiles.calendar_of(room=_room(participant, link), session=session, now=timezone.now())


@require_safe
def evidence(request: HttpRequest, participant: UUID, link: str, line: UUID) -> HttpResponseBase:
    """The photo or file of a line of evidence; `?small` for the small copy of a photo."""
    return roomfiles.evidence_file(room=_room(participant, link), line=line, is_small="small" in request.GET)


@never_cache
@require_safe
def evidence_list(request: HttpRequest, participant: UUID, link: str) -> HttpResponse:
    """The list of evidence as a Word document."""
    return roomfiles.evidence_list(room=_room(participant, link))


def _room(participant: UUID, link: str) -> Room:
    """The room of somebody who takes part; whoever has not consented, or has left, finds nothing."""
    found = rooms.room_by_link(participant=participant, secret=link)
    if found.me is None or found.me.standing != "agreed":
        raise Http404
    return found
