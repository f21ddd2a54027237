"""Files of the mediation room: calendar files, evidence, papers, what was uploaded. The caller has found the seat."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from linli.cases.actions import attaching
from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment
from linli.core.calendars.queries import calendar
from linli.core.errors import LinliError
from linli.mediation import papers
from linli.mediation.queries import evidence, sessions
from linli.mediation.rules import calendar_file
from linli.mediation.types import Room

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
File = tuple[bytes, str]
WORD = attaching.MEDIA_TYPES["docx"]


def calendar_of(*, room: Room, session: UUID, now: datetime) -> HttpResponse:
    """A session's calendar file. Raises NoSuchSession, Http404 while it has no time."""
    found = sessions.session_of(room=room, session=session)
    if not found.is_kept or found.starts_at is None or found.ends_at is None:
        raise Http404
    meeting = calendar_file.Meeting(
        id=found.id,
        sequence=found.sequence,
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        stamped_at=now,
        summary=_("Mediation session, %(number)s") % {"number": room.number},
        where=found.venue or found.link,
        url=found.link,
        is_off=found.state != "fixed",
    )
    content = calendar_file.write(meeting=meeting, zone=calendar().tz)
    return _kept_private(HttpResponse(content, content_type=calendar_file.MEDIA_TYPE), f"{room.number}.ics")


def evidence_file(*, room: Room, line: UUID, is_small: bool) -> HttpResponseBase:
    """The photo or file of a line. Whoever may not see it is told that there is none."""
    try:
        found = evidence.file_of(room=room, evidence=line)
        path = attaching.kept_at(path=found.path)
        file = (attaching.thumbnail(path=path) if is_small and found.is_photo else path).open("rb")
    except (LinliError, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=not found.is_photo, filename=found.name)
    response["Content-Type"] = found.media_type
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def evidence_list(*, room: Room) -> HttpResponse:
    """The lines that the seat sees, to print and sign. Http404 where there are none."""
    lines = evidence.evidence_of(room=room)
    if not lines:
        raise Http404
    language = "en" if (get_language() or "").startswith("en") else "zh"
    content = papers.evidence_list(room=room, lines=lines, language=language, today=timezone.localdate())
    return _kept_private(HttpResponse(content, content_type=WORD), f"{room.number}.docx")


def _kept_private(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def handed(*, content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, never shown in the page."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer


def kept(*, room: Room, attachment: UUID | None) -> HttpResponse:
    """A file of this room. The caller has seen to it that the seat may have it."""
    row = Attachment.objects.filter(id=attachment, case_id=room.case_id).first() if attachment else None
    if row is None:
        raise Http404
    return handed(content=kept_at(path=row.path).read_bytes(), name=row.name, media_type=row.media_type)


def uploaded(*, request: HttpRequest, name: str) -> File | None:
    """What came in a field of the form; None when nothing did."""
    file = request.FILES.get(name)
    return (file.read(), file.name or name) if file else None
