"""What a case came to after a step, held against what the scenario expects. Reads; changes nothing."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext_noop

from linli.cases.models import Case, Clock
from linli.cases.queries.details import detail
from linli.core.errors import LinliError
from linli.notify.models import Outgoing
from linli.process.definition import Pack, Texts
from linli.process.scenarios import Expect, Step
from linli.walks.wording import clock_title, moment, said, stage_title
from linli.walks.world import World

STATES = ("running", "paused", "stopped")


def differences(*, world: World, pack: Pack, step: Step, since: int, now: datetime) -> Iterator[Texts]:
    """Everything that is otherwise than expected. `since`: how many messages there were before the step."""
    expect = step.expect
    case = Case.objects.get(number=world.numbers[step.case])
    if expect.stage and expect.stage != case.stage:
        found, wanted = stage_title(pack=pack, key=case.stage), stage_title(pack=pack, key=expect.stage)
        yield said(gettext_noop("the stage is %(found)s, not %(wanted)s"), found=found, wanted=wanted)
    yield from _words(world, expect, case)
    yield from _promised(expect, case, now)
    yield from _clocks(pack, expect, case, now)
    templates = set(Outgoing.objects.order_by("id")[since:].values_list("template", flat=True))
    for template in expect.told:
        if template not in templates:
            told = ", ".join(sorted(templates)) or "—"
            yield said(gettext_noop("message “%(key)s” was not sent (sent: %(told)s)"), key=template, told=told)
    if expect.offered:
        yield from _not_offered(world, step, now)


def _words(world: World, expect: Expect, case: Case) -> Iterator[Texts]:
    if expect.holder and expect.holder != case.holder_kind:
        message = gettext_noop("the ball is with “%(found)s”, not with “%(wanted)s”")
        yield said(message, found=case.holder_kind, wanted=expect.holder)
    if expect.desk and world.resolve(expect.desk) != case.holder_area:
        message = gettext_noop("the desk of %(found)s keeps it, not that of %(wanted)s")
        yield said(message, found=case.holder_area, wanted=expect.desk)
    if expect.outcome and expect.outcome != case.outcome:
        message = gettext_noop("the outcome is “%(found)s”, not “%(wanted)s”")
        yield said(message, found=case.outcome, wanted=expect.outcome)


def _promised(expect: Expect, case: Case, now: datetime) -> Iterator[Texts]:
    found = _local(case.promised_at, now)
    if expect.promised and expect.promised != found:
        message = gettext_noop("the answer is promised for %(found)s, not for %(wanted)s")
        yield said(message, found=moment(found), wanted=moment(expect.promised))


def _clocks(pack: Pack, expect: Expect, case: Case, now: datetime) -> Iterator[Texts]:
    clocks = {clock.key: clock for clock in Clock.objects.filter(case=case).order_by("id")}
    for key, due in expect.due.items():
        found = _local(clocks[key].due_at, now) if key in clocks else None
        if found != due:
            message = gettext_noop("clock %(clock)s is due %(found)s, not %(wanted)s")
            title = clock_title(pack=pack, key=key)
            yield said(message, clock=title, found=moment(found), wanted=moment(due))
    for state in STATES:
        for key in getattr(expect, state):
            stands = clocks[key].state if key in clocks else "absent"
            if stands != state:
                message = gettext_noop("clock %(clock)s is “%(found)s”, not “%(wanted)s”")
                yield said(message, clock=clock_title(pack=pack, key=key), found=stands, wanted=state)
    for key in expect.breached:
        if key not in clocks or not clocks[key].breached_at:
            yield said(gettext_noop("clock %(clock)s did not fall due"), clock=clock_title(pack=pack, key=key))


def _local(found: datetime | None, now: datetime) -> datetime | None:
    return found.astimezone(now.tzinfo).replace(tzinfo=None) if found else None


def _not_offered(world: World, step: Step, now: datetime) -> Iterator[Texts]:
    offered: set[str] = set()
    with suppress(LinliError):
        by = world.actor(step.who, case=step.case)
        found = detail(number=world.numbers[step.case], by=by, now=now)
        offered = {choice.action.key for choice in found.choices}
    for key in step.expect.offered:
        if key not in offered:
            had = ", ".join(sorted(offered)) or "—"
            yield said(gettext_noop("step “%(key)s” is not offered (offered: %(had)s)"), key=key, had=had)
