"""The right of reply: asking to strike a case from a score, and ruling on it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions.acting import act
from linli.cases.errors import NoSuchCase
from linli.cases.models import Case
from linli.core.errors import Invalid, NotAllowed
from linli.people.access import Actor
from linli.people.models import Account, Post
from linli.people.queries import actor
from linli.scores.actions import striking
from linli.scores.errors import AlreadyAsked, AlreadyRuled, NoSuchRequest, NotCounted, NotIndependent, NotLeading
from linli.scores.models import StrikeRequest, StruckCount
from tests.world import World

pytestmark = pytest.mark.django_db
Closed = Callable[..., str]
LATER = timedelta(days=1)


def ask(world: World, number: str, now: datetime, who: str = "lead", **more: str) -> int:
    given = {"reason": "force_majeure", "text": "当日暴雨红色预警，道路中断"} | more
    return striking.ask(number=number, by=world.actor(who), now=now, **given).request


def rule(world: World, request: int, now: datetime, *, by: Actor | None = None, granted: bool = True) -> striking.Ruled:
    return striking.rule(
        request=request, granted=granted, text="气象记录属实", by=by or world.actor("leader"), now=now + LATER
    )


def test_the_leading_organisation_asks_and_a_leader_strikes(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    done = rule(world, ask(world, number, now), now)
    row = StrikeRequest.objects.get()
    assert (row.granted, row.asked_at, row.ruled_at) == (True, now, now + LATER)
    assert row.asked_by_id == world.actor("lead").account_id
    assert done.counts == StruckCount.objects.count()
    kept = dict(StruckCount.objects.values_list("measure", "n"))
    assert kept.items() >= {"opened": 1, "closed": 1, "on_time": 1}.items()
    assert set(StruckCount.objects.values_list("organisation_id", "category", "channel", "pack")) == {
        (world.organisations["lead"].pk, Case.objects.get().category, "web", "event")
    }


def test_a_refusal_takes_nothing_off_and_new_facts_may_be_given(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    done = rule(world, ask(world, number, now), now, granted=False)
    assert (done.granted, done.counts, StruckCount.objects.count()) == (False, 0, 0)
    assert rule(world, ask(world, number, now + LATER), now + LATER).granted


def test_what_changes_afterwards_is_counted_anew(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    rule(world, ask(world, number, now), now)
    assert striking.recount(now=now + 2 * LATER) == 0
    act(number=number, action="reopen", inputs={"reason": "仍未解决"}, by=world.actor("desk"), now=now + 2 * LATER)
    assert striking.recount(now=now + 2 * LATER) == 1
    kept = dict(StruckCount.objects.values_list("measure", "n"))
    assert kept["reopened"] == 1
    assert "closed" not in kept
    assert striking.recount(now=now + 3 * LATER) == 0


def test_only_who_leads_the_case_may_ask(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    with pytest.raises((NotLeading, NoSuchCase)):
        ask(world, number, now, who="other")
    for who in ("desk", "leader", "verifier", "grid_worker"):
        with pytest.raises(NotAllowed):
            ask(world, number, now, who=who)


def test_a_confidential_case_counts_in_no_score(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    Case.objects.filter(number=number).update(pack="petition", category="")
    with pytest.raises(NotCounted):
        ask(world, number, now)


def test_one_request_is_open_and_a_struck_case_stays_struck(world: World, closed: Closed, now: datetime) -> None:
    number = closed()
    request = ask(world, number, now)
    with pytest.raises(AlreadyAsked):
        ask(world, number, now, who="lead_head")
    rule(world, request, now)
    with pytest.raises(AlreadyAsked):
        ask(world, number, now)


@pytest.mark.parametrize("wrong", [{"reason": "unlucky"}, {"reason": ""}, {"text": " "}, {"text": "字" * 1001}])
def test_reasons_are_given(world: World, closed: Closed, now: datetime, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        ask(world, closed(), now, **wrong)
    assert set(refused.value.fields) == set(wrong)


def test_nobody_rules_twice(world: World, closed: Closed, now: datetime) -> None:
    request = ask(world, closed(), now)
    rule(world, request, now)
    with pytest.raises(AlreadyRuled):
        rule(world, request, now, granted=False)


def leader_of(world: World, body: str, account: Account | None = None, area: str = "430102") -> Actor:
    account = account or Account.objects.create(username=f"leads-{body}", name="领导乙")
    starts = Post.objects.order_by("id").values_list("starts_date", flat=True)[0]
    post = Post.objects.create(
        account=account, role="leader", area_id=area, organisation=world.organisations[body], starts_date=starts
    )
    return actor(account=account, post_id=post.pk, on_date=starts + timedelta(days=1))


def test_nobody_of_the_organisation_and_nobody_who_took_part_rules(world: World, closed: Closed, now: datetime) -> None:
    request = ask(world, closed(), now)
    own = leader_of(world, "lead")
    handled = leader_of(world, "desk", world.accounts["lead"])
    for by in (own, handled):
        with pytest.raises(NotIndependent):
            rule(world, request, now, by=by)
    with pytest.raises(NotAllowed):
        rule(world, request, now, by=world.actor("desk"))
    assert rule(world, request, now, by=leader_of(world, "other")).granted


def test_nobody_rules_outside_their_area_or_on_nothing(world: World, closed: Closed, now: datetime) -> None:
    request = ask(world, closed(), now)
    with pytest.raises(NoSuchRequest):
        rule(world, request, now, by=leader_of(world, "desk", area="430102002"))
    with pytest.raises(NoSuchRequest):
        rule(world, request + 1, now)


def test_the_database_keeps_what_was_asked_and_ruled(world: World, closed: Closed, now: datetime) -> None:
    request = ask(world, closed(), now)
    rows = StrikeRequest.objects.filter(id=request)
    rule(world, request, now)
    changes: tuple[dict[str, object], ...] = (
        {"text": "别的理由"},
        {"asked_at": now - LATER},
        {"granted": False, "counted_at": None},
        {"ruling": "改了"},
        {"ruled_at": now + 5 * LATER},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize(
    ("given", "constraint"),
    [
        ({"reason": "unlucky"}, "scores_strike_reason"),
        ({"granted": True}, "scores_strike_ruled_whole"),
        ({"granted": True, "ruling": "可", "ruled_at": -LATER, "ruled_by_id": "leader"}, "scores_strike_ruled_after"),
        ({"granted": True, "ruling": "可", "ruled_at": LATER, "ruled_by_id": "lead"}, "scores_strike_not_own_judge"),
        ({"counted_at": LATER}, "scores_strike_counts_if_granted"),
    ],
)
def test_the_database_refuses_half_rulings(
    world: World, closed: Closed, now: datetime, given: dict[str, object], constraint: str
) -> None:
    case = Case.objects.get(number=closed())
    made: dict[str, object] = {"reason": "force_majeure", "text": "理由", "asked_at": now}
    for key, one in given.items():
        made[key] = now + one if isinstance(one, timedelta) else one
        if key == "ruled_by_id":
            made[key] = world.actor(str(one)).account_id
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        StrikeRequest.objects.create(
            case=case,
            organisation=world.organisations["lead"],
            asked_by=world.accounts["lead"],
            **made,
        )


def test_the_database_keeps_one_open_request_and_one_grant(world: World, closed: Closed, now: datetime) -> None:
    case, org = Case.objects.get(number=closed()), world.organisations["lead"]
    asker, ruler = world.actor("lead").account_id, world.actor("leader").account_id
    given = {"case": case, "organisation": org, "reason": "impossible", "text": "理由", "asked_by_id": asker}
    ruled = {"granted": True, "ruling": "可", "ruled_by_id": ruler, "ruled_at": now}
    for more, name in (({}, "scores_strike_one_open"), (ruled, "scores_strike_struck_once")):
        StrikeRequest.objects.create(**given, asked_at=now, **more)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            StrikeRequest.objects.create(**given, asked_at=now, **more)
