"""The state that decisions read and the change that they return. Frozen; no rows, no clock, no settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from linli.people.access import CaseFacts

HANDLED = "handled:"
"""Before the account of whoever finished, in a case's counts: rework does not make them a judge of it."""

DECIDED = "decided:"
"""Before the account of whoever acted for a body whose decision is under review: they are no judge of their own."""


def unhandled(counts: Mapping[str, int]) -> Mapping[str, int]:
    """The counts of a case that is given out anew."""
    return {key: count for key, count in counts.items() if not key.startswith(HANDLED)}


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A pause (`begins_at` to `ends_at`) or an extension (`length` more of `unit`, granted at `begins_at`) of a clock.

    An extension of before units were kept is in the clock's own.
    """

    kind: Literal["pause", "extend"]
    begins_at: datetime
    ends_at: datetime | None = None
    length: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClockState:
    """A clock that is running or paused. `org_id` is the assisting organisation of a clock of its own, else 0.

    `edition_date` is that of its rule's edition under which it is counted, None for the rule as first written.
    """

    key: str
    state: str
    unit: str
    length: int | None
    calendar: str
    count_from: str
    started_at: datetime
    due_at: datetime
    warn_at: datetime | None
    paused_at: datetime | None = None
    history: tuple[Adjustment, ...] = ()
    id: int | None = None
    org_id: int = 0
    stopped_at: datetime | None = None
    warned_at: datetime | None = None
    breached_at: datetime | None = None
    ends: str = "exact"
    edition_date: date | None = None

    @property
    def extensions(self) -> int:
        """How many times it has been extended."""
        return sum(1 for step in self.history if step.kind == "extend")


@dataclass(frozen=True, slots=True)
class Part:
    """An assignment: which organisation leads or assists. `org_name` only where it is shown.

    `department` is the path of the department above a unit; empty where it stands under a government or under none.
    """

    org_id: int
    org_path: str
    role: Literal["lead", "assist"]
    assigned_at: datetime
    is_final: bool = False
    task: str = ""
    accepted_at: datetime | None = None
    finished_at: datetime | None = None
    ended_at: datetime | None = None
    ended_as: str = ""
    account_id: int | None = None
    id: int | None = None
    due_at: datetime | None = None
    org_name: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class CaseState:
    """One case as the rules see it."""

    id: int
    number: str
    pack: str
    category: str
    urgency: str
    confidentiality: str
    area_code: str
    stage: str
    holder_kind: str
    holder_area: str
    opened_at: datetime
    version: int
    event_count: int
    last_hash: bytes
    previous_stage: str = ""
    outcome: str = ""
    holder_org_id: int | None = None
    holder_org_path: str = ""
    lead_org_id: int | None = None
    lead_org_path: str = ""
    handler_account_id: int | None = None
    reporter_account_id: int | None = None
    has_contact: bool = False
    pending: Mapping[str, Any] | None = None
    pending_area: str = ""
    supervised_at: datetime | None = None
    due_at: datetime | None = None
    promised_at: datetime | None = None
    closed_at: datetime | None = None
    rating: int | None = None
    merged_into_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    address: str = ""
    channel: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    clocks: tuple[ClockState, ...] = ()
    parts: tuple[Part, ...] = ()
    hidden: Mapping[int, str] = field(default_factory=dict)
    """The organisations that never see it, nor does anybody under them: path by id."""

    def facts(self) -> CaseFacts:
        """What `people.access` needs of the case."""
        return CaseFacts(
            number=self.number,
            area_code=self.area_code,
            confidentiality=self.confidentiality,
            is_final=bool(self.outcome),
            holder_kind=self.holder_kind,
            holder_area=self.holder_area,
            holder_org_path=self.holder_org_path,
            lead_path=self.lead_org_path,
            assist_paths=tuple(part.org_path for part in self.parts if part.role == "assist"),
            handler_account_id=self.handler_account_id,
            reporter_account_id=self.reporter_account_id,
            pending_area=self.pending_area,
            hidden_paths=tuple(self.hidden.values()),
        )

    def handlers(self) -> frozenset[int]:
        """The accounts that took part in the present handling: who finished, accepted or assisted."""
        finished = {int(key.removeprefix(HANDLED)) for key in self.counts if key.startswith(HANDLED)}
        accounts = {self.handler_account_id, *(part.account_id for part in self.parts), *finished}
        return frozenset(account for account in accounts if account is not None)

    def deciders(self) -> frozenset[int]:
        """The accounts that decided what is under review now."""
        return frozenset(int(key.removeprefix(DECIDED)) for key in self.counts if key.startswith(DECIDED))

    def lead(self) -> Part | None:
        """The open lead assignment."""
        return next((part for part in self.parts if part.role == "lead" and part.ended_at is None), None)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event before it has a place in the chain."""

    kind: str
    body: Mapping[str, Any]
    is_public: bool = False


@dataclass(frozen=True, slots=True)
class TallyDraft:
    """`n` more of a measure, and `total` more of what it adds up, for the key of the case it belongs to.

    `band`: the class of times that a timed measure falls into, else 0.
    """

    area_code: str
    pack: str
    category: str
    org_id: int
    channel: str
    measure: str
    band: int
    n: int
    total: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message to write into the outbox: to the reporter or subscribers, or to an audience of staff."""

    template: str
    to: Literal["reporter", "subscribers", "staff"]
    audience: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What one decision comes to: the case after it, its event and what goes with them; written whole or not at all."""

    before: CaseState | None
    after: CaseState
    event: EventDraft
    tallies: tuple[TallyDraft, ...] = ()
    messages: tuple[MessageDraft, ...] = ()
    duplicate_of: int | None = None
