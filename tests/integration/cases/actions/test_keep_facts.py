"""What an action keeps becomes a fact of the case: later steps, forms and guards know it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import BadInput
from linli.cases.models import Case
from linli.cases.queries.details import detail
from linli.cases.queries.verifying import verify
from linli.cases.types import Choice
from tests.integration.cases.conftest import Open
from tests.world import World


@pytest.fixture
def number(report: Open, sample_packs: None) -> str:
    return report(pack="inspect", fields={"spot": " 三楼 "}).number


def take(world: World, number: str, who: str, action: str, now: datetime, **inputs: Any) -> None:
    act(number=number, action=action, inputs=inputs, by=world.actor(who), now=now)


def choice(world: World, number: str, who: str, action: str, now: datetime) -> Choice:
    found = detail(number=number, by=world.actor(who), now=now)
    return next(one for one in found.choices if one.action.key == action)


def sent(world: World, number: str, now: datetime, level: str) -> None:
    take(world, number, "desk", "grade", now, level=level)
    take(world, number, "desk", "send", now, lead=world.organisations["lead"].pk, task="x", assists=[])


def test_it_keeps_the_answer_and_prefills_later_forms(world: World, number: str, now: datetime) -> None:
    sent(world, number, now, "major")

    assert Case.objects.get(number=number).fields == {"spot": "三楼", "level": "major"}
    assert choice(world, number, "lead", "plan", now).values == {"level": "major"}
    assert detail(number=number, by=world.actor("lead"), now=now).fields["level"] == "major"
    assert list(verify()) == []


def test_a_later_answer_replaces_it_and_an_empty_one_leaves_it(world: World, number: str, now: datetime) -> None:
    sent(world, number, now, "major")
    take(world, number, "lead", "plan", now, level="major", budget=500)
    take(world, number, "lead", "fund", now + timedelta(hours=1), budget=700)

    assert Case.objects.get(number=number).fields == {"spot": "三楼", "level": "major", "budget": 700}


def test_conditions_look_at_what_was_kept(world: World, number: str, now: datetime) -> None:
    sent(world, number, now, "major")
    fields = choice(world, number, "lead", "fund", now).fields
    assert [(one.key, one.required, one.shown_when) for one in fields] == [("budget", True, None)]
    with pytest.raises(BadInput) as refused:
        take(world, number, "lead", "fund", now)
    assert set(refused.value.fields) == {"budget"}


def test_what_does_not_apply_is_neither_asked_nor_kept(world: World, number: str, now: datetime) -> None:
    sent(world, number, now, "general")
    assert choice(world, number, "lead", "fund", now).fields == ()
    take(world, number, "lead", "fund", now, budget=700)
    assert "budget" not in Case.objects.get(number=number).fields
