"""What crosses the border of `mediation` about agreements: drafts, duties, signatures. Frozen; no rows, no HTTP."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Duty:
    """What one side has to pay or do by a day, before it is kept. `is_done`: done on the spot."""

    kind: str
    by_side: str
    to_side: str
    what: str
    due_date: date
    amount: Decimal | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement as its mediator writes it: what Article 29 asks for. `total` is what the payments must add up to."""

    facts: str = ""
    issues: str = ""
    responsibility: str = ""
    terms: str = ""
    manner: str = ""
    duties: tuple[Duty, ...] = ()
    total: Decimal | None = None
    template: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class DutyView:
    """A duty of a kept version, with what became of it. `is_told`: a participant says it is done."""

    id: int
    place: int
    kind: str
    by_side: str
    to_side: str
    what: str
    amount: Decimal | None
    due_date: date
    state: str
    performed_date: date | None
    proof: UUID | None
    breached_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still has to be performed."""
        return self.state == "due"


@dataclass(frozen=True, slots=True)
class SignatureView:
    """Who consented to a version, how and when."""

    participant: UUID
    how: str
    sha256: str
    signed_at: datetime
    image: UUID | None


@dataclass(frozen=True, slots=True)
class TextView:
    """A version. `sha256` and `attachment` are there once it is out for signing."""

    id: UUID
    version: int
    facts: str
    issues: str
    responsibility: str
    terms: str
    manner: str
    written_at: datetime
    fixed_at: datetime | None
    sha256: str
    attachment: UUID | None
    account: int
    duties: tuple[DutyView, ...]
    signatures: tuple[SignatureView, ...]

    @property
    def total(self) -> Decimal:
        """All payments together."""
        return sum((one.amount or Decimal(0) for one in self.duties if one.kind == "pay"), Decimal(0))


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement with its latest version; once it is out for signing, that is the one that is signed."""

    id: UUID
    place: int
    form: str
    state: str
    is_partial: bool
    template: str
    number: str
    effective_date: date | None
    void_reason: str
    text: TextView
    versions: int


@dataclass(frozen=True, slots=True)
class Window:
    """The thirty days for asking a court: until the end of `last_date`."""

    last_date: date
    days_left: int
    is_open: bool
