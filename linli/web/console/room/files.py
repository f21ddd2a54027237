"""Files of the room for staff, each through their seat."""

from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.mediation.queries import rooms
from linli.web import roomfiles
from linli.web.acting import StaffRequest, actor_of, staff_page


@staff_page()
@never_cache
def calendar(request: StaffRequest, dispute: str, session: UUID) -> HttpResponse:
    """A session's calendar file."""
    found = rooms.room_of(number=dispute, by=actor_of(request))
    return roomfiles.calendar_of(room=found, session=session, now=timezone.now())


@staff_page()
def evidence(request: StaffRequest, dispute: str, line: UUID) -> HttpResponse:
    """The photo or file of a line of evidence; `?small` for the small copy of a photo."""
    found = rooms.room_of(number=dispute, by=actor_of(request))
    return roomfiles.evidence_file(room=found, line=line, is_small="small" in request.GET)  # type: ignore[return-value]


@staff_page()
@never_cache
def evidence_list(request: StaffRequest, dispute: str) -> HttpResponse:
    """The list of evidence as a Word document."""
    return roomfiles.evidence_list(room=rooms.room_of(number=dispute, by=actor_of(request)))
