"""Counts by organisation: a whistle scored both ways, and every number agrees with the times behind it."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.tallies import fold
from linli.cases.models import Case, TallyDelta
from linli.cases.queries import crediting, verify
from linli.cases.types import NewCase
from linli.people.models import Account, Post
from linli.process.registry import registry
from tests import world as worlds
from tests.world import CITY, COUNTY, NAMED, OTHER_TOWN, TOWN, World


@pytest.fixture
def world(db: None, client: Client) -> World:
    built = worlds.build()
    account = Account.objects.create(username="boss", name="领导")
    starts = Post.objects.order_by("id").values_list("starts_date", flat=True)[0]
    body = built.organisations["desk"]
    Post.objects.create(account=account, role="leader", area_id=CITY, organisation=body, starts_date=starts)
    client.force_login(account)
    return built


class Service:
    """A request for service in the hands of its lead, and the steps that follow."""

    def __init__(self, world: World, now: datetime) -> None:
        self.world, self.now = world, now
        report = NewCase(pack="service", text="楼道漏水", channel="phone", category="help.housing",
                         area_code=NAMED["@village"])  # fmt: skip
        self.number = open_case(report=report, by=world.actor("desk"), now=now).number
        self.take("dispatch", "desk", lead=self.org("lead"))
        self.take("accept", "lead")

    def org(self, name: str) -> int:
        return self.world.organisations[name].pk

    def take(self, action: str, who: str, days: float = 0.01, **inputs: Any) -> None:
        self.now += timedelta(days=days)
        act(number=self.number, action=action, inputs=inputs, by=self.world.actor(who), now=self.now)

    def whistle(self, who: str, *names: str) -> None:
        self.take("whistle", who, assists=[self.org(name) for name in names], task="到场")

    def answer(self, who: str, fit: str, days: float = 0.01) -> None:
        self.take("finish_assist", who, days, note="办完", fit=fit)


def whistled(world: World, now: datetime) -> Service:
    """The desk calls two, the lead one and one of them again; one answers late; both sides judge."""
    case = Service(world, now)
    case.whistle("desk", "assist", "second_assist")
    case.answer("assist", "fit")
    case.whistle("lead", "assist")
    case.answer("assist", "unfit")
    case.answer("second_assist", "partly", days=20)
    case.take("rate_arrival", "desk", body=case.org("assist"), arrival="prompt", share=True)
    case.take("rate_arrival", "desk", body=case.org("second_assist"), arrival="late", share=False)
    case.take("rate_arrival", "desk", body=case.org("second_assist"), arrival="absent", share=False)
    case.take("rate_arrival", "desk", body=case.org("other"), arrival="absent", share=False)
    return case


def sums(area: str = COUNTY, **dates: Any) -> dict[int, dict[str, int]]:
    span = {"since": datetime(2026, 1, 1).date(), "until": datetime(2026, 12, 31).date()} | dates
    found = crediting.credits(pack=registry().pack("service"), area=area, **span)
    return {one.org_id: dict(one.sums) for one in found}


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_whistle_is_counted_and_scored_both_ways(world: World, now: datetime, is_folded: bool) -> None:
    case = whistled(world, now)
    if is_folded:
        fold()
    found = sums()
    assert found[case.org("desk")] == {"whistled": 2, "fit": 2, "fit_sum": 150}
    assert found[case.org("lead")] == {"whistled": 1, "fit": 1}
    assert found[case.org("assist")] == {
        "called": 2, "answered": 2, "answered_prompt": 2, "arrival": 1, "arrival_sum": 100, "share": 1, "share_sum": 100
    }  # fmt: skip
    assert found[case.org("second_assist")] == {
        "called": 1, "answered": 1, "answered_late": 1, "arrival": 1, "arrival_sum": 50, "share": 1
    }  # fmt: skip
    assert case.org("other") not in found
    assert sums(OTHER_TOWN) == {}
    assert list(verify()) == []


def test_counts_are_written_with_the_event(world: World, now: datetime) -> None:
    case = Service(world, now)
    before = TallyDelta.objects.count()
    case.whistle("desk", "assist")
    told = set(
        TallyDelta.objects.order_by("-id")[: TallyDelta.objects.count() - before].values_list("measure", "org_id")
    )
    assert told == {("whistled", case.org("desk")), ("called", case.org("assist"))}


@pytest.mark.parametrize("is_folded", [False, True])
def test_every_number_agrees_with_the_times_behind_it(
    world: World, client: Client, now: datetime, is_folded: bool
) -> None:
    whistled(world, now)
    whistled(world, now + timedelta(days=1))
    if is_folded:
        fold()
    ask = {"matter": "service", "area": COUNTY, "from": "2026-01-01", "to": "2026-12-31"}
    text = client.get(reverse("console:credits"), ask).content.decode()
    numbers = re.findall(r'<a href="([^"]+/organisation-counts/[^"]+)">(?:[\d.]+ <span class="soft">\(n=)?(\d+)', text)
    assert len(numbers) == 14
    for address, n in numbers:
        page = client.get(unescape(address)).content.decode()
        assert page.count("<tr><td") == int(n), address
    assert '75.0 <span class="soft">(n=4)' in text


def test_the_points_stand_with_each_time(world: World, now: datetime) -> None:
    case = whistled(world, now)
    asked = crediting.Asked("service", "fit", case.org("desk"), TOWN, now.date(), case.now.date())
    found = crediting.times(by=world.actor("desk"), asked=asked)
    assert [(one.number, one.points) for one in found] == [(case.number, 50), (case.number, 100)]


def test_a_case_that_becomes_hidden_is_taken_out_of_numbers_and_times(world: World, now: datetime) -> None:
    case = whistled(world, now)
    assert sums()
    case.take("name_accused", "desk", accused=[case.org("other")])
    assert sums() == {}
    asked = crediting.Asked("service", "fit", case.org("desk"), TOWN, now.date(), case.now.date())
    assert crediting.times(by=world.actor("desk"), asked=asked) == ()
    assert list(verify()) == []


def test_what_is_counted_stays_with_whom_it_was_counted_for(world: World, now: datetime) -> None:
    case = whistled(world, now)
    before = sums()
    Case.objects.get(number=case.number)
    case.take("finish", "lead", note="修好", answer="已修好")
    assert sums() == before


def test_it_goes_as_a_table(world: World, client: Client, now: datetime) -> None:
    whistled(world, now)
    ask = {"matter": "service", "area": COUNTY, "from": "2026-01-01", "to": "2026-12-31", "as": "csv"}
    body = b"".join(client.get(reverse("console:credits"), ask).streaming_content)  # type: ignore[attr-defined]
    assert len(body.decode("utf-8-sig").splitlines()) == 5


def test_an_area_outside_the_post_is_not_there(world: World, client: Client) -> None:
    Post.objects.filter(account__username="boss").update(area_id=TOWN)
    for page in (reverse("console:credits"), reverse("console:credit-times", args=[world.organisations["lead"].pk])):
        for area in (COUNTY, OTHER_TOWN, "9"):
            assert client.get(page, {"area": area}).status_code == 404
    assert client.get(reverse("console:credits")).status_code == 200


def test_times_of_nothing_are_not_there(world: World, client: Client) -> None:
    for org, count in ((world.organisations["lead"].pk, "none"), (9_000_000, "fit")):
        page = reverse("console:credit-times", args=[org])
        assert client.get(page, {"area": COUNTY, "count": count}).status_code == 404


def test_a_handler_has_no_area_to_count(world: World, client: Client) -> None:
    client.force_login(Account.objects.get(username="lead"))
    assert client.get(reverse("console:credits")).status_code == 403
