"""Writes the demo's cases: real divisions, made-up matters, each driven through the engine at its own time."""

import random
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from linli.cli.demo_content import others
from linli.cli.demo_content.journeys import JOURNEYS, Journey, Move
from linli.cli.demo_content.staff import STREET, Cast
from linli.cli.demo_content.stage import Stage, contact_of, matters_file, photo_of, place_in, towns, who_is
from linli.people.access import PUBLIC

SEED = 4301
CONTACT_SHARE = 0.6


def make(*, cast: Cast, now: datetime, report: Callable[[str], None]) -> None:
    """Writes every case, tells the clocks that it is now, and folds the counts."""
    from linli.cases.actions.indexing import index_text
    from linli.cases.actions.sweeping import sweep
    from linli.cases.actions.tallies import fold

    matters = tomllib.loads(matters_file())["matters"]
    stage = Stage(cast=cast, now=now, matters=matters, chance=random.Random(SEED))
    places = towns()
    plan = [(journey, STREET) for journey in JOURNEYS for _case in range(journey.here)]
    for journey in JOURNEYS:
        plan += [(journey, stage.chance.choice(places)) for _case in range(journey.elsewhere)]
    first: dict[str, str] = {}
    for count, (journey, town) in enumerate(plan):
        number = _one(stage, journey, town, first, count)
        first.setdefault(town, number)
        if count % 20 == 0:
            report(f"writing the demo's cases ({count} of {len(plan)})")
    others.make(stage=stage, report=report)
    sweep(now=now, limit=10_000)
    fold()
    index_text(limit=10_000)


def _one(stage: Stage, journey: Journey, town: str, first: Mapping[str, str], seed: int) -> str:
    """One case, opened at its time and led as far as its journey goes. Answers its number."""
    from linli.cases.actions.opening import open_case
    from linli.cases.types import NewCase, NewContact

    matter = stage.matters[seed % len(stage.matters)]
    village, lon, lat = place_in(stage, town)
    opened_at = _opened(stage, journey)
    grid = journey.channel == "grid"
    photos = (photo_of(matter["scene"], is_after=False, seed=seed, now=opened_at),) if grid or seed % 3 == 0 else ()
    anonymous = grid or stage.chance.random() > CONTACT_SHARE
    opened = open_case(
        report=NewCase(
            pack="event",
            text=matter["text"].replace("{place}", village.removesuffix("居委会").removesuffix("村委会")),
            channel="grid" if grid else stage.chance.choice(("web", "web", "phone")),
            category=matter["category"],
            lon=lon,
            lat=lat,
            contact=NewContact() if anonymous else contact_of(seed),
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


def _opened(stage: Stage, journey: Journey) -> datetime:
    """Some days back, in the daytime; those of today some minutes or hours ago."""
    first, last = journey.days
    if last == 0:
        return stage.now - timedelta(minutes=stage.chance.randint(4, 100))
    day = stage.now - timedelta(days=stage.chance.randint(max(first, 1), last))
    opened = day.replace(hour=1, minute=0) + timedelta(minutes=stage.chance.randint(0, 9 * 60))
    return min(opened, stage.now - timedelta(minutes=30))


def _take(
    stage: Stage, number: str, move: Move, matter: Mapping[str, str], at: datetime, first: str, seed: int
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
        inputs["photo_after"] = [str(photo_of(matter["scene"], is_after=True, seed=seed, now=at))]
    act(number=number, action=move.action, inputs=inputs, by=who_is(stage, move.who, state), now=at)


def _filled(value: Any, matter: Mapping[str, str], at: datetime, first: str) -> Any:
    if value == "@answer":
        return matter["answer"]
    if value == "@first":
        return first
    if isinstance(value, str) and value.startswith("@in "):
        return (at + timedelta(days=int(value[4:]))).date().isoformat()
    return value


def _owners(stage: Stage, category: str, area: str, *, with_assist: bool) -> dict[str, Any]:
    """Who leads by the city's catalogue; in the demo's street its own handlers, so that they have work."""
    from linli.cases.queries.routing import owner_of

    here = stage.cast.actors
    if area.startswith(STREET):
        assists = [here["assist"].org_id] if with_assist else []
        return {"lead": here["handler"].org_id, "assists": assists}
    owner = owner_of(pack="event", category=category, area_code=area)
    return {"lead": owner.lead.id if owner else here["handler"].org_id}
