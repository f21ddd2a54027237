"""Calling further organisations in: each with a clock of its own, the lead and the stage stay."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import BadInput
from linli.cases.models import Assignment, Case, Clock
from linli.cases.queries.details import detail
from linli.cases.queries.verifying import verify
from tests.integration.cases.conftest import Open
from tests.world import World


@pytest.fixture
def number(report: Open, sample_packs: None, world: World, now: datetime) -> str:
    opened = report(pack="inspect").number
    inputs = {"lead": world.organisations["lead"].pk, "assists": [world.organisations["assist"].pk], "task": "查"}
    act(number=opened, action="send", inputs=inputs, by=world.actor("desk"), now=now)
    return opened


def call(world: World, number: str, now: datetime, *names: str, who: str = "lead", **more: Any) -> None:
    inputs = {"assists": [world.organisations[name].pk for name in names], "task": "来一下"} | more
    act(number=number, action="call_in", inputs=inputs, by=world.actor(who), now=now)


def test_it_calls_in_with_a_clock_of_its_own(world: World, number: str, now: datetime) -> None:
    call(world, number, now + timedelta(days=1), "second_assist")

    part = Assignment.objects.get(organisation=world.organisations["second_assist"])
    clock = Clock.objects.get(assignment=part)
    case = Case.objects.get(number=number)
    assert (part.role, part.task, part.ended_at) == ("assist", "来一下", None)
    assert clock.started_at == now + timedelta(days=1)
    assert part.due_at == clock.due_at
    assert (case.stage, case.lead_org_id) == ("mending", world.organisations["lead"].pk)
    assert Clock.objects.filter(key="help", state="running").count() == 2
    assert list(verify()) == []


def test_whoever_is_called_in_sees_the_case_and_signs_off(world: World, number: str, now: datetime) -> None:
    call(world, number, now, "second_assist")
    by = world.actor("second_assist")
    assert "help_done" in {one.action.key for one in detail(number=number, by=by, now=now).choices}
    act(number=number, action="help_done", inputs={"note": "好"}, by=by, now=now)
    assert Assignment.objects.get(organisation=world.organisations["second_assist"]).ended_as == "finished"


def test_it_passes_over_who_is_at_work_already(world: World, number: str, now: datetime) -> None:
    call(world, number, now, "assist", "second_assist", "lead")
    assert Assignment.objects.filter(ended_at=None).count() == 3


def test_it_refuses_when_all_are_at_work(world: World, number: str, now: datetime) -> None:
    with pytest.raises(BadInput) as refused:
        call(world, number, now, "assist", "lead")
    assert set(refused.value.fields) == {"assists"}


def test_who_signed_off_may_be_called_in_again(world: World, number: str, now: datetime) -> None:
    act(number=number, action="help_done", inputs={"note": "好"}, by=world.actor("assist"), now=now)
    call(world, number, now + timedelta(hours=1), "assist")
    assert Assignment.objects.filter(organisation=world.organisations["assist"]).count() == 2
    assert list(verify()) == []
