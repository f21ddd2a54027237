"""Kinds of matter: what may be reported and what becomes of it."""

from ninja import Schema
from pydantic import Field

from linli.api.schemas.cases import FieldOut


class PackOut(Schema):
    """A kind of matter."""

    key: str
    version: str
    title: str
    summary: str


class PackList(Schema):
    """The kinds of matter that the city takes."""

    items: list[PackOut]


class CategoryOut(Schema):
    """A category. Keys are dotted from the top down."""

    key: str
    title: str
    parent: str
    urgency: str


class StageOut(Schema):
    """A stage, what the reporter reads in it, and who has the ball."""

    key: str
    title: str
    public: str
    holder: str
    outcome: str = Field(description="Empty for stages that are not final.")


class PackAction(Schema):
    """A step of the process."""

    key: str
    title: str
    from_stages: list[str]
    to: str = Field(description="A stage; `@same` or `@previous`.")
    by: list[str]
    fields: list[FieldOut]


class LengthOut(Schema):
    """How long, for which category and urgency; empty matches all, the first match counts."""

    length: int
    unit: str
    category: str
    urgency: str
    basis: str = Field(description="The legal basis of this length; the clock's where it has none of its own.")


class ClockRuleOut(Schema):
    """A deadline of the process, with its legal basis."""

    key: str
    title: str
    runs_in: list[str]
    pauses_in: list[str]
    lengths: list[LengthOut]
    is_promise: bool
    basis: str


class PackDetail(Schema):
    """A kind of matter in full."""

    key: str
    version: str
    digest: str
    title: str
    summary: str
    categories: list[CategoryOut]
    fields: list[FieldOut]
    stages: list[StageOut]
    actions: list[PackAction]
    clocks: list[ClockRuleOut]
