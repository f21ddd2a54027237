"""Objection, review and re-review are stages and clocks like any other: a small pack walks through them by law."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from config.paths import ROOT
from linli.cases.actions.following import follow_rules, order_rule
from linli.cases.models import Case, Clock, Event, Recount
from linli.cases.queries.details import detail
from linli.cases.queries.moving import rule_moves
from linli.cases.queries.packs import pack_of
from linli.cases.queries.verifying import verify
from linli.core.calendars.actions import import_table
from linli.process import registry
from linli.process.check import read
from linli.process.scenarios import Scenario, load
from tests import world as worlds
from tests.packs.test_scenarios import ZONE, walk
from tests.world import World

FOLDER = Path(__file__).parent / "rungs"
PACK = read(FOLDER / "pack.toml", folder=FOLDER).pack
assert PACK is not None
WALKS = load(PACK)


@pytest.fixture(autouse=True)
def rungs() -> Iterator[None]:
    registry.use(roots=[FOLDER.parent])
    yield
    registry.use(roots=[])


@pytest.fixture
def world(db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> World:
    built = worlds.build()
    calendar = ROOT / "cities" / "changsha" / "calendar.toml"
    with django_capture_on_commit_callbacks(execute=True):
        import_table(content=calendar.read_bytes(), name=calendar.name)
    return built


@pytest.mark.parametrize("scenario", WALKS, ids=[scenario.title["en"] for scenario in WALKS])
def test_it_walks(world: World, scenario: Scenario) -> None:
    walk(world, pack_of(key="rungs"), scenario)


def test_a_law_for_running_clocks_is_tried_dry_then_followed(world: World) -> None:
    scenario = Scenario(WALKS[0].title, WALKS[0].steps[:12])
    walk(world, pack_of(key="rungs"), scenario)
    case = Case.objects.get(number=world.numbers["first"])
    before = datetime(2026, 6, 30, 12, tzinfo=ZONE)
    since = datetime(2026, 7, 1, 0, 1, tzinfo=ZONE)
    assert list(rule_moves(pack=pack_of(key="rungs"), clock="review", now=before)) == []

    (move,) = rule_moves(pack=pack_of(key="rungs"), clock="review", now=since)
    assert (move.number, move.due_at.astimezone(ZONE)) == (case.number, datetime(2026, 8, 13, tzinfo=ZONE))
    assert Clock.objects.get(case=case, key="review").due_at == move.was

    order_rule(pack="rungs", clock="review", by=None, now=since)
    assert follow_rules(now=since) == 1
    assert follow_rules(now=since) == 0
    assert Recount.objects.get(pack="rungs").moved == 1
    assert Clock.objects.get(case=case, key="review").due_at == move.due_at
    event = Event.objects.filter(case=case).latest("seq")
    assert event.body is not None
    assert (event.kind, event.body["clocks"][0]["article"]) == ("rule_followed", "第四十条")
    assert list(verify()) == []
    found = detail(number=case.number, by=world.actor("desk", case="first"), now=since)
    review = next(one for one in found.clocks if one.key == "review")
    assert (review.article, review.length) == ("第四十条", 45)
