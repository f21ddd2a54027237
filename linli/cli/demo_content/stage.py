"""What every case of the demo is made from: who plays, what time it is, where it lies, what a photo shows."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import shapely

from linli.cli.demo_content.pictures import picture
from linli.cli.demo_content.staff import STREET, Cast
from linli.people.access import Actor

TOWNS_ELSEWHERE = 2
"""Towns of each county that have cases too."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Who plays, when, and what the events are about."""

    cast: Cast
    now: datetime
    matters: list[Mapping[str, str]]
    chance: random.Random


def matters_file() -> str:
    """The city's made-up matters, as they are written."""
    from django.conf import settings

    return (settings.CITY_ROOT / "demo" / "matters.toml").read_text(encoding="utf-8")


def towns() -> list[str]:
    """Some towns of every county, the demo's own street aside."""
    from linli.places import queries
    from linli.places.city import current

    found: list[str] = []
    for county in queries.areas_under(current().root, "county"):
        drawn = [
            town.code for town in queries.areas_under(county.code, "town") if queries.areas_under(town.code, "grid")
        ]
        found += [town for town in drawn if town != STREET][:TOWNS_ELSEWHERE]
    return found


def contact_of(seed: int) -> Any:
    """Somebody whose name says that they are the demo's."""
    from linli.cases.types import NewContact

    return NewContact(
        name=f"演示居民{seed}",
        phone=f"138000{seed:05d}",
        email=f"resident{seed}@example.org",
        language="zh-hans",
    )


def place_in(stage: Stage, town: str) -> tuple[str, float, float]:
    """A point inside one of the town's grids, and the name of its village."""
    from linli.places import queries

    grid = stage.chance.choice(queries.areas_under(town, "grid"))
    shape = queries.boundary_of(grid.code)
    assert shape is not None
    west, south, east, north = (float(edge) for edge in shapely.bounds(shape))
    for _try in range(40):
        lon, lat = stage.chance.uniform(west, east), stage.chance.uniform(south, north)
        if queries.locate(lon=lon, lat=lat).area_code == grid.code:
            break
    return queries.name_of(grid.code[:12]), lon, lat


def photo_of(scene: str, *, is_after: bool, seed: int, now: datetime) -> Any:
    """The id of a drawn stand-in for a photo."""
    from linli.cases.actions.attaching import store_photo

    content = picture(scene=scene, is_after=is_after, seed=seed)
    return store_photo(content=content, name="demo.jpg", purpose="after" if is_after else "report", now=now)


def who_is(stage: Stage, who: str, state: Any) -> Actor:
    """Who takes a step of this case: the desk that keeps it, its lead's handler, a verifier of the town, or a role."""
    cast = stage.cast
    if who == "desk":
        return cast.desk_at(state.holder_area)
    if who == "verifier":
        return cast.verifier_at(state.area_code[:9])
    if who == "lead":
        return cast.handler_of(state.lead_org_id)
    if who == "reporter":
        return Actor(kind="reporter", case_number=state.number)
    if who == "grid":
        return replace(cast.actors["grid_worker"], area_code=state.area_code)
    return cast.actors[{"upper": "upper_desk"}.get(who, who)]
