"""Reports from the public, and their progress. No token needed; with one, its rate counts."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Query, Router
from ninja.files import UploadedFile
from pydantic import StringConstraints

from linli.api import photos
from linli.api.bearer import optional_caller
from linli.api.codec import answer
from linli.api.limits import count_photo, count_report, limited
from linli.api.once import once
from linli.api.schemas.common import NO_NUL
from linli.api.schemas.reports import ContactIn, PhotoReceipt, Receipt, ReportIn, ReportOut
from linli.api.shown import cases as shown
from linli.cases.actions.opening import open_case
from linli.cases.queries import public_case
from linli.cases.types import NewCase, NewContact, Opened
from linli.notify.links import reporter_link

router = Router()
ANONYMOUS = NewContact()
Secret = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=NO_NUL)]


@router.post("/reports", response={201: Receipt, 200: Receipt}, operation_id="openReport", summary="Report something")
def open_report(request: HttpRequest, report: ReportIn) -> HttpResponse:
    """Opens a case at once: the place is found, the owner suggested, the clocks started. Anonymous is first class."""
    caller = optional_caller(request)
    headers = count_report(request, caller=caller)
    opened = open_case(report=_new_case(report), by=caller.actor, now=timezone.now(), once=once(request, caller=caller))
    return _receipt(opened, headers)


@router.post(
    "/reports/photos",
    response={201: PhotoReceipt, 200: PhotoReceipt},
    operation_id="uploadPhoto",
    summary="Send a photo ahead of its report",
)
def upload_photo(request: HttpRequest, photo: File[UploadedFile]) -> HttpResponse:
    """Keeps a JPEG, PNG or WebP picture of at most 10 MB without its metadata. Name its `id` in the report."""
    caller = optional_caller(request)
    headers = count_photo(request, caller=caller)
    content = photo.read()
    repeated = once(request, caller=caller, body=content)
    kept, is_repeat = photos.keep(content=content, name=photo.name or "photo", once=repeated, now=timezone.now())
    if is_repeat:
        headers["Idempotent-Replay"] = "true"
    return answer({"id": kept}, status=200 if is_repeat else 201, headers=headers)


@router.get("/reports/{number}", response=ReportOut, operation_id="readReport", summary="Follow a report")
@limited
def read_report(request: HttpRequest, number: str, secret: Query[Secret]) -> HttpResponse:
    """Progress, promised date and why, and what the reporter may do next."""
    found = public_case(number=number, secret=secret, now=timezone.now())
    return answer(shown.public(found))


def _new_case(report: ReportIn) -> NewCase:
    return NewCase(
        pack=report.pack,
        text=report.text,
        channel="api",
        category=report.category,
        lon=report.lon,
        lat=report.lat,
        area_code=report.area_code,
        address=report.address,
        fields=report.fields,
        contact=_contact(report.contact) if report.contact else ANONYMOUS,
        photos=tuple(report.photos),
    )


def _contact(contact: ContactIn) -> NewContact:
    return NewContact(name=contact.name, phone=contact.phone, email=contact.email, language=contact.language)


def _receipt(opened: Opened, headers: dict[str, str]) -> HttpResponse:
    if opened.is_repeat:
        headers["Idempotent-Replay"] = "true"
    address = f"{settings.BASE_URL}/api/v1/reports/{opened.number}"
    body = {
        "number": opened.number,
        "secret": opened.secret,
        "url": reporter_link(number=opened.number, secret=opened.secret),
        "area_code": opened.area_code,
        "stage": opened.stage,
        "opened_at": opened.opened_at,
        "promised_at": opened.promised_at,
        "event_hash": opened.event_hash,
    }
    return answer(body, status=200 if opened.is_repeat else 201, headers=headers | {"Location": address})
