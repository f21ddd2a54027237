"""The shape of pack.toml, element by element, as closed pydantic models. What they say together: `rules`."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from linli.process import definition as d

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Positive = Annotated[int, Field(gt=0)]
Target = Annotated[str, StringConstraints(pattern=r"^(@same|@previous|[a-z][a-z0-9_]*)$")]


class Closed(BaseModel):
    """A table with no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Text(Closed):
    zh: Words
    en: Words


class Basis(Closed):
    text: Text
    article: str = ""
    effective_from: date | None = None
    effective_to: date | None = None


class Condition(Closed):
    field: Key
    values: Annotated[list[str], Field(min_length=1)]


class Continues(Closed):
    column: Key
    values: Annotated[list[str], Field(min_length=1)]
    asks: list[Key] = []


class Column(Closed):
    """A column of a table: one scalar a row."""

    type: d.FieldType
    label: Text
    purpose: Text
    help: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    sensitivity: Literal["none", "personal", "sensitive"] = "none"
    seen_by: list[d.Relation] = []
    choices: dict[Key, Text] = {}
    max_length: Positive = 500
    minimum: int | None = None
    maximum: int | None = None


class Ask(Closed):
    """A field; `use` takes one of `[asks]` and changes what else is given."""

    type: d.FieldType
    label: Text
    purpose: Text
    help: Text | None = None
    required: bool = False
    required_when: Condition | None = None
    shown_when: Condition | None = None
    sensitivity: Literal["none", "personal", "sensitive"] = "none"
    seen_by: list[d.Relation] = []
    choices: dict[Key, Text] = {}
    max_length: Positive = 2000
    minimum: int | None = None
    maximum: int | None = None
    keeps: bool = False
    hides_from: bool = False
    columns: dict[Key, Column] = {}
    min_rows: Annotated[int, Field(ge=0, le=d.MOST_ROWS)] = 0
    max_rows: Annotated[int, Field(ge=1, le=d.MOST_ROWS)] = d.MOST_ROWS
    continues: Continues | None = None


class Leaf(Closed):
    zh: Words
    en: Words
    words: list[Words] = []
    urgency: d.Urgency | None = None
    is_public: bool | None = None
    confidentiality: d.Confidentiality | None = None


class Group(Closed):
    title: Text
    words: list[Words] = []
    urgency: d.Urgency = "normal"
    is_public: bool = True
    confidentiality: d.Confidentiality | None = None
    leaves: dict[Key, Leaf] = {}


class Stage(Closed):
    title: Text
    public: Text
    holder: d.HolderKind
    outcome: d.Outcome | None = None
    is_suspended: bool = False


class Count(Closed):
    title: Text
    when: Condition | None = None
    timed: bool = False
    of: d.Of | Literal[""] = ""
    named_in: Key | Literal[""] = ""
    each: bool = False
    sums: Key | Literal[""] = ""
    points: dict[Key, Annotated[int, Field(ge=0, le=d.MOST_POINTS)]] = {}
    in_time: bool | None = None


class Notify(Closed):
    to: Literal["reporter", "holder", "lead", "assists", "subscribers", "upper_desk", "handler", "released"]
    template: Key


class Action(Closed):
    title: Text
    from_stages: Annotated[list[str], Field(alias="from", min_length=1)]
    to: Target
    by: Annotated[list[d.Relation], Field(min_length=1)]
    effect: d.Effect = "none"
    holder_only: bool = True
    asks: list[str | dict[str, Any]] = []
    requires: list[Literal["photo_before", "photo_after", "note"]] = []
    guards: list[Key] = []
    limit: Positive | None = None
    limit_per: Literal["case", "assignment"] = "case"
    within_days: Positive | None = None
    document: Key | Literal[""] = ""
    document_for: Literal["reporter", "staff"] = "staff"
    notifies: list[Notify] = []
    is_public: bool = False
    is_danger: bool = False
    opens: Key | Literal[""] = ""
    reviews: bool = False
    counts: list[Key] = []
    clears: list[Key] = []


class Extension(Closed):
    times: Positive
    longest: Annotated[int, Field(ge=0)] = 0
    unit: d.Unit | Literal[""] = ""
    basis: Basis | None = None
    approver: d.Relation | None = None
    notice: Key | None = None


class Length(Closed):
    length: Positive
    unit: d.Unit
    category: str = ""
    urgency: d.Urgency | Literal[""] = ""
    basis: Basis | None = None


class Edition(Closed):
    """What is not given stays as the clock has it."""

    starts_date: Annotated[date, Field(alias="from")]
    ends_date: Annotated[date | None, Field(alias="to")] = None
    transition: d.Transition = "opened"
    lengths: list[Length] | None = None
    count_from: d.CountFrom | None = None
    ends: d.Ends | None = None
    extension: Extension | None = None
    basis: Basis


class Clock(Closed):
    title: Text
    runs_in: Annotated[list[str], Field(min_length=1)]
    lengths: list[Length] = []
    pauses_in: list[str] = []
    calendar: str = "default"
    count_from: d.CountFrom = "moment"
    warn_percent: Annotated[int, Field(ge=1, le=100)] = 80
    per: Literal["case", "assist", "suspension", "supervision"] = "case"
    is_promise: bool = False
    on_breach: list[Literal["tell_holder", "tell_desk", "tell_upper_desk", "escalate", "supervise"]] = ["tell_holder"]
    breach_action: str = ""
    extension: Extension | None = None
    basis: Basis | None = None
    ends: d.Ends = "exact"
    since: Key | Literal[""] = ""
    when: Condition | None = None
    stopped_by: list[Key] = []
    until: Key | Literal[""] = ""
    edition: list[Edition] = []


class Head(Closed):
    """Everything of a pack but its elements, which are read one by one so that every fault is found at once."""

    key: Key
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$")]
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
    title: Text
    summary: Text
    basis: list[Basis] = []
    confidentiality: d.Confidentiality
    retention_months: Positive
    desk_level: Key
    first_stage: str
    channels: Annotated[list[d.Channel], Field(min_length=1)]
    reopen_days: Positive = 30
    verification: d.Verification = "account"
    public_address: d.Finest = "village"
    asks: dict[Key, Any] = {}
    fields: dict[Key, Any] = {}
    categories: dict[Key, Any] = {}
    stages: Annotated[dict[Key, Any], Field(min_length=1)]
    actions: Annotated[dict[Key, Any], Field(min_length=1)]
    clocks: dict[Key, Any] = {}
    counts: dict[Key, Any] = {}
