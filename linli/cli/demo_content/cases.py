"""Writes the demo's cases: real divisions, made-up matters, each driven through the engine at its own time."""

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import shapely

from linli.cli.demo_content.journeys import JOURNEYS, Journey, Move
from linli.cli.demo_content.pictures import picture
from linli.cli.demo_content.staff import STREET, Cast
from linli.people.access import PUBLIC, Actor

SEED = 4301
TOWNS_ELSEWHERE = 2
"""Towns of each county that have cases too."""
CONTACT_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class _Stage:
    """What every case of the demo is made from."""

    cast: Cast
    now: datetime
    matters: list[Mapping[str, str]]
    chance: random.Random


def make(*, cast: Cast, now: datetime, report: Callable[[str], None]) -> None:
    """Writes every case, tells the clocks that it is now, and folds the counts."""
    from django.conf import settings

    from linli.cases.actions.indexing import index_text
    from linli.cases.actions.sweeping import sweep
    from linli.cases.actions.tallies import fold

    matters = tomllib.loads((settings.CITY_ROOT / "demo" / "matters.toml").read_text(encoding="utf-8"))["matters"]
    stage = _Stage(cast=cast, now=now, matters=matters, chance=random.Random(SEED))
    towns = _towns()
    plan = [(journey, STREET) for journey in JOURNEYS for _case in range(journey.here)]
    for journey in JOURNEYS:
        plan += [(journey, stage.chance.choice(towns)) for _case in range(journey.elsewhere)]
    first: dict[str, str] = {}
    for count, (journey, town) in enumerate(plan):
        number = _one(stage, journey, town, first, count)
        first.setdefault(town, number)
        if count % 20 == 0:
            report(f"writing the demo's cases ({count} of {len(plan)})")
    sweep(now=now, limit=10_000)
    fold()
    index_text(limit=10_000)


def _towns() -> list[str]:
    """Some towns of every county, the demo's own street aside."""
    from linli.places import queries
    from linli.places.city import current

    found: list[str] = []
    for county in queries.areas_under(current().root, "county"):
        towns = [
            town.code for town in queries.areas_under(county.code, "town") if queries.areas_under(town.code, "grid")
        ]
        found += [town for town in towns if town != STREET][:TOWNS_ELSEWHERE]
    return found


def _one(stage: _Stage, journey: Journey, town: str, first: Mapping[str, str], seed: int) -> str:
    """One case, opened at its time and led as far as its journey goes. Answers its number."""
    from linli.cases.actions.opening import open_case
    from linli.cases.types import NewCase, NewContact

    matter = stage.matters[seed % len(stage.matters)]
    village, lon, lat = _place(stage, town)
    opened_at = _opened(stage, journey)
    grid = journey.channel == "grid"
    photos = (_photo(matter["scene"], is_after=False, seed=seed, now=opened_at),) if grid or seed % 3 == 0 else ()
    anonymous = grid or stage.chance.random() > CONTACT_SHARE
    opened = open_case(
        report=NewCase(
            pack="event",
            text=matter["text"].replace("{place}", village.removesuffix("居委会").removesuffix("村委会")),
            channel="grid" if grid else stage.chance.choice(("web", "web", "phone")),
            category=matter["category"],
            lon=lon,
            lat=lat,
            contact=NewContact() if anonymous else _contact(seed),
            photos=photos,
            is_demo=True,
        ),
        by=stage.cast.actors["grid_worker"] if grid else PUBLIC,
        now=opened_at,
    )
    at = opened_at
    for move in journey.moves:
        at += timedelta(hours=move.hours * stage.chance.uniform(0.6, 1.3))
        if at >= stage.now:
            break
        _take(stage, opened.number, move, matter, at, first.get(town, ""), seed)
    return opened.number


def _contact(seed: int) -> Any:
    from linli.cases.types import NewContact

    return NewContact(
        name=f"演示居民{seed}",
        phone=f"138000{seed:05d}",
        email=f"resident{seed}@example.org",
        language="zh-hans",
    )


def _opened(stage: _Stage, journey: Journey) -> datetime:
    """Some days back, in the daytime; those of today some minutes or hours ago."""
    first, last = journey.days
    if last == 0:
        return stage.now - timedelta(minutes=stage.chance.randint(4, 100))
    day = stage.now - timedelta(days=stage.chance.randint(max(first, 1), last))
    opened = day.replace(hour=1, minute=0) + timedelta(minutes=stage.chance.randint(0, 9 * 60))
    return min(opened, stage.now - timedelta(minutes=30))


def _place(stage: _Stage, town: str) -> tuple[str, float, float]:
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


def _photo(scene: str, *, is_after: bool, seed: int, now: datetime) -> Any:
    from linli.cases.actions.attaching import store_photo

    content = picture(scene=scene, is_after=is_after, seed=seed)
    return store_photo(content=content, name="demo.jpg", purpose="after" if is_after else "report", now=now)


def _take(
    stage: _Stage, number: str, move: Move, matter: Mapping[str, str], at: datetime, first: str, seed: int
) -> None:
    from linli.cases.actions.acting import act
    from linli.cases.queries.loading import state_of

    state, _row = state_of(number=number)
    if move.action == "merge" and (not first or first == number):
        return
    inputs = {key: _filled(value, matter, at, first) for key, value in move.inputs.items() if key != "assists"}
    if move.action == "dispatch":
        inputs |= _owners(stage, state.category, state.area_code, with_assist="assists" in move.inputs)
    if move.photo:
        inputs["photo_after"] = [str(_photo(matter["scene"], is_after=True, seed=seed, now=at))]
    act(number=number, action=move.action, inputs=inputs, by=_who(stage, move.who, state), now=at)


def _filled(value: Any, matter: Mapping[str, str], at: datetime, first: str) -> Any:
    if value == "@answer":
        return matter["answer"]
    if value == "@first":
        return first
    if isinstance(value, str) and value.startswith("@in "):
        return (at + timedelta(days=int(value[4:]))).date().isoformat()
    return value


def _owners(stage: _Stage, category: str, area: str, *, with_assist: bool) -> dict[str, Any]:
    """Who leads by the city's catalogue; in the demo's street its own handlers, so that they have work."""
    from linli.cases.queries.routing import owner_of

    here = stage.cast.actors
    if area.startswith(STREET):
        assists = [here["assist"].org_id] if with_assist else []
        return {"lead": here["handler"].org_id, "assists": assists}
    owner = owner_of(pack="event", category=category, area_code=area)
    return {"lead": owner.lead.id if owner else here["handler"].org_id}


def _who(stage: _Stage, who: str, state: Any) -> Actor:
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
        from dataclasses import replace

        return replace(cast.actors["grid_worker"], area_code=state.area_code)
    return cast.actors[{"upper": "upper_desk"}.get(who, who)]
