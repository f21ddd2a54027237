"""Areas, and the area of a point."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from linli.api.schemas.common import Code, Strict, bounded


class AreaOut(Schema):
    """An area: a division or a grid."""

    code: str
    name: str
    level: str = Field(description="province, city, county, town, village or grid, as the city declares.")
    parent: str = Field(description="Code of the area above; empty at the root.")


class AreaDetail(Schema):
    """An area with the way down to it and what lies below."""

    code: str
    name: str
    level: str
    parent: str
    path: list[AreaOut] = Field(description="From the top down to this area.")
    children: list[AreaOut]


class AreaQuery(Strict):
    """Which areas."""

    under: Code = Field("", description="Only areas below this code; the city's root when left out.")
    level: Annotated[str, bounded(16)] = Field("", description="Only areas of this level; direct children otherwise.")
    text: Annotated[str, bounded(80)] = Field("", description="Only areas whose name holds this.")
    after: Code = Field("", description="Only areas whose code comes after this one: the last code of the page before.")
    limit: int = Field(200, ge=1, le=1_000, description="Rows a page.")


class AreaList(Schema):
    """Areas in the order of their codes."""

    items: list[AreaOut]
    next_after: str = Field(description="Send it as `after` for the next page; empty at the end.")


class PointQuery(Strict):
    """A point in WGS84 degrees."""

    lon: float = Field(ge=-180, le=180, allow_inf_nan=False, description="Longitude, WGS84 degrees.")
    lat: float = Field(ge=-90, le=90, allow_inf_nan=False, description="Latitude, WGS84 degrees.")


class LocatedOut(Schema):
    """The deepest area of a point, and all above it."""

    area_code: str = Field(description="Empty when the point lies outside.")
    ancestors: list[AreaOut] = Field(description="From the top down, the area itself last.")
    how: Literal["inside", "nearest", "outside"]
    distance_m: float = Field(description="Metres to the area when it is only the nearest one.")
    is_schematic: bool = Field(description="The boundary was drawn by Linli, not surveyed.")
