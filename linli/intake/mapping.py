"""The mapping file of an import: which column means what. Closed and checked whole before a row is read.

```toml
source = "boston311"            # with the external number, what makes a case the same one
pack = "event"
time_zone = "America/New_York"  # of moments that name none
formats = ["%Y-%m-%d %H:%M:%S"] # tried in order; ISO 8601 is always understood

[columns]                       # field = column; title and text may join several
external_number = "case_enquiry_id"
title = ["reason", "type"]
opened_at = "open_dt"

[values.category]               # value of the column = category; "*" stands for every other value
"Street Lights" = "utility.streetlight"
"*" = "other.unsorted"

[place]
by = ["point", "text"]          # tried in order: point, code, name, text
default = "2502507000"          # where nothing is found; without it such a row is a fault
[place.aliases]                 # further names of areas that the texts use
"A3区" = "430104"

[closing]
column = "closed_dt"            # a case with a value here is closed
stage = "closed"
```
"""

import hashlib
import tomllib
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from linli.cases.queries.packs import installed
from linli.intake.errors import MappingInvalid
from linli.places import queries as places
from linli.process.definition import Pack

Columns = str | list[str]
Way = Literal["point", "code", "name", "text"]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FieldColumns(_Closed):
    """Which columns the fields of a case come from."""

    external_number: str
    opened_at: str
    text: Columns = Field(default_factory=list)
    title: Columns = Field(default_factory=list)
    due_at: str = ""
    category: str = ""
    organisation: str = ""
    address: str = ""
    lon: str = ""
    lat: str = ""
    area_code: str = ""
    area_name: str = ""
    result: str = ""
    urgency: str = ""


class Values(_Closed):
    """Values of a column and what they stand for."""

    category: dict[str, str] = Field(default_factory=dict)
    organisation: dict[str, str] = Field(default_factory=dict)
    urgency: dict[str, str] = Field(default_factory=dict)
    area: dict[str, str] = Field(default_factory=dict)


class Place(_Closed):
    """How a place is found."""

    by: tuple[Way, ...] = ("point", "code", "name", "text")
    default: str = ""
    aliases: dict[str, str] = Field(default_factory=dict)


class Closing(_Closed):
    """Which cases are closed, and as what."""

    column: str = ""
    stage: str = "closed"
    column_value: str = ""
    stages: dict[str, str] = Field(default_factory=dict)


class Opening(_Closed):
    """Where open cases stand."""

    stage: str = ""
    with_organisation: str = "dispatched"
    deadline: Literal["column", "pack", "column_or_pack"] = "column_or_pack"


class Mapping(_Closed):
    """A mapping file."""

    source: str = Field(min_length=1, max_length=40)
    pack: str = "event"
    time_zone: str
    formats: list[str] = Field(default_factory=lambda: ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M"])
    mask_numbers: bool = True
    columns: FieldColumns
    values: Values = Field(default_factory=Values)
    place: Place = Field(default_factory=Place)
    opening: Opening = Field(default_factory=Opening)
    closing: Closing = Field(default_factory=Closing)

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError(f"{value!r} is no time zone: write one such as Asia/Shanghai")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of moments that name none."""
        return ZoneInfo(self.time_zone)

    def columns_used(self) -> set[str]:
        """Every column that the mapping reads."""
        named: set[str] = set()
        for value in self.columns.model_dump().values():
            named |= set(value if isinstance(value, list) else [value])
        return (named | {self.closing.column, self.closing.column_value}) - {""}


def read_mapping(*, content: bytes) -> tuple[Mapping, str]:
    """The mapping and its digest. Raises MappingInvalid with every fault."""
    try:
        found = Mapping.model_validate(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingInvalid(_("The mapping is not TOML: %(reason)s") % {"reason": error}) from error
    except ValidationError as error:
        faults = {".".join(map(str, fault["loc"])): str(fault["msg"]) for fault in error.errors()}
        raise MappingInvalid(_("The mapping cannot be used."), fields=faults) from error
    return found, hashlib.sha256(content).hexdigest()


def check_mapping(*, mapping: Mapping, header: tuple[str, ...], organisations: set[str]) -> Pack:
    """The pack, when the mapping fits the file, the pack, the areas and the organisations. Raises MappingInvalid."""
    packs = {pack.key: pack for pack in installed().current()}
    pack = packs.get(mapping.pack)
    if pack is None:
        raise MappingInvalid(_("There is no pack “%(key)s”.") % {"key": mapping.pack})
    stages = {mapping.opening.stage, mapping.opening.with_organisation}
    stages |= {mapping.closing.stage, *mapping.closing.stages.values()}
    codes = {*mapping.place.aliases.values(), mapping.place.default, *mapping.values.area.values()}
    strangers = {
        _("The file has no column “%(name)s”."): mapping.columns_used() - set(header),
        _("The pack has no category “%(name)s”."): set(mapping.values.category.values()) - set(pack.categories),
        _("The pack has no stage “%(name)s”."): stages - set(pack.stages),
        _("There is no area “%(name)s”."): {code for code in codes if code and not places.exists(code)},
        _("There is no organisation “%(name)s”."): set(mapping.values.organisation.values()) - organisations,
    }
    faults = {name: words % {"name": name} for words, names in strangers.items() for name in sorted(names - {""})}
    if faults:
        raise MappingInvalid(_("The mapping does not fit."), fields=faults)
    return pack
