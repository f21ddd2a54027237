"""Shapes that several endpoints share."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from linli.core.errors import Invalid

NO_NUL = r"^[^\x00]*$"


def bounded(most: int, least: int = 0) -> Any:
    """Text that PostgreSQL can keep: no NUL, bounded."""
    return StringConstraints(min_length=least, max_length=most, pattern=NO_NUL, strip_whitespace=False)


Line = Annotated[str, bounded(300)]
Key = Annotated[str, bounded(80)]
Code = Annotated[str, StringConstraints(max_length=24, pattern=r"^[0-9A-Za-z-]*$")]


class Strict(BaseModel):
    """What comes in: an unknown field is a fault, not a silence."""

    model_config = ConfigDict(extra="forbid")


def refuse_unknown(request: HttpRequest, *, known: type[BaseModel]) -> None:
    """A parameter that nobody reads is a fault too. Raises `Invalid`."""
    unknown = [name for name in request.GET if name not in known.model_fields]
    if unknown:
        faults = {name: _("There is no such parameter.") for name in unknown}
        raise Invalid(_("Some parameters are unknown. Leave them out."), fields=faults)


class FieldError(Schema):
    """One faulty field."""

    field: str = Field(description="Dotted path of the field, or the name of the parameter.")
    message: str = Field(description="What is wrong and how to mend it, in the reader's language.")


class Problem(Schema):
    """What went wrong, as RFC 9457 problem details."""

    type: str = Field(description="Address that names the kind of problem; stable, made for programs.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The HTTP status again.", ge=400, le=599)
    detail: str = Field(description="What went wrong this time and what to do next, in the reader's language.")
    instance: str = Field(description="Path of the request.")
    errors: list[FieldError] | None = Field(None, description="Each faulty field, where fields are at fault.")


class Titled(Schema):
    """A key for programs and its title in the reader's language."""

    key: str
    title: str
