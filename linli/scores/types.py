"""What of the promises ledger leaves the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from linli.scores.rules.progress import Aim, Reached, State, Step


@dataclass(frozen=True, slots=True)
class NewBook:
    """A book to be made."""

    kind: str
    title: str
    title_en: str
    area: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class NewTarget:
    """A target to be written, or what one shall be. See `models.Target` for what goes together."""

    title: str
    promise: str
    area: str
    owner_id: int
    measured: str
    starts: date
    due: date
    title_en: str = ""
    pack: str = ""
    measure: str = ""
    over: str = ""
    is_own: bool = False
    direction: str = ""
    goal: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """What an owner reports, with its evidence: a note, a link or a file. `value` for a number by hand."""

    on: date
    note: str = ""
    link: str = ""
    value: Decimal | None = None
    content: bytes = b""
    name: str = ""


@dataclass(frozen=True, slots=True)
class BookView:
    """A book."""

    id: int
    kind: str
    title: str
    title_en: str
    area: str
    issuer: str
    issuer_en: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report and what was decided on it. `reporter` and `decider` are the names of who wrote."""

    id: int
    milestone_id: int | None
    value: Decimal | None
    on: date
    note: str
    link: str
    file_name: str
    state: str
    reporter_id: int
    reporter: str
    reported_at: datetime
    decider: str
    decided_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class MilestoneView:
    """A milestone with its reports, newest first."""

    id: int
    title: str
    title_en: str
    due: date
    done: date | None
    reports: tuple[ReportView, ...] = ()

    @property
    def waiting(self) -> ReportView | None:
        """The report that nobody has decided on yet."""
        return next((one for one in self.reports if one.state == "waiting"), None)

    def step(self) -> Step:
        """As the rules see it."""
        return Step(self.due, self.done)


@dataclass(frozen=True, slots=True)
class TargetView:
    """A target and how it stands today."""

    id: int
    book: BookView
    place: int
    title: str
    title_en: str
    promise: str
    area: str
    owner_id: int
    owner: str
    owner_en: str
    owner_path: str
    measured: str
    pack: str
    measure: str
    over: str
    is_own: bool
    direction: str
    goal: Decimal | None
    unit: str
    starts: date
    due: date
    is_dropped: bool
    milestones: tuple[MilestoneView, ...]
    numbers: tuple[ReportView, ...]
    reached: Reached
    share: float | None
    state: State

    def aim(self) -> Aim:
        """As the rules see it."""
        return aim_of(self.measured, self.starts, self.due, self.direction, self.goal)

    def late(self, today: date) -> int:
        """How many milestones are late."""
        return sum(one.done is None and one.due < today for one in self.milestones)


@dataclass(frozen=True, slots=True)
class EntryView:
    """A line of the target's history."""

    kind: str
    words: str
    body: Mapping[str, Any]
    who: str
    at: datetime


def aim_of(measured: str, starts: date, due: date, direction: str, goal: Decimal | None) -> Aim:
    """What the rules need of a target."""
    return Aim(measured, starts, due, direction, float(goal or 0))
