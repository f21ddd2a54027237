"""Cases as staff and their systems see them: filters, rows, the whole case, actions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from linli.api.schemas.common import NO_NUL, Code, Key, Strict, Titled, bounded
from linli.cases.types import Filters, Lens

Wanted = Annotated[str, bounded(80)]


class CaseQuery(Strict):
    """What the list is narrowed to, which page of it, and how long."""

    lens: Lens = Field("area", description="`inbox`: what waits for my desk, organisation or pool. `mine`: what I "
                       "handle. `area`: all of my area. `org`: led or assisted by my organisation. `pending`: waits "
                       "for my approval. `reported`: what I reported.")  # fmt: skip
    state: Literal["open", "closed", "all"] = Field("open", description="Open cases, closed ones, or both.")
    pack: Key = Field("", description="Kind of matter.")
    category: Key = Field("", description="Category, with all below it.")
    stage: Key = Field("", description="Stage.")
    area: Code = Field("", description="Area code, with all below it.")
    org: int | None = Field(None, ge=1, lt=2**63, description="Id of the lead organisation.")
    urgency: Key = Field("", description="Urgency.")
    channel: Key = Field("", description="How the report came in.")
    outcome: Key = Field("", description="Outcome of closed cases.")
    late: Literal["", "late", "soon"] = Field("", description="Past due, or soon to be.")
    supervised: bool = Field(False, description="Only supervised cases.")
    opened_from: date | None = Field(None, description="Opened on or after.")
    opened_to: date | None = Field(None, description="Opened on or before.")
    closed_from: date | None = Field(None, description="Closed on or after.")
    closed_to: date | None = Field(None, description="Closed on or before.")
    closed_as: Literal["", "on_time", "late"] = Field("", description="Closed in time, or after the promised date.")
    counted: Key = Field("", description="Cases of which this was counted: `responded`, `returned`, `reopened` of any "
                         "kind; what the kind itself counts, such as `settled` of disputes. Send `state=all` for "
                         "closed ones too.")  # fmt: skip
    counted_from: date | None = Field(None, description="Counted on or after.")
    counted_to: date | None = Field(None, description="Counted on or before.")
    text: Wanted = Field("", description="Words, a number or a place to search for.")
    order: Literal["due", "newest", "oldest"] = Field("due", description="What comes first.")

    cursor: Annotated[str, StringConstraints(max_length=200, pattern=NO_NUL)] = Field(
        "", description="`next_cursor` of the page before; empty for the first."
    )
    limit: int = Field(50, ge=1, le=200, description="Rows a page.")

    def filters(self) -> Filters:
        """As the engine takes them."""
        wanted = dict(self)
        del wanted["cursor"], wanted["limit"]
        return Filters(**wanted)


class CaseOut(Schema):
    """One line of a list."""

    number: str
    pack: str
    category: str
    title: str
    stage: Titled
    urgency: str
    area_code: str
    address: str
    holder_kind: str = Field(description="Who has the ball: desk, org, verifier, grid_worker or reporter.")
    holder_area: str
    holder_org: int | None
    holder: str = Field(description="Name of the holder.")
    lead_org: int | None
    lead: str = Field(description="Name of the lead organisation; empty before dispatch.")
    opened_at: datetime
    due_at: datetime | None = Field(description="The next due date of a running clock.")
    closed_at: datetime | None
    outcome: str
    is_supervised: bool
    pending: str = Field(description="Approval that the case waits for; empty if none.")
    channel: str
    rating: int | None
    version: int = Field(description="Send it with an action, so that nothing newer is overlooked.")
    is_demo: bool
    lon: float | None
    lat: float | None
    cues: list[Titled] = Field(description="Dangers that the report spoke of when it came in; they decide nothing.")


class CasePage(Schema):
    """A page of the list. An empty `next_cursor` means that this is the last."""

    items: list[CaseOut]
    next_cursor: str


class EventOut(Schema):
    """One entry of the case's append-only chain."""

    seq: int
    at: datetime
    kind: str
    title: str
    actor_kind: str
    actor_role: str
    actor: str = Field(description="Name of who did it, as far as the caller may know it.")
    from_stage: str
    to_stage: str
    is_public: bool
    body: dict[str, Any] = Field(description="What was entered; never contact data.")
    hash: str
    is_erased: bool


