"""A review goes to a body that did not decide, and to people who did not: whatever post they hold by then."""

from datetime import date, datetime

import pytest

from linli.cases.actions.acting import act
from linli.cases.errors import BadInput, DecidedBefore
from linli.cases.queries.details import detail
from linli.people.access import Actor
from linli.people.models import Account, Organisation, Post
from tests.integration.cases.conftest import Open
from tests.world import COUNTY, World

OPINION = {"facts": "查明", "opinion": "不予支持", "law": "条例"}


@pytest.fixture
def tree(world: World) -> dict[str, Organisation]:
    """A city bureau, the county bureau under it, and a division of that."""
    made: dict[str, Organisation] = {}
    for code, path in (("city", "00Z1"), ("county", "00Z10001"), ("division", "00Z100010001")):
        made[code] = Organisation.objects.create(code=code, name=code, path=path, area_id=COUNTY)
    return made


def handler(organisation: Organisation, name: str = "") -> Actor:
    """A handler of the organisation; a person of this name may hold other posts already."""
    account, _is_new = Account.objects.get_or_create(
        username=name or f"h-{organisation.code}", defaults={"name": organisation.code}
    )
    post, _is_new = Post.objects.get_or_create(
        account=account,
        role="handler",
        area_id=COUNTY,
        organisation=organisation,
        defaults={"starts_date": date(2026, 1, 1)},
    )
    return Actor("staff", account.pk, post.pk, "handler", COUNTY, organisation.pk, organisation.path)


@pytest.fixture
def denied(report: Open, world: World, tree: dict[str, Organisation], now: datetime) -> str:
    """A claim that the county bureau denied: one person took it on, another signed; a review is asked for."""
    given = {"request": "请补发补偿", "earlier": "no", "other_way": "none"}
    number = report(pack="petition", category="claim.land", fields=given).number
    office = world.actor("upper_desk")
    send = {"lead": tree["county"].pk, "manner": "transfer"}
    act(number=number, action="transfer", inputs=send, by=office, now=now)
    way = {"procedure": "调查核实", "office": "信访科"}
    act(number=number, action="accept_claim", inputs=way, by=handler(tree["county"], "clerk"), now=now)
    act(number=number, action="deny", inputs=OPINION, by=handler(tree["county"], "head"), now=now)
    act(number=number, action="request_review", inputs={"reason": "不服"}, by=office, now=now)
    return number


def assign(world: World, number: str, rung: str, to: Organisation, now: datetime) -> None:
    act(number=number, action=f"assign_{rung}", inputs={"lead": to.pk}, by=world.actor("upper_desk"), now=now)


def offered(number: str, by: Actor, now: datetime) -> set[str]:
    return {one.action.key for one in detail(number=number, by=by, now=now).choices}


def test_the_body_above_reviews_it(world: World, tree: dict[str, Organisation], denied: str, now: datetime) -> None:
    assign(world, denied, "review", tree["city"], now)
    reviewer = handler(tree["city"])
    assert "review_uphold" in offered(denied, reviewer, now)
    act(number=denied, action="review_uphold", inputs=OPINION, by=reviewer, now=now)


@pytest.mark.parametrize("code", ["county", "division"])
def test_it_refuses_who_decided_and_who_stands_under_it(
    world: World, tree: dict[str, Organisation], denied: str, now: datetime, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        assign(world, denied, "review", tree[code], now)
    assert set(refused.value.fields) == {"lead"}


@pytest.mark.parametrize("name", ["clerk", "head"])
def test_it_refuses_who_took_part_even_in_a_post_above(
    world: World, tree: dict[str, Organisation], denied: str, now: datetime, name: str
) -> None:
    assign(world, denied, "review", tree["city"], now)
    promoted = handler(tree["city"], name)
    assert "review_uphold" not in offered(denied, promoted, now)
    with pytest.raises(DecidedBefore, match="经办过"):
        act(number=denied, action="review_uphold", inputs=OPINION, by=promoted, now=now)


def test_a_re_review_passes_by_both(world: World, tree: dict[str, Organisation], denied: str, now: datetime) -> None:
    assign(world, denied, "review", tree["city"], now)
    act(number=denied, action="review_uphold", inputs=OPINION, by=handler(tree["city"], "reviewer"), now=now)
    office = world.actor("upper_desk")
    act(number=denied, action="request_rereview", inputs={"reason": "仍不服"}, by=office, now=now)
    for code in tree:
        with pytest.raises(BadInput):
            assign(world, denied, "rereview", tree[code], now)
    other = world.organisations["other"]
    assign(world, denied, "rereview", other, now)
    for name in ("clerk", "head", "reviewer"):
        with pytest.raises(DecidedBefore):
            act(number=denied, action="rereview_uphold", inputs=OPINION, by=handler(other, name), now=now)
    act(number=denied, action="rereview_uphold", inputs=OPINION, by=world.actor("other"), now=now)


def test_who_reviewed_may_review_what_is_decided_anew(
    world: World, tree: dict[str, Organisation], denied: str, now: datetime
) -> None:
    """Set aside and decided anew: the body above reviews the new decision as it did the old one."""
    reviewer, clerk = handler(tree["city"], "reviewer"), handler(tree["county"], "clerk")
    assign(world, denied, "review", tree["city"], now)
    act(number=denied, action="review_redo", inputs=OPINION, by=reviewer, now=now)
    office = world.actor("upper_desk")
    later = now.replace(minute=(now.minute + 1) % 60)
    send = {"lead": tree["county"].pk, "manner": "transfer"}
    act(number=denied, action="transfer", inputs=send, by=office, now=later)
    way = {"procedure": "调查核实", "office": "信访科"}
    act(number=denied, action="accept_claim", inputs=way, by=clerk, now=later)
    act(number=denied, action="deny", inputs=OPINION, by=clerk, now=later)
    act(number=denied, action="request_review", inputs={"reason": "不服"}, by=office, now=later)
    assign(world, denied, "review", tree["city"], later)
    act(number=denied, action="review_uphold", inputs=OPINION, by=reviewer, now=later)
