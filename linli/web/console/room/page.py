"""The room's page, and the one address that its forms go to."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from linli.core.errors import NotAllowed, NotPossible
from linli.mediation.queries import rooms
from linli.mediation.types import Room
from linli.web.acting import StaffRequest, actor_of, staff_page
from linli.web.console.room import (
    after,
    agreement,
    danger,
    evidence,
    happened,
    mediators,
    notes,
    offers,
    parties,
    sessions,
)
from linli.web.roomsections import Faulty, Section

SECTIONS: tuple[Section[StaffRequest], ...] = (
    danger.SECTION,
    parties.SECTION,
    mediators.SECTION,
    sessions.SECTION,
    notes.SECTION,
    evidence.SECTION,
    offers.SECTION,
    agreement.SECTION,
    after.SECTION,
    happened.SECTION,
)
"""In the order of the page."""


@staff_page()
@never_cache
def room(request: StaffRequest, dispute: str) -> HttpResponse:
    """The mediation room of a dispute."""
    now = timezone.now()
    return _page(request, rooms.room_of(number=dispute, by=actor_of(request)), now)


@staff_page()
@never_cache
def act(request: StaffRequest, dispute: str, section: str, verb: str) -> HttpResponse:
    """Takes what a form of a section sent; a refusal shows the page with what was typed."""
    if request.method != "POST":
        return redirect("console:room", dispute)
    now = timezone.now()
    found = rooms.room_of(number=dispute, by=actor_of(request))
    do = next((one.verbs[verb] for one in SECTIONS if one.key == section and verb in one.verbs), None)
    if do is None:
        raise Http404
    try:
        answer = do(request, found, now)
    except (NotPossible, NotAllowed) as refusal:
        fresh = rooms.room_of(number=dispute, by=actor_of(request))
        return _page(request, fresh, now, note=str(refusal), status=refusal.status)
    if answer.response is not None:
        return answer.response
    if answer.form is not None:
        return _page(request, found, now, faulty={answer.key or verb: answer.form}, status=422)
    if answer.said:
        messages.success(request, answer.said)
    return redirect(reverse("console:room", args=[dispute]) + f"#{section}")


def _page(
    request: HttpRequest,
    found: Room,
    now: datetime,
    *,
    faulty: Faulty | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    shown = [(one.key, one.show(found, faulty or {}, now)) for one in SECTIONS]
    parts = [{"key": key, "template": f"console/room/_{key}.html", **part} for key, part in shown if part is not None]
    context = {"room": found, "parts": parts, "note": note}
    return render(request, "console/room/page.html", context, status=status)
