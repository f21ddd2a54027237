"""One attachment, for those who may see its case: staff through the case, the reporter through the secret."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.cases.errors import NoSuchCase
from linli.cases.models import Attachment
from linli.cases.queries.loading import state_by_id
from linli.cases.queries.public import reporter_of
from linli.core.errors import NotFound
from linli.people import access
from linli.people.access import Actor


@dataclass(frozen=True, slots=True)
class KeptFile:
    """What is needed to hand a file out. `path` is relative to the media folder."""

    id: UUID
    name: str
    path: str
    media_type: str

    @property
    def is_photo(self) -> bool:
        return self.media_type.startswith("image/")


def file_for_staff(*, id: UUID, by: Actor) -> KeptFile:
    """A file of a case that the actor may see, or one that no case has taken yet. Raises NotFound, NoSuchCase.

    What belongs to the room beside a case is handed out there, by seat.
    """
    found = _found(id)
    if by.kind != "staff" or found.purpose == Attachment.BESIDE:
        raise NoSuchCase
    if found.case_id is not None:
        state, _row = state_by_id(case_id=found.case_id)
        if not access.can_see(actor=by, facts=state.facts()):
            raise NoSuchCase
    return _kept(found)


def file_for_reporter(*, id: UUID, number: str, secret: str) -> KeptFile:
    """A public file of the reporter's own case. Raises NotFound, NoSuchCase."""
    found = _found(id)
    reporter_of(number=number, secret=secret)
    if found.case is None or found.case.number != number or not found.is_public or found.purpose == Attachment.BESIDE:
        raise NoSuchCase
    return _kept(found)


def waiting(*, ids: tuple[UUID, ...]) -> tuple[KeptFile, ...]:
    """Those of the files that no case has taken yet, oldest first."""
    rows = Attachment.objects.filter(id__in=ids, case=None).order_by("uploaded_at", "id") if ids else ()
    return tuple(_kept(row) for row in rows)


def _found(id: UUID) -> Attachment:
    found = Attachment.objects.select_related("case").filter(id=id).first()
    if found is None:
        raise NotFound(_("There is no such file."))
    return found


def _kept(row: Attachment) -> KeptFile:
    return KeptFile(id=row.id, name=row.name, path=row.path, media_type=row.media_type)
