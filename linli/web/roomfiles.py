"""Files of a mediation room as answers: what was kept, what was written just now, and what was uploaded."""

from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment
from linli.mediation.types import Room

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
File = tuple[bytes, str]


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
