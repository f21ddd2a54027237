"""Cases as tiles: as many as the list has, nobody else's, and without words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from linli.cases.actions.acting import act
from linli.cases.queries import count, mapping
from linli.cases.types import Filters
from linli.core.errors import NotPossible
from linli.core.tiles import EXTENT, Frame
from linli.places import queries as places
from linli.places.actions.schematic import make_schematic
from tests.integration.cases.conftest import Open
from tests.mvt import Feature, decode
from tests.world import CITY, NAMED, World

ZOOMS = (0, 6, 9, 11)
WHERE = ("@grid", "@grid", "@village", "@town", "@other_grid")


@pytest.fixture
def drawn(world: World, now: datetime) -> Iterator[World]:
    make_schematic(root=CITY, by=None, now=now)
    places.forget()
    yield world
    places.forget()


def shown(who: str, world: World, zoom: int, now: datetime, **narrowed: Any) -> list[Feature]:
    """What all the tiles of the city hold at a zoom."""
    west, south, east, north = places.bounds_of(CITY) or (0, 0, 0, 0)
    steps = Frame(0, 0, 0).steps(np.array([[west, north], [east, south]]))
    (left, top), (right, bottom) = (steps * 2**zoom // EXTENT).tolist()
    centres = {places.centre_of(code) or (0, 0) for code in [CITY, *NAMED.values()]}
    found = []
    frames = {Frame(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)} if zoom < 12 else set()
    for lon, lat in centres:
        x, y = ((Frame(0, 0, 0).steps(np.array([[lon, lat]])) / EXTENT * 2**zoom)[0]).astype(int).tolist()
        frames |= {
            Frame(zoom, x + across, y + down)
            for across in range(-9, 10)
            for down in range(-9, 10)
            if 0 <= x + across < 2**zoom and 0 <= y + down < 2**zoom
        }
    for frame in frames:
        tile = mapping.case_tile(by=world.actor(who), filters=Filters(**narrowed), frame=frame, now=now)
        for layer in decode(tile).values():
            found += layer
    return found


def number_of(features: list[Feature]) -> int:
    return sum(one.properties.get("n", 1) for one in features)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_every_zoom_shows_as_many_as_the_list(drawn: World, report: Open, now: datetime, zoom: int) -> None:
    for place in WHERE:
        report(area_code=NAMED[place])
    report("占道经营", category="street_order.stall")
    every: tuple[dict[str, Any], ...] = ({}, {"category": "street_order"}, {"area": NAMED["@town"]})
    for narrowed in every:
        listed = count(by=drawn.actor("desk"), filters=Filters(**narrowed), now=now)
        assert number_of(shown("desk", drawn, zoom, now, **narrowed)) == listed


def test_from_near_each_case_is_a_point_with_its_number_alone(drawn: World, report: Open, now: datetime) -> None:
    lon, lat = places.centre_of(NAMED["@grid"]) or (0, 0)
    made = {report(lon=lon, lat=lat, area_code="").number, report(area_code=NAMED["@grid"]).number}
    found = shown("desk", drawn, 14, now)
    assert {one.properties["number"] for one in found} == made
    assert all(set(one.properties) == {"number", "is_late"} for one in found)


def test_too_many_for_points_are_counted(
    drawn: World, report: Open, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "MOST_POINTS", 1)
    for _turn in range(3):
        report(area_code=NAMED["@grid"])
    assert [one.properties for one in shown("desk", drawn, 14, now)] == [{"code": NAMED["@grid"], "n": 3}]


def test_an_organisation_sees_its_own(drawn: World, report: Open, now: datetime) -> None:
    number = report().number
    report()
    lead = drawn.organisations["lead"].pk
    act(number=number, action="dispatch", inputs={"lead": lead, "task": "x"}, by=drawn.actor("desk"), now=now)
    for zoom in (9, 14):
        assert [number_of(shown(who, drawn, zoom, now)) for who in ("lead", "other")] == [1, 0]


def test_what_took_long_is_kept_for_its_reader_alone(
    drawn: World, report: Open, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "SLOW_SECONDS", -1.0)
    monkeypatch.setattr(mapping, "_kept", {})
    report()
    assert number_of(shown("desk", drawn, 9, now)) == 1
    report()
    assert number_of(shown("desk", drawn, 9, now)) == 1
    assert number_of(shown("lead", drawn, 9, now)) == 0


@pytest.mark.parametrize("narrowed", [{"state": "all"}, {"text": "路灯"}])
def test_only_open_cases_without_a_search_are_tiled(world: World, now: datetime, narrowed: dict[str, Any]) -> None:
    with pytest.raises(NotPossible):
        mapping.case_tile(by=world.actor("desk"), filters=Filters(**narrowed), frame=Frame(0, 0, 0), now=now)
