"""A participant's page, and the one address that its forms go to."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from linli.core.errors import LinliError, NotFound
from linli.mediation.queries import rooms
from linli.mediation.queries.ways import ways_left
from linli.mediation.types import Room
from linli.mediation.wording import called
from linli.web.public import domain
from linli.web.public.room import after, agreement, consent, evidence, happened, mediators, offers, people, sessions
from linli.web.roomsections import Faulty, Section

SECTIONS: tuple[Section[HttpRequest], ...] = (
    consent.SECTION,
    people.SECTION,
    mediators.SECTION,
    sessions.SECTION,
    evidence.SECTION,
    offers.SECTION,
    agreement.SECTION,
    after.SECTION,
    happened.SECTION,
)
"""In the order of the page."""


@never_cache
@require_safe
def room(request: HttpRequest, participant: UUID, link: str) -> HttpResponse:
    """The mediation as one participant may see it."""
    return _page(request, rooms.room_by_link(participant=participant, secret=link), link, timezone.now())


@never_cache
def act(request: HttpRequest, participant: UUID, link: str, section: str, verb: str) -> HttpResponse:
    """Takes what a form of a section sent; a refusal shows the page with what was typed."""
    if request.method != "POST":
        return redirect("public:room", participant, link)
    now = timezone.now()
    found = rooms.room_by_link(participant=participant, secret=link)
    do = next((one.verbs[verb] for one in SECTIONS if one.key == section and verb in one.verbs), None)
    if do is None or _has_left(found):
        raise Http404
    domain.slow_down(request=request, now=now, scope="room", times=8)  # both sides may sit in one office
    try:
        answer = do(request, found, now)
    except NotFound:
        raise
    except LinliError as refusal:
        fresh = rooms.room_by_link(participant=participant, secret=link)
        return _page(request, fresh, link, now, note=str(refusal), status=refusal.status)
    if answer.response is not None:
        return answer.response
    if answer.form is not None:
        return _page(request, found, link, now, faulty={answer.key or verb: answer.form}, status=422)
    if answer.said:
        messages.success(request, answer.said)
    return redirect(reverse("public:room", args=[participant, link]) + f"#{section}")


def _has_left(found: Room) -> bool:
    return bool(found.me and found.me.left_at)


def _page(
    request: HttpRequest,
    found: Room,
    link: str,
    now: datetime,
    *,
    faulty: Faulty | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; a closed door for whoever has left. The address holds the secret: nothing carries it elsewhere."""
    assert found.me is not None
    shown = [] if _has_left(found) else [(one.key, one.show(found, faulty or {}, now)) for one in SECTIONS]
    parts = [{"key": key, "template": f"public/room/_{key}.html", **part} for key, part in shown if part is not None]
    context = {"room": found, "me": found.me, "i_am": called(one=found.me), "link": link, "parts": parts, "note": note}
    context["ways"] = ways_left(room=found)
    response = render(request, "public/room/page.html", context, status=status)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
