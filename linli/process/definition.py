"""What a pack says, as frozen dataclasses: the only form in which the engine sees a pack. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Texts = Mapping[str, str]
"""The same text by language: `{"zh": ..., "en": ...}`; both are always there."""

HolderKind = Literal["desk", "org", "verifier", "grid_worker", "reporter"]
Relation = Literal["reporter", "desk", "upper_desk", "lead", "assist", "verifier", "grid_worker", "leader", "system"]
Unit = Literal["minute", "hour", "working_hour", "day", "working_day", "week", "month", "year"]
CountFrom = Literal["moment", "next_day"]
Outcome = Literal["resolved", "unresolved", "refused", "merged", "withdrawn", "forwarded"]
FieldType = Literal[
    "text", "long_text", "number", "date", "datetime", "boolean", "choice", "choices",
    "organisation", "organisations", "area", "photos", "files", "case", "category", "duration",
]  # fmt: skip
Effect = Literal[
    "none", "dispatch", "accept", "return", "overrule_return", "finish_assist", "remind",
    "ask_extension", "approve_extension", "refuse_extension", "ask_suspension", "approve_suspension",
    "refuse_suspension", "resume", "escalate", "hand_down", "supervise", "merge", "rate", "add", "relocate",
]  # fmt: skip
"""What the engine does beside moving to another stage. A closed list: a pack names one, it never says how."""


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis and when it holds. `article` as written in the source."""

    text: Texts
    article: str = ""
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the named field's value is one of `values` (of the action's own inputs or the case's fields)."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    key: str
    title: Texts


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a case or an action asks for."""

    key: str
    type: FieldType
    label: Texts
    purpose: Texts
    help: Texts | None = None
    required: bool = False
    required_when: Condition | None = None
    shown_when: Condition | None = None
    sensitivity: Literal["none", "personal", "sensitive"] = "none"
    seen_by: frozenset[Relation] = frozenset()
    choices: tuple[Choice, ...] = ()
    max_length: int = 2000
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of matter within the pack. `key` is dotted by level: `sanitation.litter`."""

    key: str
    title: Texts
    parent: str = ""
    urgency: str = "normal"
    words: tuple[str, ...] = ()
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a case stands. `public` is what the reporter reads."""

    key: str
    title: Texts
    public: Texts
    holder: HolderKind
    outcome: Outcome | None = None
    is_suspended: bool = False

    @property
    def is_final(self) -> bool:
        return self.outcome is not None


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told of an action, with which message template."""

    to: Literal["reporter", "holder", "lead", "assists", "subscribers", "upper_desk", "handler"]
    template: str


@dataclass(frozen=True, slots=True)
class Action:
    """A step that somebody may take. `to` is a stage, or `@same`, or `@previous`."""

    key: str
    title: Texts
    from_stages: frozenset[str]
    to: str
    by: frozenset[Relation]
    effect: Effect = "none"
    holder_only: bool = True
    asks: tuple[Field, ...] = ()
    requires: tuple[Literal["photo_before", "photo_after", "note"], ...] = ()
    guards: tuple[str, ...] = ()
    limit: int | None = None
    limit_per: Literal["case", "assignment"] = "case"
    within_days: int | None = None
    document: str = ""
    notifies: tuple[Notify, ...] = ()
    is_public: bool = False
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Extension:
    """How a clock may be extended: how many times, and the longest length of each in the clock's unit."""

    times: int
    longest: int
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """A clock's length where `category` and `urgency` match ("" matches all); the first match counts."""

    length: int
    unit: Unit
    category: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A deadline: runs in `runs_in` stages, is paused in `pauses_in`, stops on leaving both.

    `per` says whose clock it is: the case's, or one for each assisting organisation.
    `is_promise` marks the one that the reporter is shown.
    """

    key: str
    title: Texts
    runs_in: frozenset[str]
    lengths: tuple[Length, ...]
    pauses_in: frozenset[str] = frozenset()
    calendar: str = "default"
    count_from: CountFrom = "moment"
    warn_percent: int = 80
    per: Literal["case", "assist", "suspension", "supervision"] = "case"
    is_promise: bool = False
    on_breach: tuple[Literal["tell_holder", "tell_desk", "tell_upper_desk", "escalate", "supervise"], ...] = ("tell_holder",)
    extension: Extension | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one kind of matter."""

    key: str
    version: str
    digest: str
    title: Texts
    summary: Texts
    prefix: str
    basis: tuple[Basis, ...]
    confidentiality: Literal["public", "internal", "confidential"]
    retention_months: int
    desk_level: str
    first_stage: str
    channels: frozenset[str]
    categories: Mapping[str, Category]
    fields: tuple[Field, ...]
    stages: Mapping[str, Stage]
    actions: Mapping[str, Action]
    clocks: Mapping[str, ClockRule]
    reopen_days: int = 30
    folder: str = field(default="", compare=False)
