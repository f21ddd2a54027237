"""A dispatch that was wrong is taken back; a clock that stood still when it ended is not late for having waited."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.models import Assignment, Case
from linli.cases.queries.details import detail
from linli.notify.models import Outgoing
from tests import world as worlds
from tests.integration.cases.conftest import Open
from tests.world import World


@pytest.fixture
def number(report: Open, world: World, now: datetime) -> str:
    opened = report(category="utility.streetlight").number
    take(world, opened, "dispatch", "desk", now, lead="lead", assists=["assist"])
    return opened


def take(world: World, number: str, action: str, who: str, now: datetime, **inputs: Any) -> None:
    given = {key: _of(world, value) if key in ("lead", "assists") else value for key, value in inputs.items()}
    act(number=number, action=action, inputs=given, by=world.actor(who), now=now)


def _of(world: World, value: Any) -> Any:
    return [_of(world, one) for one in value] if isinstance(value, list) else world.organisations[value].pk


def told(world: World, template: str) -> set[str]:
    orgs = {one.pk: key for key, one in world.organisations.items()}
    sent = Outgoing.objects.filter(template=template).values_list("audience", flat=True)
    return {orgs[org] for audience in sent for org in audience.get("orgs", ())}


def test_it_frees_everybody_and_tells_them(world: World, number: str, now: datetime) -> None:
    take(world, number, "recall", "desk", now, reason="派错了")

    assert Case.objects.get().lead_org is None
    assert set(Assignment.objects.values_list("ended_as", flat=True)) == {"recalled"}
    assert told(world, "recalled") == {"lead", "assist"}


def test_a_request_that_waited_falls_away(world: World, number: str, now: datetime) -> None:
    take(world, number, "accept", "lead", now)
    take(world, number, "ask_extension", "lead", now, length=1, reason="等配件")
    take(world, number, "recall", "desk", now, reason="派错了")

    case = Case.objects.get()
    assert (case.pending, case.pending_area) == (None, "")


def test_a_return_that_was_agreed_to_is_told_to_those_who_never_accepted(
    world: World, number: str, now: datetime
) -> None:
    take(world, number, "return", "lead", now, reason="不是我们的")
    take(world, number, "uphold_return", "desk", now, reason="同意")

    assert told(world, "return_decided") == {"lead", "assist"}
    assert Outgoing.objects.filter(template="return_decided", audience__posts__role="desk").exists()


def test_waiting_for_the_verifier_makes_no_handler_late(world: World, number: str, now: datetime) -> None:
    take(world, number, "finish_assist", "assist", now, note="完成")
    take(world, number, "accept", "lead", now)
    photo = [worlds.photo(purpose="after", now=now)]
    take(world, number, "finish", "lead", now, note="已修", photo_after=photo)
    later = now + timedelta(days=30)
    take(world, number, "verify_pass", "verifier", later, method="on_site", note="亮了")

    clocks = {one.key: one for one in detail(number=number, by=world.actor("desk"), now=later).clocks}
    handle = clocks["handle"]
    assert (handle.state, handle.stopped_at, handle.is_late) == ("stopped", later, False)
    assert handle.due_at > later
    assert clocks["verify"].is_late
