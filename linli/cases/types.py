"""What crosses the border of `cases`: frozen dataclasses that callers hand in and get back. No rows, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from linli.cases.rules.proofs import Proof
from linli.cases.rules.state import Part
from linli.core.clock import Step
from linli.process.definition import Action, Category, Field, Texts

JSON = Any  # any JSON value; checked against the pack's fields at the border
Inputs = Mapping[str, JSON]

Channel = Literal["web", "phone", "grid", "api", "import", "desk"]
Lens = Literal["inbox", "mine", "area", "org", "pending", "reported"]


ITSELF = "-"
"""Behind a category: cases of it alone, and of none below it."""
NO_CATEGORY = ITSELF
"""What a list is narrowed to for cases whose category nobody has said yet."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """How to reach the reporter, in clear; sealed before it is written. All empty: anonymous."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@dataclass(frozen=True, slots=True)
class NewCase:
    """A report before it has a number. `lon`/`lat` in WGS84 degrees; or `area_code` alone; one of the two.

    `opened_from` is the number of the case that it comes out of, `hidden_from` those which that one is hidden from.
    """

    pack: str
    text: str
    channel: Channel
    title: str = ""
    category: str = ""
    lon: float | None = None
    lat: float | None = None
    area_code: str = ""
    address: str = ""
    urgency: str = ""
    fields: Inputs = field(default_factory=dict)
    contact: NewContact = NewContact()
    photos: tuple[UUID, ...] = ()
    is_demo: bool = False
    opened_from: str = ""
    hidden_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Once:
    """An Idempotency-Key and the fingerprint of what was asked with it."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The receipt. `secret` is known to nobody but the reporter; `event_hash` (hex) proves the first event."""

    number: str
    secret: str
    case_id: int
    area_code: str
    stage: str
    opened_at: datetime
    promised_at: datetime | None
    due_at: datetime | None
    event_hash: str
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an action came to."""

    number: str
    action: str
    stage: str
    event_seq: int
    event_hash: str
    version: int


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list."""

    id: int
    number: str
    pack: str
    category: str
    title: str
    stage: str
    urgency: str
    area_code: str
    address: str
    holder_kind: str
    holder_area: str
    holder_org_id: int | None
    holder_name: str
    lead_org_id: int | None
    lead_name: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    outcome: str
    is_supervised: bool
    pending_kind: str
    channel: str
    rating: int | None
    version: int
    is_demo: bool
    lon: float | None
    lat: float | None
    cues: str

    @property
    def cue_keys(self) -> tuple[str, ...]:
        """The cues of urgency that its text held when it came in."""
        return tuple(self.cues.split())


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to. Every field has one query parameter of the same name; empty means all.

    `category` may end with `ITSELF`. `counted` names one of the pack's counts, or of those of every kind. `closed_as`:
    against the promise. `boundaries`: where cases lay, or where those places lie now. `org` 0: what nobody leads.
    `open_to_all`: no case that is confidential or hidden from somebody, as in the tallies.
    """

    lens: Lens = "area"
    state: Literal["open", "closed", "all"] = "open"
    pack: str = ""
    category: str = ""
    stage: str = ""
    area: str = ""
    itself: bool = False
    boundaries: Literal["then", "now"] = "then"
    org: int | None = None
    urgency: str = ""
    channel: str = ""
    outcome: str = ""
    late: Literal["", "late", "soon"] = ""
    supervised: bool = False
    opened_from: date | None = None
    opened_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None
    closed_as: Literal["", "on_time", "late"] = ""
    counted: str = ""
    counted_from: date | None = None
    counted_to: date | None = None
    open_to_all: bool = False
    text: str = ""
    order: Literal["due", "newest", "oldest"] = "due"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cursor of the next one ("" at the end)."""

    rows: tuple[CaseRow, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class EventView:
    """One entry of the timeline, as far as the reader may see it. `body` never holds contact data."""

    seq: int
    at: datetime
    kind: str
    title: Texts
    actor_kind: str
    actor_role: str
    actor_name: str
    from_stage: str
    to_stage: str
    is_public: bool
    body: Inputs
    hash: str
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock and why it falls due when it does.

    `sentence` says it in a line and `reasons` step by step, in the reader's language; `steps` are `core.clock.Step`s,
    as many as the reasons where there are any. `law` is the basis with its article and since when it has been in force;
    `extension_law` that of its extensions, where they have one of their own.
    """

    key: str
    title: Texts
    state: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    paused_at: datetime | None
    stopped_at: datetime | None
    is_late: bool
    is_promise: bool
    org_name: str
    length: int | None
    unit: str
    sentence: str
    reasons: tuple[str, ...]
    steps: tuple[Step, ...]
    basis: Texts | None
    article: str
    law: str
    extension_law: str = ""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    id: UUID
    event_seq: int | None
    purpose: str
    name: str
    media_type: str
    width: int | None
    height: int | None
    size: int
    is_public: bool
    uploaded_at: datetime
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
    number: str
    kind: str
    title: str
    stage: str
    may_open: bool
    is_outward: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """An action that the reader may take now, the fields that it asks for, and what the case knows of them already."""

    action: Action
    fields: tuple[Field, ...]
    values: Inputs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """Everything that one reader may see of one case."""

    row: CaseRow
    text: str
    fields: Inputs
    category: Category | None
    contact_mask: str
    has_contact: bool
    located_by: str
    located_reason: str
    promised_at: datetime | None
    previous_stage: str
    pending: Inputs
    merged_into: str
    source: str
    external_number: str
    relations: frozenset[str]
    is_holder: bool
    events: tuple[EventView, ...]
    clocks: tuple[ClockView, ...]
    assignments: tuple[Part, ...]
    attachments: tuple[AttachmentView, ...]
    links: tuple[LinkView, ...]
    choices: tuple[Choice, ...]
    proofs: Mapping[str, Proof] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnLink:
    """A case of the same reporter, opened out of the one that they follow (`is_outward`) or the other way round."""

    number: str
    secret: str
    pack: Texts
    stage_public: Texts
    is_outward: bool


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What a reporter sees through the secret link. `yours`: by when the reporter may act, while the ball is theirs."""

    number: str
    pack: str
    category: Category | None
    title: str
    text: str
    stage: str
    stage_public: Texts
    is_final: bool
    outcome: str
    area_code: str
    address: str
    opened_at: datetime
    closed_at: datetime | None
    promised_at: datetime | None
    promise: ClockView | None
    lead_name: str
    rating: int | None
    merged_into: str
    events: tuple[EventView, ...]
    attachments: tuple[AttachmentView, ...]
    choices: tuple[Choice, ...]
    last_hash: str
    yours: ClockView | None = None
    links: tuple[OwnLink, ...] = ()
    pack_version: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the public map, rounded so that it names a spot in a street and no door."""

    lon: float
    lat: float
    category: str
    stage: str
    opened_date: date
    pack: str = ""
    area_code: str = ""
