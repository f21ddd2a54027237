"""What crosses the border of `mediation`: a room as one reader may see it. Frozen; no rows, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from linli.people.access import Actor, CaseFacts, Seat


@dataclass(frozen=True, slots=True)
class Joining:
    """Somebody before they have a place: contact data in clear, sealed before it is written."""

    side: str
    capacity: str = "party"
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    is_organisation: bool = False
    is_minor: bool = False
    mandate: str = ""
    stands_for: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ParticipantView:
    """One participant. `mask` is empty unless the reader may see it; `standing` tells how they answered.

    That a mandate is on file is told to all, `mandate_file` to its own side and the mediators.
    """

    id: UUID
    side: str
    capacity: str
    place: int
    is_organisation: bool
    is_minor: bool
    mandate: str
    stands_for: tuple[UUID, ...]
    language: str
    has_contact: bool
    has_email: bool
    mask: str = ""
    invited_at: datetime | None = None
    agreed_at: datetime | None = None
    declined_at: datetime | None = None
    answered_how: str = ""
    left_at: datetime | None = None
    joined_at: datetime | None = None
    has_mandate_file: bool = False
    mandate_file: UUID | None = None

    @property
    def standing(self) -> str:
        """`left`, `declined`, `agreed`, `asked` or `new`."""
        if self.left_at:
            return "left"
        if self.declined_at:
            return "declined"
        return "agreed" if self.agreed_at else "asked" if self.invited_at else "new"


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of what happened, as far as the reader may read it."""

    at: datetime
    kind: str
    who: ParticipantView | None
    account_name: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Room:
    """The room of a case for one reader on one seat: a member of staff (`actor`), or a participant (`me`).

    `participants` holds everybody, with what belongs to a side left out where the seat does not see it. `mediators` are
    the accounts that mediate the case now.
    """

    case_id: int
    number: str
    pack: str
    category: str
    title: str
    area_code: str
    stage: str
    is_open: bool
    lead_org_id: int | None
    facts: CaseFacts
    seat: Seat
    participants: tuple[ParticipantView, ...]
    mediators: frozenset[int] = frozenset()
    actor: Actor | None = None
    me: ParticipantView | None = None
    is_demo: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)

    def of_side(self, side: str) -> tuple[ParticipantView, ...]:
        """Those on one side."""
        return tuple(one for one in self.participants if one.side == side)

    def parties(self) -> tuple[ParticipantView, ...]:
        """The parties that have not left."""
        return tuple(one for one in self.participants if one.capacity == "party" and not one.left_at)
