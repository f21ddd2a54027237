"""Writes the demo's cases of the other kinds of matter: each a story of the city's, taken step by step at its times."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from linli.cli.demo_content import rooms
from linli.cli.demo_content.staff import DISTRICT, STREET
from linli.cli.demo_content.stage import Stage, contact_of, matters_file, photo_of, place_in, towns, who_is
from linli.people.access import PUBLIC, Actor

FIRST_SEED = 7000
"""So that no reporter of these has the name of one of the event's."""


@dataclass(frozen=True, slots=True)
class _Story:
    """One case as the city's file tells it, with its place among the others."""

    told: Mapping[str, Any]
    seed: int

    @property
    def scene(self) -> str:
        return str(self.told.get("scene", "wall"))


def make(*, stage: Stage, report: Callable[[str], None]) -> None:
    """Writes every case that the city's file tells under `cases`. Whatever the engine refuses stops it."""
    told: Sequence[Mapping[str, Any]] = tomllib.loads(matters_file())["cases"]
    rooms.direct(stage=stage)
    elsewhere = [town for town in towns() if town.startswith(DISTRICT)]
    for count, one in enumerate(told):
        town = STREET if one.get("here", True) else stage.chance.choice(elsewhere)
        _one(stage, _Story(one, FIRST_SEED + count), town)
        if count % 20 == 0:
            report(f"writing the demo's other matters ({count} of {len(told)})")


def _one(stage: Stage, story: _Story, town: str) -> None:
    number, at = _opened(stage, story, town)
    for step in story.told.get("steps", ()):
        at += timedelta(hours=step["hours"])
        if at >= stage.now:
            break
        _take(stage, story, number, step, at)
    if "room" in story.told:
        at += timedelta(hours=3)
        rooms.make(stage=stage, number=number, told=story.told["room"], at=at, seed=story.seed)


def _opened(stage: Stage, story: _Story, town: str) -> tuple[str, datetime]:
    from linli.cases.actions.opening import open_case
    from linli.cases.types import NewCase, NewContact

    told, is_grid = story.told, story.told.get("channel") == "grid"
    village, lon, lat = place_in(stage, town)
    at = _when(stage, told["days"])
    opened = open_case(
        report=NewCase(
            pack=told["pack"],
            category=told["category"],
            text=told["text"].replace("{place}", village.removesuffix("居委会").removesuffix("村委会")),
            channel=told.get("channel", "web"),
            lon=lon,
            lat=lat,
            fields=_filled(stage, told.get("fields", {}), at),
            contact=NewContact() if is_grid else contact_of(story.seed),
            photos=(_photo(story, at, is_after=False),) if "scene" in told else (),
            is_demo=True,
        ),
        by=stage.cast.actors["grid_worker"] if is_grid else PUBLIC,
        now=at,
    )
    return opened.number, at


def _when(stage: Stage, days: int) -> datetime:
    """At ten in the morning that many days back; those of today a while ago."""
    if days == 0:
        return stage.now - timedelta(minutes=stage.chance.randint(10, 90))
    return (stage.now - timedelta(days=days)).replace(hour=2, minute=stage.chance.randint(0, 59))


def _take(stage: Stage, story: _Story, number: str, step: Mapping[str, Any], at: datetime) -> None:
    from linli.cases.actions.acting import act
    from linli.cases.queries.loading import state_of

    state, _row = state_of(number=number)
    inputs = _filled(stage, step.get("inputs", {}), at)
    for when in ("before", "after"):
        if step.get("photo") in (when, "both"):
            inputs[f"photo_{when}"] = [str(_photo(story, at, is_after=when == "after"))]
    act(number=number, action=step["action"], inputs=inputs, by=_by(stage, step["who"], state), now=at)


def _by(stage: Stage, who: str, state: Any) -> Actor:
    """`other` is a second account of the organisation that leads."""
    if who != "other":
        return who_is(stage, who, state)
    lead = stage.cast.handler_of(state.lead_org_id)
    return replace(stage.cast.actors["assist"], post_id=None, org_id=lead.org_id, org_path=lead.org_path)


def _filled(stage: Stage, value: Any, at: datetime) -> Any:
    """`@430102-cg` as the organisation of that code, `@in 12` as the day that many days on."""
    if isinstance(value, Mapping):
        return {key: _filled(stage, one, at) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(stage, one, at) for one in value]
    if not isinstance(value, str) or not value.startswith("@"):
        return value
    if value.startswith("@in "):
        return (at + timedelta(days=int(value[4:]))).date().isoformat()
    return stage.cast.organisations[value[1:]][0]


def _photo(story: _Story, at: datetime, *, is_after: bool) -> Any:
    return photo_of(story.scene, is_after=is_after, seed=story.seed, now=at)
