"""The list of evidence, as far as one seat may see it, and the file of a line."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from linli.cases.queries.files import KeptFile
from linli.mediation.errors import NoSuchEvidence
from linli.mediation.models import Evidence
from linli.mediation.rules import listing
from linli.mediation.types import Room


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A line. `number` counts those that the reader sees, so that no gap tells of another."""

    id: UUID
    number: int
    side: str
    participant: UUID | None
    kind: str
    title: str
    proves: str
    file: KeptFile | None
    is_original: bool
    is_shared: bool
    given_at: datetime
    withdrawn_at: datetime | None


def evidence_of(*, room: Room) -> tuple[EvidenceView, ...]:
    """In the order it was given. One statement."""
    rows = Evidence.objects.filter(case_id=room.case_id).select_related("attachment").order_by("place")
    seen = [row for row in rows if may_see(room=room, row=row)]
    return tuple(_view(row, number) for number, row in enumerate(seen, start=1))


def file_of(*, room: Room, evidence: UUID) -> KeptFile:
    """The photo or file of a line. Raises NoSuchEvidence for one that the seat may not see, too."""
    found = next((one for one in evidence_of(room=room) if one.id == evidence), None)
    if found is None or found.file is None:
        raise NoSuchEvidence
    return found.file


def may_see(*, room: Room, row: Evidence) -> bool:
    """Whether the seat may know of the line."""
    is_withdrawn = row.withdrawn_at is not None
    return listing.may_see(seat=room.seat, side=row.side, is_shared=row.is_shared, is_withdrawn=is_withdrawn)


def _view(row: Evidence, number: int) -> EvidenceView:
    kept = row.attachment
    file = KeptFile(id=kept.id, name=kept.name, path=kept.path, media_type=kept.media_type) if kept else None
    return EvidenceView(
        id=row.id,
        number=number,
        side=row.side,
        participant=row.participant_id,
        kind=row.kind,
        title=row.title,
        proves=row.proves,
        file=file,
        is_original=row.is_original,
        is_shared=row.is_shared,
        given_at=row.given_at,
        withdrawn_at=row.withdrawn_at,
    )
