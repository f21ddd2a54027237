"""Whoever asks for more time or a pause never grants it, and nobody whom the clock's rule does not name."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest

from config import paths
from linli.cases.actions.acting import act
from linli.cases.errors import AskedYourself, NotYours
from linli.cases.models import Clock
from linli.cases.queries.details import detail
from linli.people.access import Actor
from linli.people.models import Account, Post
from linli.process import registry
from tests.integration.cases.conftest import Open
from tests.world import TOWN, World

Take = Callable[..., None]


@pytest.fixture
def number(report: Open, world: World, now: datetime) -> str:
    """A case that the lead handles."""
    number = report().number
    act(
        number=number,
        action="dispatch",
        inputs={"lead": world.organisations["lead"].pk},
        by=world.actor("desk"),
        now=now,
    )
    act(number=number, action="accept", inputs={}, by=world.actor("lead"), now=now)
    return number


@pytest.fixture
def rungs() -> Iterator[None]:
    registry.use(roots=[paths.ROOT / "tests" / "packs"])
    yield
    registry.use(roots=())


@pytest.fixture
def take(world: World, number: str, now: datetime) -> Take:
    def take(who: str | Actor, action: str, **inputs: object) -> None:
        by = world.actor(who) if isinstance(who, str) else who
        act(number=number, action=action, inputs=inputs, by=by, now=now)

    return take


def also_at_the_desk(world: World, who: str) -> Actor:
    """The same person at the desk of the town, where requests are decided."""
    account = Account.objects.get(username=who)
    body = world.organisations["desk"]
    post = Post.objects.create(
        account=account, role="desk", area_id=TOWN, organisation=body, starts_date=date(2026, 1, 1)
    )
    return replace(world.actor("desk"), account_id=account.pk, post_id=post.pk)


def offered(number: str, by: Actor, now: datetime) -> set[str]:
    return {one.action.key for one in detail(number=number, by=by, now=now).choices}


def test_somebody_else_grants_it(world: World, number: str, take: Take, now: datetime) -> None:
    before = Clock.objects.get(case__number=number, key="handle").due_at
    take("lead", "ask_extension", length=1, reason="等材料")
    assert "approve_extension" in offered(number, world.actor("desk"), now)
    take("desk", "approve_extension")
    assert Clock.objects.get(case__number=number, key="handle").due_at > before


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("extension", {"length": 1, "reason": "x"}),
        ("suspension", {"ground": "weather", "until": "2026-12-31", "reason": "x"}),
    ],
)
def test_it_refuses_whoever_asked_from_another_post(
    world: World, number: str, take: Take, now: datetime, kind: str, asked: dict[str, object]
) -> None:
    by = also_at_the_desk(world, "lead")
    take("lead", f"ask_{kind}", **asked)
    assert f"approve_{kind}" not in offered(number, by, now)
    with pytest.raises(AskedYourself, match="自己提出"):
        take(by, f"approve_{kind}")
    take(by, f"refuse_{kind}", reason="撤回")


def test_it_refuses_whom_the_rule_does_not_name(world: World, rungs: None, report: Open, now: datetime) -> None:
    """The rule lets leaders grant; the desk may take the step, but not for this clock."""
    number = report(pack="rungs").number
    lead = {"lead": world.organisations["lead"].pk}
    act(number=number, action="hand_over", inputs=lead, by=world.actor("desk"), now=now)
    act(number=number, action="ask_extension", inputs={"length": 30, "reason": "x"}, by=world.actor("lead"), now=now)
    assert "approve_extension" not in offered(number, world.actor("desk"), now)
    with pytest.raises(NotYours):
        act(number=number, action="approve_extension", inputs={}, by=world.actor("desk"), now=now)
    assert "approve_extension" in offered(number, world.actor("leader"), now)
