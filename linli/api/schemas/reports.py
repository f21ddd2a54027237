"""Reports from the public: what comes in, the receipt, the progress that the secret opens."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from linli.api.schemas.common import Code, Key, Line, Strict, Titled, bounded


class ContactIn(Strict):
    """How to reach the reporter. Leave it out to stay anonymous. Encrypted; shown only for a stated reason."""

    name: Annotated[str, bounded(80)] = Field("", description="As the reporter wants to be called.")
    phone: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9+() -]*$")] = Field("", description="Phone.")
    email: Annotated[str, StringConstraints(max_length=200, pattern=r"^$|^[^@\s\x00]+@[^@\s\x00]+$")] = Field(
        "", description="E-mail address; receives the receipt and the progress."
    )
    language: Literal["", "zh-hans", "en"] = Field("", description="Language of messages to the reporter.")


class ReportIn(Strict):
    """A report. The place is a point (`lon` and `lat`, WGS84), or else an area's code."""

    text: Annotated[str, bounded(4_000, least=1)] = Field(description="What is the matter, in the reporter's words.")
    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)] = Field(
        "event", description="Kind of matter: a `key` of `GET /packs`."
    )
    category: Key = Field("", description="Key of a category of the pack; suggested from the text when left out.")
    lon: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False, description="Longitude, WGS84 degrees.")
    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False, description="Latitude, WGS84 degrees.")
    area_code: Code = Field("", description="Code of the area, when there is no point.")
    address: Line = Field("", description="The place in words.")
    fields: dict[Key, Any] = Field(default_factory=dict, max_length=60, description="The pack's own fields by key.")
    contact: ContactIn | None = Field(None, description="How to reach the reporter; none stays anonymous.")
    photos: list[UUID] = Field(default_factory=list, max_length=9, description="Ids that `POST /reports/photos` gave.")

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise PydanticCustomError("value_error", "{error}", {"error": str(_("Give `lon` and `lat` together."))})
        if self.lon is None and not self.area_code:
            raise PydanticCustomError(
                "value_error", "{error}", {"error": str(_("Say where: `lon` and `lat`, or `area_code`."))}
            )
        return self


class Receipt(Schema):
    """The answer to a report. Keep `secret`: it opens the report, and nobody can look it up again."""

    number: str = Field(description="Number of the case, to quote.")
    secret: str = Field(description="Opens the report at `GET /reports/{number}?secret=`; shown only here.")
    url: str = Field(description="Page that shows the progress, with the secret in it.")
    area_code: str = Field(description="Deepest area that the place lies in.")
    stage: str = Field(description="Stage that the case stands in.")
    opened_at: datetime
    promised_at: datetime | None = Field(description="When an answer is promised.")
    event_hash: str = Field(description="Proves the first entry of the case's chain, in hexadecimal.")


class PhotoReceipt(Schema):
    """A photo that waits to be named in a report. Dropped after a day if none names it."""

    id: UUID


class PublicEvent(Schema):
    """One step that the reporter may see."""

    at: datetime
    kind: str
    title: str
    stage: str
    body: dict[str, Any]
    hash: str = Field(description="Hash of this entry over the one before, in hexadecimal.")


class OwnLinkOut(Schema):
    """Another case of the same reporter: the report goes on as it, or comes out of it."""

    number: str
    secret: str = Field(description="Opens it, as the report's own secret opens the report.")
    pack: str = Field(description="Title of its kind of matter.")
    stage: str = Field(description="How it stands, in the words for reporters.")
    is_outward: bool = Field(description="Whether the other was opened out of this one.")


class ReportOut(Schema):
    """What the reporter sees of the report."""

    number: str
    pack: str
    category: Titled | None
    text: str
    stage: Titled
    outcome: str = Field(description="Empty while open.")
    is_final: bool
    area: str = Field(description="Names of the areas, from the city down.")
    address: str
    opened_at: datetime
    promised_at: datetime | None
    closed_at: datetime | None
    promise: str = Field(description="Why the answer is promised by that date, in plain words; empty if none is.")
    promise_steps: list[str] = Field(description="The same step by step.")
    promise_basis: str = Field(description="Its legal basis with article and since when; empty if none.")
    lead: str = Field(description="Organisation in charge; empty before dispatch.")
    rating: int | None
    merged_into: str
    links: list[OwnLinkOut] = Field([], description="The reporter's cases opened out of this one, and the other way.")
    events: list[PublicEvent]
    choices: list[Titled] = Field(description="What the reporter may do now.")
    last_hash: str
