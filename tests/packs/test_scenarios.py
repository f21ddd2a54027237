"""Every scenario of every pack, walked through the real engine on the real database; the promises hold at each step."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from linli.cases.models import Event
from linli.cases.queries.verifying import verify
from linli.process.definition import Pack
from linli.process.registry import registry
from linli.process.scenarios import Scenario, load
from linli.walks import walking
from tests import world as worlds
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")
Written = tuple[str, str]
"""The kind of an event, and the clock that fell due right before it when the system wrote it for that reason."""
WRITTEN: dict[tuple[str, str], frozenset[Written]] = {}
"""What each walk of this run wrote, by pack and title."""
WALKS = [(pack, scenario) for pack in registry().current() for scenario in load(pack)]


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.mark.parametrize(
    ("pack", "scenario"), WALKS, ids=[f"{pack.key}: {scenario.title['en']}" for pack, scenario in WALKS]
)
def test_it_walks(world: World, pack: Pack, scenario: Scenario) -> None:
    walk(world, pack, scenario)


def walk(world: World, pack: Pack, scenario: Scenario) -> None:
    """Takes every step, looks at what each was to come to, and at the engine's promises."""
    verdict = walking.walk(world=world, pack=pack, scenario=scenario, after=_promises_hold, is_strict=True)
    assert verdict.state == "passed", verdict.told(language="en")
    WRITTEN[_named(pack, scenario)] = frozenset(_written(world))


def _named(pack: Pack, scenario: Scenario) -> tuple[str, str]:
    return pack.key, scenario.title["en"]


def _written(world: World) -> Iterator[Written]:
    events = Event.objects.filter(case__number__in=world.numbers.values()).order_by("case_id", "seq")
    for _case, of_one in groupby(events, key=lambda event: event.case_id):
        first, *rest = of_one
        yield first.kind, ""
        for before, event in pairwise((first, *rest)):
            follows = event.actor_kind == "system" and before.kind == "clock_breached"
            yield event.kind, str((before.body or {})["clock"]) if follows else ""


def _walked(world: World, pack: Pack, scenario: Scenario) -> frozenset[Written]:
    """What its walk wrote; it is walked, and undone, if this run has not walked it yet."""
    if _named(pack, scenario) not in WRITTEN:
        with transaction.atomic():
            walk(replace(world, numbers={}, reporters={}), pack, scenario)
            transaction.set_rollback(True)
    return WRITTEN[_named(pack, scenario)]


def _promises_hold(where: str) -> None:
    assert list(verify()) == [], where


@pytest.mark.parametrize("pack", registry().current(), ids=lambda pack: pack.key)
def test_the_walks_cover_the_pack(world: World, pack: Pack) -> None:
    steps = [step for scenario in load(pack) for step in scenario.steps]
    written = {one for scenario in load(pack) for one in _walked(world, pack, scenario)}
    lapses = {(rule.breach_action, clock) for clock, rule in pack.clocks.items() if rule.breach_action}
    due = {clock for step in steps for clock in step.expect.due}
    refused = {step.expect.refused for step in steps}
    named = {guard for action in pack.actions.values() for guard in action.guards}
    assert pack.actions.keys() - {kind for kind, _clock in written} == set()
    assert lapses - written == set()
    assert pack.stages.keys() - {step.expect.stage for step in steps} == set()
    assert pack.clocks.keys() - due == set()
    assert {"no-such-case", "not-yours", "wrong-stage", "bad-input", "limit-reached"} - refused == set()
    assert {_code_of(guard) for guard in named} - refused == set()


def _code_of(guard: str) -> str:
    """The code that a guard refuses with on a case where everything is against it."""
    codes = {
        "assists_done": "assists_open",
        "not_final_assignment": "assignment_final",
        "no_pending": "request_pending",
        "has_pending_extension": "no_extension_asked",
        "has_pending_suspension": "no_suspension_asked",
        "has_lead": "no_lead_to_return_to",
        "no_lead": "has_lead_to_return_to",
        "is_supervised": "not_supervised",
        "within_reopen_days": "reopen_too_late",
        "not_rated": "already_rated",
    }
    return codes.get(guard, guard)
