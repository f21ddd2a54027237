"""What a pack says, as frozen dataclasses: the only form in which the engine sees a pack. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Texts = Mapping[str, str]
"""The same text by language: `{"zh": ..., "en": ...}`; both are always there."""

HolderKind = Literal["desk", "org", "verifier", "grid_worker", "reporter"]
Relation = Literal["reporter", "desk", "upper_desk", "lead", "assist", "verifier", "grid_worker", "leader", "system"]
Unit = Literal["minute", "hour", "working_hour", "day", "working_day", "week", "month", "year"]
CountFrom = Literal["moment", "next_day"]
Ends = Literal["exact", "working_day"]
Transition = Literal["opened", "running"]
"""Whom a rule of law that changed binds: cases opened since, or clocks that run on that day as well."""
Outcome = Literal["resolved", "unresolved", "refused", "merged", "withdrawn", "forwarded"]
FieldType = Literal[
    "text", "long_text", "number", "date", "datetime", "boolean", "choice", "choices",
    "organisation", "organisations", "area", "photos", "files", "case", "category", "duration", "table",
]  # fmt: skip
Effect = Literal[
    "none", "dispatch", "accept", "return", "overrule_return", "finish_assist", "remind",
    "ask_extension", "approve_extension", "refuse_extension", "ask_suspension", "approve_suspension",
    "refuse_suspension", "resume", "escalate", "hand_down", "supervise", "merge", "rate", "add", "relocate",
    "finish", "uphold_return", "recategorise", "respond_supervision", "add_assists", "open_linked", "recall",
]  # fmt: skip
"""What the engine does beside moving to another stage. A closed list: a pack names one, it never says how.

`finish` makes the actor the handler (who may not verify); `uphold_return` ends the returned assignment; `recall` those
of a dispatch that was wrong; `respond_supervision` stops the supervision clock; `add_assists` calls further
organisations in; `open_linked` opens a case of the pack that the action `opens`. What each needs to be asked stands in
`effects.ASKS`."""
Breach = Literal["tell_holder", "tell_desk", "tell_upper_desk", "escalate", "supervise"]
Urgency = Literal["urgent", "fast", "normal", "slow"]
Channel = Literal["web", "phone", "grid", "api", "import", "desk"]
Confidentiality = Literal["public", "internal", "confidential"]
Of = Literal["lead", "actor", "assist", "caller", "named"]
"""Whose organisation a count is put down to: that of the lead or of whoever takes the step, of each one that the step
calls in or whose part it ends (`assist`), of whoever called those in (`caller`), or the one that an answer names."""
Finest = Literal["village", "building", "door"]
Verification = Literal["account", "organisation"]
"""Who may not verify: the account that handled, or also whoever stands under the organisation that did."""

COLUMN_TYPES: frozenset[FieldType] = frozenset(
    {"text", "long_text", "number", "duration", "date", "datetime", "boolean", "choice"}
)
"""What a cell of a table may hold."""
FILE_TYPES: frozenset[FieldType] = frozenset({"photos", "files"})
KEPT_NEVER: frozenset[FieldType] = FILE_TYPES | {"case", "category"}
"""What never becomes a fact of the case: it has a place of its own there."""
MOST_ROWS = 200
MOST_POINTS = 1000
"""The most that one answer may add to a sum."""


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
class Continues:
    """A table that goes on from the one kept before: only rows whose `column` holds one of `values` are asked for, and
    of them only `column` and the columns in `asks`; everything else in the row stands as it was kept."""

    column: str
    values: tuple[str, ...]
    asks: tuple[str, ...] = ()

    def open(self) -> frozenset[str]:
        """The columns that may be filled in anew."""
        return frozenset({self.column, *self.asks})


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a case or an action asks for.

    `keeps` makes an action's input a fact of the case. `hides_from`: the organisations named, and all under them, never
    see the case. `columns`, `min_rows`, `max_rows` and `continues` are for tables.
    """

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
    keeps: bool = False
    hides_from: bool = False
    columns: tuple["Field", ...] = ()
    min_rows: int = 0
    max_rows: int = MOST_ROWS
    continues: Continues | None = None

    def column(self, key: str) -> "Field | None":
        """The column of a table."""
        return next((one for one in self.columns if one.key == key), None)


