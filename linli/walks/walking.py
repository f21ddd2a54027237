"""One scenario walked through the real engine: every step taken, and what it came to held against what was expected."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Literal

from django.utils.translation import gettext_noop

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.sweeping import sweep
from linli.cases.types import NewCase, NewContact
from linli.core.calendars.queries import calendar
from linli.core.errors import LinliError
from linli.notify.models import Outgoing
from linli.process import guards
from linli.process.definition import Pack, Texts
from linli.process.scenarios import Scenario, Step
from linli.walks.comparing import differences
from linli.walks.wording import crashed, refused, said, step_taken
from linli.walks.world import World, photo

INPUT_OF = {"after": "photo_after", "before": "photo_before", "scene": "photos"}
PURPOSE_OF = {"after": "after", "before": "before", "scene": "note"}
FOREVER = float("inf")

State = Literal["passed", "failed", "unfinished"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk came to. `step` is the one at which it ended otherwise than expected, from 1; `reasons` say how."""

    title: Texts
    state: State
    step: int = 0
    where: Texts = field(default_factory=dict)
    reasons: tuple[Texts, ...] = ()

    def told(self, *, language: str) -> str:
        """The whole verdict in a line, in `zh` or `en`."""
        said_so = "; ".join(reason[language] for reason in self.reasons)
        return f"{self.where.get(language, '')}: {said_so}" if self.step else said_so or self.state


def walk(
    *,
    world: World,
    pack: Pack,
    scenario: Scenario,
    until: float = FOREVER,
    after: Callable[[str], None] = lambda where: None,
    is_strict: bool = False,
) -> Verdict:
    """Takes every step in the transaction of the caller, who undoes it. The pack must be in force.

    Gives up at `until` (of time.monotonic). `after` is called after every step, with the step in English.
    A fault of the engine itself fails the walk; with `is_strict` it is raised.
    """
    zone = calendar("default").tz
    for number, step in enumerate(scenario.steps, start=1):
        where = step_taken(pack=pack, step=step, number=number)
        if time.monotonic() > until:
            slow = said(gettext_noop("The walk took too long and was broken off here."))
            return Verdict(scenario.title, "unfinished", number, where, (slow,))
        try:
            reasons = tuple(_walked(world, pack, step, zone))
        except Exception as fault:
            if is_strict:
                raise
            reasons = (crashed(fault=fault),)
        if reasons:
            return Verdict(scenario.title, "failed", number, where, reasons)
        after(where["en"])
    return Verdict(scenario.title, "passed")


def _walked(world: World, pack: Pack, step: Step, zone: tzinfo) -> Iterator[Texts]:
    """Takes the step; everything that is otherwise than expected."""
    since = Outgoing.objects.count()
    now = step.at.replace(tzinfo=zone)
    refusal = _take(world, pack, step, now)
    wanted = step.expect.refused
    if refusal is None and wanted:
        yield said(gettext_noop("it went ahead, but was to be refused with “%(code)s”"), code=wanted)
    elif refusal is not None and not wanted:
        yield refused(error=refusal, code=code_of(refusal=refusal, pack=pack))
    elif refusal is not None and code_of(refusal=refusal, pack=pack) != wanted:
        yield refused(error=refusal, code=code_of(refusal=refusal, pack=pack))
        yield said(gettext_noop("it was to be refused with “%(code)s”"), code=wanted)
    elif step.case in world.numbers:
        yield from differences(world=world, pack=pack, step=step, since=since, now=now)


def _take(world: World, pack: Pack, step: Step, now: datetime) -> LinliError | None:
    try:
        if step.action == "open":
            _open(world, pack, step, now)
        elif step.action == "sweep":
            sweep(now=now, under=world.province)
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
        fields={key: world.resolve(value) for key, value in told.fields.items()},
        contact=contact,
    )
    opened = open_case(report=report, by=world.actor(step.who, case=step.case), now=now)
    world.numbers[step.case] = opened.number
    world.reporters[step.case] = step.who


def _act(world: World, pack: Pack, step: Step, now: datetime) -> None:
    inputs: dict[str, Any] = {key: world.resolve(value) for key, value in step.inputs.items()}
    for kind in step.photos:
        inputs.setdefault(INPUT_OF[kind], []).append(photo(purpose=PURPOSE_OF[kind], now=now))
    by = world.actor(step.who, case=step.case, roles=_roles(pack, step.action))
    act(number=world.numbers[step.case], action=step.action, inputs=inputs, by=by, now=now)


def _roles(pack: Pack, action: str) -> frozenset[str]:
    return frozenset({"verifier"} if "verifier" in pack.actions[action].by else {"handler"})


def code_of(*, refusal: LinliError, pack: Pack) -> str:
    """A guard's own code when its words were said, else the engine's."""
    for code, texts in guards.refusals(pack).items():
        if str(refusal) in texts.values():
            return code
    return refusal.code
