"""Whatever anybody does in whatever order, the nine promises hold: random people take random steps at random times."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.rebuilding import rebuild
from linli.cases.actions.sweeping import sweep
from linli.cases.actions.tallies import fold
from linli.cases.models import Assignment, Case, Clock, Event
from linli.cases.queries.details import detail
from linli.cases.queries.lists import count
from linli.cases.queries.tallies import Asked, Sums, read
from linli.cases.queries.verifying import verify
from linli.cases.types import Filters, NewCase, NewContact
from linli.core.calendars.queries import calendar
from linli.core.errors import LinliError, NotFound
from linli.people.access import Actor
from linli.process.definition import Action, Field, Pack
from linli.process.registry import registry
from tests import world as worlds
from tests.world import CITY, NAMED, TOWN, World

PEOPLE = (*worlds.POSTS, "resident", "other_resident", "system")
PACES = (1, 5, 20, 90, 400, 1500, 12_000)
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
REWORKS = {"dispatch", "uphold_return", "recall", "reopen"}


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


@pytest.fixture
def pack() -> Pack:
    return registry().pack("event")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_sequence_of_steps_breaks_a_promise(world: World, pack: Pack, seed: int) -> None:
    _walk(world, pack, seed, steps=30)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_long_sequence_of_steps_breaks_a_promise(world: World, pack: Pack, seed: int) -> None:
    _walk(world, pack, seed, steps=60)


def _walk(world: World, pack: Pack, seed: int, *, steps: int) -> None:
    """Walks two cases, and leaves the database as it was."""
    with transaction.atomic():
        _walk_once(world, pack, random.Random(seed), steps)
        transaction.set_rollback(True)


def _walk_once(world: World, pack: Pack, chance: random.Random, steps: int) -> None:
    now, taken = START, []
    _open(world, pack, chance, now)
    for turn in range(1, steps + 1):
        now += timedelta(minutes=chance.choice(PACES))
        before = _picture(world)
        step = _step(world, pack, chance, now)
        taken.append(f"{now:%m-%d %H:%M} {step}")
        if "refused" in step:
            assert _picture(world) == before, taken
        broken = [*_broken(world, pack), *(_broken_anywhere(world, now) if turn % 10 == 0 else ())]
        assert not broken, f"{broken} after {taken}"


def _open(world: World, pack: Pack, chance: random.Random, now: datetime) -> None:
    report = NewCase(
        pack=pack.key,
        text="情况",
        channel="web",
        category=chance.choice(list(pack.categories)),
        area_code=NAMED["@grid"],
        contact=NewContact(email="li@example.org"),
    )
    for case, who in (("first", "resident"), ("second", "other_resident")):
        world.numbers[case] = open_case(report=report, by=Actor(kind="public"), now=now).number
        world.reporters[case] = who


def _step(world: World, pack: Pack, chance: random.Random, now: datetime) -> str:
    """Sweeps, or lets somebody try something: mostly what they are offered, sometimes anything at all."""
    if chance.random() < 0.1:
        return f"system sweep {sweep(now=now)}"
    case = "first" if chance.random() < 0.8 else "second"
    who = chance.choice(PEOPLE) if chance.random() < 0.35 else chance.choice(_next_to_act(world, pack, case))
    by = world.actor(who, case=case, roles=frozenset({chance.choice(("handler", "verifier"))}))
    action = _chosen(pack, _offered(world, case, by, now), chance)
    inputs = {
        field.key: _value(world, pack, field, chance, now)
        for field in action.asks
        if field.required or field.key.removeprefix("photo_") in str(action.requires) or chance.random() < 0.5
    }
    try:
        act(number=world.numbers[case], action=action.key, inputs=inputs, by=by, now=now)
    except LinliError as refusal:
        return f"{who} {case} {action.key} refused {refusal.code}"
    return f"{who} {case} {action.key} {inputs}"


def _next_to_act(world: World, pack: Pack, case: str) -> list[str]:
    """Those with the ball, and the desk, which may decide on what was asked."""
    row = Case.objects.select_related("lead_org").get(number=world.numbers[case])
    if row.closed_at or row.holder_kind == "reporter":
        return ["resident" if case == "first" else "other_resident"]
    desks = [
        who for who in ("desk", "other_desk", "upper_desk", "city_desk") if worlds.POSTS[who][0][1] == row.holder_area
    ]
    lead = row.lead_org.code if row.lead_org else "lead"
    people = {
        "desk": desks,
        "org": [lead, lead, "handler_verifier", *desks],
        "verifier": ["verifier", "handler_verifier"],
    }
    return people[row.holder_kind] or ["desk"]


def _chosen(pack: Pack, offered: list[Action], chance: random.Random) -> Action:
    """Mostly what is offered, moves before remarks, and seldom an ending, so that walks get far."""
    if not offered or chance.random() < 0.1:
        return chance.choice(list(pack.actions.values()))
    moves = [action for action in offered if action.to != "@same"] if chance.random() < 0.8 else offered
    onward = [action for action in moves if action.to.startswith("@") or not pack.stages[action.to].is_final]
    return chance.choice((onward if chance.random() < 0.85 else moves) or offered)


def _offered(world: World, case: str, by: Actor, now: datetime) -> list[Action]:
    try:
        return [choice.action for choice in detail(number=world.numbers[case], by=by, now=now).choices]
    except NotFound:
        return []


def _value(world: World, pack: Pack, field: Field, chance: random.Random, now: datetime) -> Any:
    made: dict[str, Callable[[], Any]] = {
        "number": lambda: chance.randint(field.minimum or 1, min(field.maximum or 5, 5)),
        "boolean": lambda: chance.random() < 0.5,
        "choice": lambda: chance.choice(field.choices).key if field.choices else "",
        "date": lambda: (now + timedelta(days=chance.randint(0, 20))).date().isoformat(),
        "organisation": lambda: world.resolve(chance.choice(("@lead", "@lead", "@other", "@assist"))),
        "organisations": lambda: [
            world.resolve(org) for org in chance.sample(("@assist", "@second_assist", "@lead"), 2)
        ],
        "area": lambda: chance.choice(list(NAMED.values())),
        "category": lambda: chance.choice(list(pack.categories)),
        "case": lambda: world.numbers[chance.choice(("first", "second"))],
        "photos": lambda: [worlds.photo(purpose="after" if field.key == "photo_after" else "note", now=now)],
    }
    return made.get(field.type, lambda: "说明情况")()


def _picture(world: World) -> list[tuple[Any, ...]]:
    """All that a step may change of the cases."""
    numbers = list(world.numbers.values())
    cases = Case.objects.filter(number__in=numbers).order_by("number")
    return [
        *cases.values_list(
            "number", "stage", "holder_area", "version", "event_count", "last_hash", "pending", "counts"
        ),
        *Clock.objects.filter(case__number__in=numbers).order_by("id").values_list("id", "state", "due_at"),
        *Assignment.objects.filter(case__number__in=numbers).order_by("id").values_list("id", "ended_at"),
    ]


def _broken_anywhere(world: World, now: datetime) -> Iterator[str]:
    """Faults of the whole database: chains, heads, tallies."""
    yield from (f"{finding.subject} {finding.what}" for finding in verify())
    yield from _miscounted(world, now)
    yield from (f"{finding.subject} {finding.what}, counted anew" for finding in verify())


def _broken(world: World, pack: Pack) -> Iterator[str]:
    """The promises that do not hold of these cases now."""
    for case in Case.objects.filter(number__in=world.numbers.values()):
        yield from (
            f"{case.number}: {what}" for what in (*_held(case, pack), *_timed(case, pack), *_judged(case, pack))
        )


def _held(case: Case, pack: Pack) -> Iterator[str]:
    """Promise 1: one stage, one holder, and what belongs to them."""
    stage = pack.stages[case.stage]
    if case.holder_kind != stage.holder:
        yield f"is held by {case.holder_kind} in {case.stage}"
    if (case.closed_at is not None) != stage.is_final or case.outcome != (stage.outcome or ""):
        yield f"stands in {case.stage} with outcome {case.outcome!r}"
    leads = Assignment.objects.filter(case=case, role="lead", ended_at=None)
    if leads.count() != (1 if leads else 0) or (stage.is_final and Assignment.objects.filter(case=case, ended_at=None)):
        yield "has open assignments that it should not have"
    if leads and leads[0].organisation_id != case.lead_org_id:
        yield "is led by another than its open lead assignment"
    if (case.pending is None) != (case.pending_area == ""):
        yield "has a request waiting at nobody's desk"
    if Event.objects.filter(case=case).count() != case.event_count:
        yield "has lost an event"


def _timed(case: Case, pack: Pack) -> Iterator[str]:
    """Promises 1 and 5: the clocks that the pack says run, run; those it says pause, pause; due dates are sane."""
    live = {
        clock.key: clock
        for clock in Clock.objects.filter(case=case).exclude(state="stopped")
        if not clock.assignment_id
    }
    for key, rule in pack.clocks.items():
        state = live[key].state if key in live else ""
        if rule.per == "case" and case.stage in rule.runs_in and state != "running":
            yield f"{key} is {state or 'absent'} in {case.stage}"
        if rule.per in {"case", "suspension"} and state and case.stage not in rule.runs_in | rule.pauses_in:
            yield f"{key} is {state} in {case.stage}"
        if case.stage in rule.pauses_in and state == "running":
            yield f"{key} is not paused in {case.stage}"
    if any(clock.due_at < clock.started_at for clock in live.values()):
        yield "has a clock due before it started"
    if case.closed_at is None and case.due_at is None and any(clock.state == "running" for clock in live.values()):
        yield "has no due date while a clock runs"


def _judged(case: Case, pack: Pack) -> Iterator[str]:
    """Promise 9: nobody verifies what they handled since it was last given out, and none closes without a verifier."""
    handlers: set[int | None] = set()
    verified = False
    for event in Event.objects.filter(case=case).order_by("seq"):
        handlers = set() if event.kind in REWORKS else handlers
        verified = (verified and event.kind not in REWORKS) or event.kind == "verify_pass"
        if event.kind in {"accept", "finish", "close_on_spot", "finish_assist"}:
            handlers.add(event.account_id)
        if event.kind in {"verify_pass", "reject", "reject_spot"} and event.account_id in handlers:
            yield f"event {event.seq}: {event.kind} by who handled it"
        if event.to_stage == "closed" and event.kind == "answer" and not verified:
            yield f"event {event.seq}: closed as solved without a verifier"


def _miscounted(world: World, now: datetime) -> Iterator[str]:
    """Promise 6: at every level, tallies say what a recount says and what the list behind holds: as they come, folded,
    and counted anew."""
    for how in ("as deltas", "folded", "counted anew"):
        if how == "folded":
            fold()
        elif how == "counted anew":
            rebuild()
        for area in (CITY, CITY + "02", TOWN, f"{TOWN}001", NAMED["@grid"]):
            yield from (f"{area}, {how}: {fault}" for fault in _of_area(world, area, now))


def _of_area(world: World, area: str, now: datetime) -> Iterator[str]:
    since, until = START.date(), now.astimezone(calendar().tz).date()
    measures = ("opened", "closed", "on_time", "late", "responded", "returned", "reopened")
    sums = read(asked=Asked((area,), measures, since, until)).get("", Sums())
    cases = list(Case.objects.filter(area__code__startswith=area, hidings=None).exclude(confidentiality="confidential"))
    lists = {
        "opened": Filters(state="all", opened_from=since, opened_to=until),
        "closed": Filters(state="closed", closed_from=since, closed_to=until),
        "on_time": Filters(state="closed", closed_as="on_time", closed_from=since, closed_to=until),
        "late": Filters(state="closed", closed_as="late", closed_from=since, closed_to=until),
        **{
            name: Filters(state="all", counted=name, counted_from=since, counted_to=until)
            for name in ("responded", "returned", "reopened")
        },
    }
    for name, filters in lists.items():
        behind = count(by=world.actor("city_desk"), filters=replace(filters, area=area, open_to_all=True), now=now)
        recounted = sum(_did(case, name) for case in cases)
        if not sums[name] == behind == recounted:
            yield f"{name}: tally {sums[name]}, list {behind}, recount {recounted}"


def _did(case: Case, name: str) -> bool:
    """The same told from the case's own row and events."""
    events = list(Event.objects.filter(case=case).order_by("seq"))
    told: dict[str, Callable[[], bool]] = {
        "opened": lambda: True,
        "closed": lambda: case.closed_at is not None,
        "on_time": lambda: bool(case.closed_at and case.promised_at and case.closed_at <= case.promised_at),
        "late": lambda: bool(case.closed_at and case.promised_at and case.closed_at > case.promised_at),
        "responded": lambda: any(event.actor_kind == "staff" for event in events[1:]),
        "returned": lambda: any(event.kind == "uphold_return" for event in events),
        "reopened": lambda: any(event.kind == "reopen" for event in events),
    }
    return told[name]()
