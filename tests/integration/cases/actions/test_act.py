"""Steps that correct what a case is: its promise follows, and nobody on duty rates the service."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import BadInput, NotYours, SomebodyElseActed
from linli.cases.models import Case, Clock
from linli.cases.queries import verify
from tests.integration.cases.conftest import Open
from tests.world import World


def promise() -> datetime:
    return Clock.objects.exclude(state="stopped").get(key="promise").due_at


def test_the_promise_follows_a_corrected_urgency(report: Open, world: World, now: datetime) -> None:
    opened = report()
    first = promise()

    inputs = {"category": "utility.streetlight", "urgency": "slow"}
    act(number=opened.number, action="recategorise", inputs=inputs, by=world.actor("desk"), now=now)

    assert promise() > first + timedelta(days=14)
    assert Case.objects.get().promised_at == promise()
    assert list(verify()) == []


def test_staff_do_not_rate_what_they_reported(report: Open, world: World, now: datetime) -> None:
    opened = report()
    Case.objects.filter(number=opened.number).update(reporter_account_id=world.actor("grid_worker").account_id)
    act(
        number=opened.number,
        action="forward",
        inputs={"receiver": "x", "reason": "x"},
        by=world.actor("desk"),
        now=now,
    )
    Case.objects.update(stage="closed", outcome="resolved")

    with pytest.raises(NotYours):
        act(number=opened.number, action="rate", inputs={"rating": 5}, by=world.actor("grid_worker"), now=now)


def test_two_at_once_one_wins_and_the_other_is_told(report: Open, world: World, now: datetime) -> None:
    opened = report()
    seen = Case.objects.get().version
    desk = world.actor("desk")
    act(number=opened.number, action="file", inputs={}, by=desk, now=now, version=seen)

    with pytest.raises(SomebodyElseActed) as refusal:
        act(number=opened.number, action="forward", inputs={}, by=desk, now=now, version=seen)

    assert "desk" in str(refusal.value), "says who"


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ({"lon": "abc", "lat": 28.2}, "lon"),
        ({"lon": [112.9], "lat": 28.2}, "lon"),
        ({"lon": float("nan"), "lat": 28.2}, "lon"),
        ({"lon": 112.9, "lat": 91}, "lat"),
        ({"lon": 112.9}, "lon"),
        ({"address": "路" * 301}, "address"),
        ({"address": ["路"]}, "address"),
    ],
)
def test_a_place_that_cannot_be_is_refused(
    report: Open, world: World, now: datetime, place: dict[str, Any], fault: str
) -> None:
    opened = report()
    inputs = {"area": "430102001001001"} | place

    with pytest.raises(BadInput) as refusal:
        act(number=opened.number, action="relocate", inputs=inputs, by=world.actor("desk"), now=now)

    assert list(refusal.value.fields) == [fault]
    assert Case.objects.get().version == 1
