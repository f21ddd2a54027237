"""Photos and files of cases, to those who may see them: staff through the case, the reporter through the secret."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from linli.cases.queries.files import KeptFile
from linli.core.errors import LinliError
from linli.web.acting import actor_of
from linli.web.console import domain

KEEP = "private, max-age=3600"


def media(request: HttpRequest, attachment: UUID, size: str = "") -> HttpResponseBase:
    """The file, or its small copy. `?number=…&secret=…` stands for the reporter. A refusal says “not found”."""
    try:
        found = _found(request, attachment)
        path = domain.place_of_file(file=found, is_small=size == "small")
        file = path.open("rb")
    except (LinliError, FileNotFoundError) as error:
        raise Http404 from error
    response = FileResponse(file, as_attachment=not found.is_photo, filename=found.name)
    response["Content-Type"] = found.media_type
    response["Cache-Control"] = KEEP
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _found(request: HttpRequest, attachment: UUID) -> KeptFile:
    number, secret = request.GET.get("number", ""), request.GET.get("secret", "")
    if number and secret:
        return domain.file_for_reporter(id=attachment, number=number, secret=secret)
    return domain.file_for_staff(id=attachment, by=actor_of(request))