def _with_choices(field: Field, more: tuple[Choice, ...]) -> Field:
    """The field with options that another step offers under its key."""
    fresh = tuple(one for one in more if one not in field.choices)
    return replace(field, choices=(*field.choices, *fresh)) if fresh else field


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of matter within the pack. `key` is dotted by level: `sanitation.litter`."""

    key: str
    title: Texts
    parent: str = ""
    urgency: Urgency = "normal"
    words: tuple[str, ...] = ()
    is_public: bool = True
    confidentiality: Confidentiality | None = None


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
class Count:
    """Something that is counted once for each case: at the first of the steps that name it which meets `when`.

    `timed`: how many days it took since the case was opened is added up as well. With `of` it is counted for an
    organisation, once for each case and organisation or, with `each`, every time; `named_in` is the field naming it.
    `sums` is the field whose number, or whose `points` by answer, are added up; `in_time` tells whether the clock of
    the part that ends must not have fallen due, or must have.
    """

    key: str
    title: Texts
    when: Condition | None = None
    timed: bool = False
    of: Of | Literal[""] = ""
    named_in: str = ""
    each: bool = False
    sums: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    in_time: bool | None = None


@dataclass(frozen=True, slots=True)
class Notify:
    """Who is told of an action, with which message template."""

    to: Literal["reporter", "holder", "lead", "assists", "subscribers", "upper_desk", "handler", "released"]
    template: str


@dataclass(frozen=True, slots=True)
class Action:
    """A step that somebody may take. `to` is a stage, or `@same`, or `@previous`.

    `reviews`: gives the case out to a body, and people, that did not decide it. `clears`: facts that it takes away.
    """

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
    document_for: Literal["reporter", "staff"] = "staff"
    notifies: tuple[Notify, ...] = ()
    is_public: bool = False
    is_danger: bool = False
    opens: str = ""
    reviews: bool = False
    counts: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """How a clock may be extended: how many times, and the longest of each in `unit` (0: the clock's own length).

    `unit` "" is the clock's own. `approver` is the relation that alone may grant it ("": whoever may take the action);
    `notice` the message that tells the reporter ("": none beside what the action itself tells).
    """

    times: int
    longest: int = 0
    basis: Basis | None = None
    approver: Relation | Literal[""] = ""
    notice: str = ""
    unit: Unit | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Length:
    """A clock's length where `category` (or one above it) and `urgency` match ("" matches all); the first counts.

    `basis` is its own, where it is not the clock's.
    """

    length: int
    unit: Unit
    category: str = ""
    urgency: Urgency | Literal[""] = ""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """What the law made of a clock from a date on (`to` its last day, if it has one); what did not change is repeated.

    `transition` says which cases it binds: those opened since, or clocks that run then as well. `of_city` marks what
    the city set, not the pack.
    """

    starts_date: date
    lengths: tuple[Length, ...]
    count_from: CountFrom
    ends: Ends
    extension: Extension | None
    basis: Basis | None
    ends_date: date | None = None
    transition: Transition = "opened"
    of_city: bool = False

    def binds(self, *, opened: date, on: date) -> bool:
        """Whether it counts, on a day, for a case opened on another."""
        day = opened if self.transition == "opened" else on
        return self.starts_date <= day and (self.ends_date is None or day <= self.ends_date)


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A deadline: runs in `runs_in` stages, is paused in `pauses_in`, stops on leaving both.

    `per` says whose clock it is: the case's, or one for each assisting organisation.
    `since` names a date that the case keeps: where it is known the clock counts from that day, not from the step.
    `is_promise` marks the one that the reporter is shown. A suspension's clock has no lengths: it ends on the date
    asked for. `breach_action` is the action that the system takes when the clock falls due. With `ends` "working_day" a
    period whose last day is a day off ends on the next working day. `editions`, by date, are what the law made of it
    since; `edition_date` says of which of them this rule is, None being the rule as first written. Only cases of which
    `when` is true have it; `stopped_by` actions end it; it ends with the day `until` where the case keeps that date.
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
    on_breach: tuple[Breach, ...] = ("tell_holder",)
    extension: Extension | None = None
    basis: Basis | None = None
    breach_action: str = ""
    ends: Ends = "exact"
    editions: tuple[Edition, ...] = ()
    edition_date: date | None = None
    since: str = ""
    when: Condition | None = None
    stopped_by: frozenset[str] = frozenset()
    until: str = ""

    def in_force(self, *, opened: date, on: date) -> "ClockRule":
        """The rule as it binds, on a day, a case opened on another: the latest of its editions that does."""
        binding = [one.starts_date for one in self.editions if one.binds(opened=opened, on=on)]
        return self.edition(binding[-1] if binding else None)

    def edition(self, starts_date: date | None) -> "ClockRule":
        """The rule in its edition of that date; as first written for None, and for a date that it has no edition of."""
        one = next((one for one in self.editions if one.starts_date == starts_date), None)
        if one is None:
            return self
        return replace(
            self,
            lengths=one.lengths,
            count_from=one.count_from,
            ends=one.ends,
            extension=one.extension,
            basis=one.basis,
            edition_date=starts_date,
        )

    def length_of(self, *, category: str, urgency: str) -> Length | None:
        """The length for a case of this category and urgency; None for a clock that ends on a date asked for."""
        for one in self.lengths:
            under = one.category in {"", category} or category.startswith(one.category + ".")
            if under and one.urgency in {"", urgency}:
                return one
        return None

    def basis_of(self, *, category: str, urgency: str) -> Basis | None:
        """The legal basis of the length that such a case has: the length's own, else the clock's."""
        found = self.length_of(category=category, urgency=urgency)
        return (found.basis if found else None) or self.basis

    def bases(self) -> tuple[Basis, ...]:
        """The clock's legal basis, and those that lengths have of their own."""
        found = [one for one in (self.basis, *(one.basis for one in self.lengths)) if one is not None]
        return tuple(one for at, one in enumerate(found) if one not in found[:at])


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one kind of matter. `public_address`: the finest part of an address shown beyond the desk."""

    key: str
    version: str
    digest: str
    title: Texts
    summary: Texts
    prefix: str
    basis: tuple[Basis, ...]
    confidentiality: Confidentiality
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
    verification: Verification = "account"
    public_address: Finest = "village"
    counts: Mapping[str, Count] = field(default_factory=dict)
    folder: str = field(default="", compare=False)

    def facts(self) -> tuple[Field, ...]:
        """Everything that a case may know: what is asked when it is reported, then what actions keep."""
        kept = (one for action in self.actions.values() for one in action.asks if one.keeps)
        found: dict[str, Field] = {}
        for one in (*self.fields, *kept):
            found[one.key] = _with_choices(found.get(one.key, one), one.choices)
        return tuple(found.values())

    def counts_of_cases(self) -> Mapping[str, Count]:
        """What is counted of cases, by place."""
        return {key: one for key, one in self.counts.items() if not one.of}

    def counts_of_organisations(self) -> Mapping[str, Count]:
        """What is counted of organisations."""
        return {key: one for key, one in self.counts.items() if one.of}

    def confidentiality_of(self, category: str) -> Confidentiality:
        """That of the category, else of the pack."""
        found = self.categories.get(category)
        return (found.confidentiality if found else None) or self.confidentiality
