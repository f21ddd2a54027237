"""Archiving the volume of a case (卷宗): bound, packed with its files, and kept until its retention ends."""

import io
import zipfile
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment, Case
from linli.cases.queries.packs import pack_of
from linli.core.errors import NotAllowed
from linli.documents import queries as numbering
from linli.documents.actions import numbers
from linli.documents.rules.numbering import written
from linli.mediation.actions.keeping import keep_bundle
from linli.mediation.actions.noting import lock, note
from linli.mediation.binding import bound
from linli.mediation.errors import NotSoNow
from linli.mediation.models import Volume
from linli.mediation.queries import papers
from linli.mediation.queries.volumes import Assembled, assembled
from linli.mediation.types import Room
from linli.people import access

BEFORE = frozenset({"registered", "more_wanted", "accepted", "assigned", "returned"})
"""Stages before there is anything to file."""


@transaction.atomic
def make(*, room: Room, now: datetime) -> int:
    """Assembles and archives the volume as it stands; answers its id. A later one stands beside it.

    Raises NotAllowed, NotSoNow before anybody mediates.
    """
    access.seat_needs(seat=room.seat, right="volume.make")
    if room.stage in BEFORE:
        raise NotSoNow
    if room.actor is None or room.actor.account_id is None:
        raise NotAllowed(_("Only a person at a post archives a volume."))
    lock(room=room)
    volume, number = assembled(room=room, now=now), _number(now)
    content = _packed(volume, bound(volume=volume, number=number))
    kept = keep_bundle(room=room, content=content, name=f"{room.number} {number}.zip", now=now)
    row = Volume.objects.create(
        case_id=room.case_id,
        number=number,
        attachment_id=kept,
        index=[{"n": at, "key": item.key, "title": item.title} for at, item in enumerate(volume.items, 1)],
        account_id=room.actor.account_id,
        made_at=now,
        retain_until_date=_until(room, papers.moment_here(now=now)),
    )
    note(room=room, kind="filed", now=now, number=number, reader="mediators")
    return row.pk


def _number(now: datetime) -> str:
    ways = numbering.numbering_here()
    mark = ways.marks.get("volume", f"{ways.mark(code='', kind='')}人调卷")
    year = papers.moment_here(now=now).year
    n = numbers.take(mark=mark, year=year)
    return written(numbering=ways, mark=mark, year=year, n=n, language=papers.language_here())


def _packed(volume: Assembled, document: bytes) -> bytes:
    """The document, and every file in the order of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("00-" + _("Volume") + ".docx", document)
        for at, item in enumerate(volume.items, 1):
            for name, path in _files(item.files):
                packed.writestr(f"{at:02}-{item.title}/{name}", kept_at(path=path).read_bytes())
    return out.getvalue()


def _files(files: tuple[UUID, ...]) -> list[tuple[str, str]]:
    rows = Attachment.objects.filter(id__in=files).order_by("uploaded_at", "id")
    return [(f"{at:02}-{row.name}", row.path) for at, row in enumerate(rows, 1)]


def _until(room: Room, today: date) -> date:
    """As long as the case is kept; while it is open, as long as a case closed today would be."""
    kept = Case.objects.values_list("retain_until_date", flat=True).get(id=room.case_id)
    if kept:
        return kept
    months = today.year * 12 + today.month - 1 + pack_of(key=room.pack).retention_months
    return date(months // 12, months % 12 + 1, min(today.day, 28))
