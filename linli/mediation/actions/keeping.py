"""Files of the room: kept as attachments of the case that no page of the case shows."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from linli.cases.actions import attaching
from linli.cases.models import Attachment
from linli.mediation.types import Room

File = tuple[bytes, str]
"""What somebody uploaded, and what they called it."""
PURPOSE = "room"
DRAWING = "signature.png"
"""What a signature drawn on the screen is called."""


def keep(*, room: Room, content: bytes, name: str, now: datetime) -> UUID:
    """What somebody uploaded: a photo or scan, PDF, Word or Excel. Raises Unreadable, TooLarge."""
    if Path(name).suffix.lower().lstrip(".") in attaching.MEDIA_TYPES:
        kept = attaching.store_file(content=content, name=name, now=now)
    else:
        kept = attaching.store_photo(content=content, name=name, purpose="file", now=now)
    return _taken(room, kept)


def keep_document(*, room: Room, content: bytes, name: str, now: datetime) -> UUID:
    """A Word document that Linli wrote."""
    return _taken(room, attaching.store_document(content=content, name=name, purpose=PURPOSE, now=now))


def keep_bundle(*, room: Room, content: bytes, name: str, now: datetime) -> UUID:
    """A ZIP that Linli packed."""
    return _taken(room, attaching.store_bundle(content=content, name=name, purpose=PURPOSE, now=now))


def _taken(room: Room, kept: UUID) -> UUID:
    Attachment.objects.filter(id=kept).update(case_id=room.case_id, purpose=PURPOSE)
    return kept
