"""A town whistles: departments are called into a case that somebody leads, each with a clock of its own."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.errors import BadInput
from linli.cases.models import Assignment, Case, Clock
from linli.cases.types import NewCase
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from tests.world import World

Whistle = Callable[..., object]


@pytest.fixture
def case(world: World, now: datetime) -> Case:
    new = NewCase(pack="service", text="顶楼漏水", channel="web", category="help.housing", area_code="430102001001001")
    number = open_case(report=new, by=PUBLIC, now=now).number
    inputs = {"lead": world.resolve("@lead"), "assists": [world.resolve("@assist")], "task": "牵头"}
    act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now)
    return Case.objects.get(number=number)


@pytest.fixture
def whistle(world: World, case: Case, now: datetime) -> Whistle:
    def called(*names: str, who: str = "desk") -> object:
        inputs = {"assists": [world.resolve(f"@{name}") for name in names], "task": "请到现场"}
        return act(
            number=case.number, action="whistle", inputs=inputs, by=world.actor(who), now=now + timedelta(hours=1)
        )

    return called


def test_it_calls_departments_each_with_a_clock(world: World, case: Case, whistle: Whistle) -> None:
    whistle("second_assist", "other")
    parts = Assignment.objects.filter(case=case, role="assist", ended_at=None)
    assert {part.organisation.code for part in parts} == {"assist", "second_assist", "other"}
    clocks = Clock.objects.filter(case=case, key="assist", state="running")
    assert {clock.assignment_id for clock in clocks} == {part.pk for part in parts}
    after = Case.objects.get(pk=case.pk)
    assert (after.stage, after.lead_org_id) == ("dispatched", case.lead_org_id)


def test_only_those_called_now_are_told(world: World, whistle: Whistle) -> None:
    whistle("other")
    told = Outgoing.objects.get(template="whistled")
    assert told.audience == {"orgs": [world.resolve("@other")]}


def test_it_leaves_out_those_who_are_there_already(world: World, case: Case, whistle: Whistle) -> None:
    whistle("assist", "lead", "other", who="lead")
    parts = Assignment.objects.filter(case=case, role="assist")
    assert sorted(part.organisation.code for part in parts) == ["assist", "other"]


def test_it_refuses_when_nobody_new_is_named(whistle: Whistle) -> None:
    with pytest.raises(BadInput):
        whistle("assist", "lead")