class EventList(Schema):
    """The case's chain, oldest first."""

    items: list[EventOut]


class StepOut(Schema):
    """One step of how a due date was counted."""

    kind: Literal[
        "start", "begins", "counted", "skipped", "workday_exchanged", "paused", "extended", "rolled", "due"
    ] = Field(description="`rolled`: the last day was a day off, so that the period ends on the next working day.")
    at: datetime
    until: datetime | None = Field(description="End of a pause, of a run of days, or of what was moved.")
    first_date: date | None
    last_date: date | None
    amount: int = Field(description="The length at the start, the days of a run, the length of an extension.")
    unit: str
    name: str = Field(description="Of the holiday; `weekend` or `free` for other days off.")
    text: str = Field(description="The step in words.")
    basis: str = Field(description="The legal basis of an extension that has one of its own; else empty.")


class ClockOut(Schema):
    """A deadline, and why it falls due when it does."""

    key: str
    title: str
    state: Literal["running", "paused", "stopped"]
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    is_late: bool
    is_promise: bool
    org: str
    length: int | None
    unit: str
    explanation: str
    basis: str = Field(description="Legal basis with its article and since when it has been in force; empty if none.")
    steps: list[StepOut] = Field(description="How the due date was counted, in order; empty if it was agreed.")


class AssignmentOut(Schema):
    """An organisation's part in the case."""

    id: int
    org: int
    name: str
    role: str
    task: str
    assigned_at: datetime
    accepted_at: datetime | None
    finished_at: datetime | None
    ended_at: datetime | None
    ended_as: str
    due_at: datetime | None
    is_final: bool


class AttachmentOut(Schema):
    """A photo or file of the case."""

    id: UUID
    event_seq: int | None
    purpose: str
    name: str
    media_type: str
    width: int | None
    height: int | None
    size: int
    is_public: bool


class LinkOut(Schema):
    """A linked case."""

    number: str
    kind: str
    title: str
    is_outward: bool = Field(True, description="Whether the link leads from this case to the other.")


class ColumnOut(Schema):
    """A column of a table: each row is an object with these keys."""

    key: str
    type: str
    label: str
    required: bool
    choices: list[Titled]
    max_length: int | None


class FieldOut(Schema):
    """Something that an action asks for. The value of a `table` is a list of objects."""

    key: str
    type: str
    label: str
    required: bool
    choices: list[Titled]
    max_length: int | None
    columns: list[ColumnOut] = Field(default=[], description="Of a table.")
    min_rows: int | None = Field(None, description="Of a table.")
    max_rows: int | None = Field(None, description="Of a table.")
    value: Any = Field(None, description="What the case holds already; null where it holds nothing.")


class ActionOut(Schema):
    """An action that the caller may take now."""

    key: str
    title: str
    fields: list[FieldOut]
    requires: list[str] = Field(description="Evidence that must come with it: photo_before, photo_after, note.")


class CaseDetailOut(Schema):
    """Everything of the case that the caller may see."""

    case: CaseOut
    text: str
    fields: dict[str, Any]
    contact_mask: str = Field(description="The reporter's contact, masked; empty if anonymous or not to be known.")
    located_by: str
    located_reason: str
    promised_at: datetime | None
    merged_into: str
    source: str
    external_number: str
    relations: list[str] = Field(description="How the caller stands to the case.")
    is_holder: bool
    clocks: list[ClockOut]
    assignments: list[AssignmentOut]
    attachments: list[AttachmentOut]
    links: list[LinkOut]
    actions: list[ActionOut]


class ActionIn(Strict):
    """What an action needs."""

    inputs: dict[Key, Any] = Field(
        default_factory=dict,
        max_length=60,
        description="The fields that the action asks for, by key; photos as the ids of `POST /reports/photos`.",
    )
    version: int | None = Field(
        None, ge=1, lt=2**31, description="`version` of the case as seen; the action is refused if the case moved on."
    )


class DoneOut(Schema):
    """What the action came to."""

    number: str
    action: str
    stage: str
    event_seq: int
    event_hash: str
    version: int
