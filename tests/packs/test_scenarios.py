"""Every scenario of every pack, walked through the real engine on the real database; the promises hold at each step."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.sweeping import sweep
from linli.cases.models import Case, Clock
from linli.cases.queries.details import detail
from linli.cases.queries.verifying import verify
from linli.cases.types import NewCase, NewContact
from linli.core.errors import LinliError
from linli.notify.models import Outgoing
from linli.process import guards
from linli.process.definition import Pack
from linli.process.registry import registry
from linli.process.scenarios import Expect, Scenario, Step, load
from tests import world as worlds
from tests.world import World

ZONE = ZoneInfo("Asia/Shanghai")
INPUT_OF = {"after": "photo_after", "before": "photo_before", "scene": "photos"}
PURPOSE_OF = {"after": "after", "before": "before", "scene": "note"}
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
    """Takes every step, and looks at what each was to come to."""
    for number, step in enumerate(scenario.steps, start=1):
        where = f"step {number}, {step.at:%m-%d %H:%M} {step.who} {step.action} {step.case}"
        since = Outgoing.objects.count()
        refusal = _take(world, pack, step)
        if step.expect.refused:
            assert refusal is not None, f"{where}: went ahead instead of {step.expect.refused}"
            assert _code(refusal, pack) == step.expect.refused, f"{where}: {refusal.code}: {refusal} {refusal.fields}"
        else:
            assert refusal is None, (
                f"{where}: refused: {refusal and refusal.code}: {refusal} {refusal and refusal.fields}"
            )
        found = list(_differences(world, pack, step, since))
        assert not found, f"{where}: {'; '.join(found)}"
        assert list(verify()) == [], where


@pytest.mark.parametrize("pack", registry().current(), ids=lambda pack: pack.key)
def test_the_walks_cover_the_pack(pack: Pack) -> None:
    steps = [step for scenario in load(pack) for step in scenario.steps]
    taken = {step.action for step in steps if not step.expect.refused} | {
        clock.breach_action for clock in pack.clocks.values()
    }
    due = {clock for step in steps for clock in step.expect.due}
    refused = {step.expect.refused for step in steps}
    named = {guard for action in pack.actions.values() for guard in action.guards}
    assert pack.actions.keys() - taken == set()
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


def _take(world: World, pack: Pack, step: Step) -> LinliError | None:
    now = step.at.replace(tzinfo=ZONE)
    try:
        if step.action == "open":
            _open(world, pack, step, now)
        elif step.action == "sweep":
            sweep(now=now)
        else:
            _act(world, pack, step, now)
    except LinliError as error:
        return error
    return None


def _open(world: World, pack: Pack, step: Step, now: datetime) -> None:
    told = step.report
    contact = (
        NewContact(name="反映人", email=f"{step.who}@example.org", language="zh-hans") if told.contact else NewContact()
    )
    report = NewCase(
        pack=pack.key,
        text=told.text or "有情况",
        channel=told.channel,
        category=told.category,
        urgency=told.urgency,
        area_code=world.resolve(told.place),
        fields=told.fields,
        contact=contact,
    )
    opened = open_case(report=report, by=world.actor(step.who, case=step.case), now=now)
    world.numbers[step.case] = opened.number
    world.reporters[step.case] = step.who


def _act(world: World, pack: Pack, step: Step, now: datetime) -> None:
    inputs = {key: world.resolve(value) for key, value in step.inputs.items()}
    for kind in step.photos:
        inputs.setdefault(INPUT_OF[kind], []).append(worlds.photo(purpose=PURPOSE_OF[kind], now=now))
    by = world.actor(step.who, case=step.case, roles=_roles(pack, step.action))
    act(number=world.numbers[step.case], action=step.action, inputs=inputs, by=by, now=now)


def _roles(pack: Pack, action: str) -> frozenset[str]:
    return frozenset({"verifier"} if "verifier" in pack.actions[action].by else {"handler"})


def _code(refusal: LinliError, pack: Pack) -> str:
    """A guard's own code when its words were said, else the engine's."""
    for code, texts in guards.refusals(pack).items():
        if str(refusal) in texts.values():
            return code
    return refusal.code


def _differences(world: World, pack: Pack, step: Step, since: int) -> Iterator[str]:
    expect = step.expect
    case = Case.objects.get(number=world.numbers[step.case])
    for name, wanted, found in _facts(world, expect, case):
        if wanted and wanted != found:
            yield f"{name} is {found!r}, not {wanted!r}"
    yield from _clock_differences(expect, case)
    templates = set(Outgoing.objects.order_by("id")[since:].values_list("template", flat=True))
    yield from (f"{template} was not sent: {sorted(templates)}" for template in set(expect.told) - templates)
    if expect.offered:
        yield from _not_offered(world, step)


def _clock_differences(expect: Expect, case: Case) -> Iterator[str]:
    clocks = {clock.key: clock for clock in Clock.objects.filter(case=case).order_by("id")}
    for key, due in expect.due.items():
        found = clocks[key].due_at.astimezone(ZONE).replace(tzinfo=None) if key in clocks else None
        if found != due:
            yield f"{key} is due {found}, not {due}"
    for state in ("running", "paused", "stopped"):
        for key in getattr(expect, state):
            if key not in clocks or clocks[key].state != state:
                yield f"{key} is {clocks[key].state if key in clocks else 'absent'}, not {state}"
    yield from (f"{key} is not breached" for key in expect.breached if not (key in clocks and clocks[key].breached_at))


def _facts(world: World, expect: Expect, case: Case) -> Iterator[tuple[str, object, object]]:
    yield "stage", expect.stage, case.stage
    yield "holder", expect.holder, case.holder_kind
    yield "desk", world.resolve(expect.desk), case.holder_area
    yield "outcome", expect.outcome, case.outcome
    promised = case.promised_at.astimezone(ZONE).replace(tzinfo=None) if case.promised_at else None
    yield "promised", expect.promised, promised


def _not_offered(world: World, step: Step) -> Iterator[str]:
    offered: set[str] = set()
    with suppress(LinliError):
        by = world.actor(step.who, case=step.case)
        found = detail(number=world.numbers[step.case], by=by, now=step.at.replace(tzinfo=ZONE))
        offered = {choice.action.key for choice in found.choices}
    yield from (f"{key} is not offered: {sorted(offered)}" for key in set(step.expect.offered) - offered)
