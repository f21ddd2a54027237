"""How a mediation stands, as other systems read it."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from linli.api.schemas.common import Titled


class MediatorOut(Schema):
    """Who mediates: post and body, never a name."""

    title: str
    organisation: str


class ReachedOut(Schema):
    """An agreement in effect."""

    number: str = Field(description="Empty for an oral agreement without one.")
    form: Literal["written", "oral"]
    is_partial: bool
    effective_date: date | None


class PerformanceOut(Schema):
    """How far what was agreed is performed."""

    state: Literal["none", "due", "late", "performed"]
    duties: int
    performed: int = Field(description="Duties that were performed, in time or late.")
    late: int = Field(description="Duties past their day and still open.")
    next_due_date: date | None


class MediationOut(Schema):
    """How a mediation stands, without anything about the parties."""

    number: str
    stage: Titled
    is_open: bool
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    mediators: list[MediatorOut]
    sessions: int = Field(description="Sessions held with all sides.")
    agreements: list[ReachedOut]
    performance: PerformanceOut


class ReplyOut(Schema):
    """An answer that the referrer was given."""

    at: datetime
    result: Titled
    words: str = Field(description="The result and the gist: no statements, concessions or names.")


class ReferralOut(Schema):
    """What came of what was referred: outcome, dates and answers, nothing of the talks."""

    number: str
    own_number: str = Field(description="The referrer's own number, empty where none was given.")
    due_date: date | None = Field(description="Wanted back by, as the referrer gave it.")
    is_open: bool
    outcome: str = Field(description="Empty while it is open.")
    opened_at: datetime
    closed_at: datetime | None
    replies: list[ReplyOut]
