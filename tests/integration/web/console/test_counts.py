"""Counts of a kind of matter at every level: each number agrees with the list that it leads to."""

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
from linli.cases.queries import verify
from linli.cases.queries.counting import countable
from linli.cases.types import NewCase
from linli.packs import queries
from linli.packs.actions import uploads
from linli.packs.models import KeptPack
from linli.people.access import SYSTEM
from linli.people.models import Account, Post
from tests import world as worlds
from tests.uploads import zipped
from tests.world import CITY, COUNTY, NAMED, OTHER_TOWN, TOWN, World

PLACES = ("@grid", "@grid", "@village", "@town", "@other_grid")


@pytest.fixture
def world(db: None, client: Client) -> World:
    built = worlds.build()
    account = Account.objects.create(username="boss", name="领导")
    starts = Post.objects.order_by("id").values_list("starts_date", flat=True)[0]
    body = built.organisations["desk"]
    Post.objects.create(account=account, role="leader", area_id=CITY, organisation=body, starts_date=starts)
    client.force_login(account)
    return built


def opened(world: World, place: str, now: datetime, pack: str = "event") -> str:
    report = NewCase(pack=pack, text="河边有垃圾", channel="web", area_code=NAMED[place])
    return open_case(report=report, by=world.actor("resident"), now=now).number


def filled(world: World, now: datetime) -> None:
    numbers = [opened(world, place, now) for place in PLACES]
    refusal = {"refusal": "out_of_scope", "reason": "不在范围", "route": "拨打12345"}
    act(number=numbers[0], action="refuse", inputs=refusal, by=world.actor("desk"), now=now)
    opened(world, "@grid", now - timedelta(days=60))


def table(client: Client, area: str, **query: str) -> dict[str, list[tuple[int, str]]]:
    """Each place and category of the page with its numbers and the addresses behind them."""
    ask = {"area": area, "from": "2026-02-20", "to": "2026-03-02"} | query
    page = client.get(reverse("console:counts"), ask).content.decode()
    text = re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)
    rows = re.findall(r"<tr><t[dh][^>]*>(?:<a [^>]*>)?([^<]+)(?:</a>)?</t[dh]>(.*?)</tr>", text, re.DOTALL)
    return {
        name: [(int(n), unescape(address)) for address, n in re.findall(r'<a href="([^"]+)">(\d+)</a>', cells)]
        for name, cells in rows
        if "<a " in cells
    }


def listed(client: Client, address: str) -> int:
    return client.get(address).content.decode().count("data-row data-preview")


def numbers(rows: dict[str, list[tuple[int, str]]]) -> dict[str, list[int]]:
    return {name: [n for n, _address in cells] for name, cells in rows.items()}


def everyday(rows: dict[str, list[tuple[int, str]]]) -> dict[str, list[int]]:
    """Reported, open and closed of places; what the kind counts besides comes after, and its categories below."""
    return {name: cells[:3] for name, cells in numbers(rows).items() if name != "市容环境"}


@pytest.mark.parametrize("is_folded", [False, True])
def test_every_level_adds_up_and_agrees_with_its_lists(
    world: World, client: Client, now: datetime, is_folded: bool
) -> None:
    filled(world, now)
    if is_folded:
        fold()
    assert everyday(table(client, CITY)) == {"芙蓉区": [5, 5, 1], "长沙市合计": [5, 5, 1]}
    county = table(client, COUNTY)
    assert everyday(county) == {"文艺路街道": [4, 4, 1], "朝阳街街道": [1, 1, 0], "芙蓉区合计": [5, 5, 1]}
    town = table(client, TOWN)
    assert everyday(town) == {"乔庄社区": [3, 3, 1], "文艺路街道本级": [1, 1, 0], "文艺路街道合计": [4, 4, 1]}
    village = table(client, NAMED["@village"])
    assert everyday(village) == {"第一网格": [2, 2, 1], "乔庄社区本级": [1, 1, 0], "乔庄社区合计": [3, 3, 1]}
    assert everyday(table(client, NAMED["@grid"])) == {"第一网格合计": [2, 2, 1]}
    for rows in (county, town, village):
        for cells in rows.values():
            for n, address in cells:
                assert listed(client, address) == n, address


def test_a_kind_is_counted_alone_and_still_when_it_is_retired(world: World, client: Client, now: datetime) -> None:
    filled(world, now)
    made = uploads.upload(files={"litter.zip": zipped()}, by=SYSTEM, now=now)
    uploads.publish(id=made, by=SYSTEM, now=now, is_sure=True)
    queries.forget()
    opened(world, "@other_grid", now, pack="litter")
    KeptPack.objects.update(state="retired")
    queries.forget()
    rows = table(client, COUNTY, matter="litter")
    assert numbers(rows) == {"文艺路街道": [0, 0, 0], "朝阳街街道": [1, 1, 0], "芙蓉区合计": [1, 1, 0]}
    assert [listed(client, address) for _n, address in rows["朝阳街街道"]] == [1, 1, 0]


LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("accept", "desk", {"grade": "simple"}),
    ("assign", "desk", {"lead": "@lead"}),
    ("take_on", "lead", {"no_conflict": True}),
    ("consent", "lead", {"rights_told": True, "openness": "closed"}),
    ("settle", "lead", {"agreement_no": "1", "terms": "付款", "sum": 100, "instalments": 1}),
    ("ask_confirmation", "lead", {"together": True, "confirms": "rights", "court": "区人民法院"}),
    ("court_decides", "lead", {"court_result": "confirmed", "court_no": "确1号"}),
    ("performed", "lead", {"paid": 100, "in_time": True, "note": "付清"}),
    ("call_back", "verifier", {"asked_how": "phone", "kept": "full", "flares": False}),
    ("close", "desk", {"answer": "已付清。"}),
    ("reopen", "desk", {"reason": "又起争执"}),
)


def disputed(world: World, start: datetime, category: str, steps: int, days: int = 1) -> str:
    """A dispute that has come so far in its life, a step every so many days."""
    report = NewCase(
        pack="dispute",
        text="漏水" if category else "无",
        channel="phone",
        category=category,
        area_code=NAMED["@village"],
    )
    number = open_case(report=report, by=world.actor("desk"), now=start).number
    for at, (action, who, given) in enumerate(LIFE[:steps], start=1):
        now = start + timedelta(days=at * days)
        more: dict[str, Any] = {"category": category} if action == "accept" else {}
        if action == "assign":
            more = {"lead": world.organisations["lead"].pk}
        if action == "settle":
            more = {"effect_date": now.date().isoformat(), "until": (now + timedelta(days=20)).date().isoformat()}
        act(number=number, action=action, inputs=given | more, by=world.actor(who), now=now)
    return number


@pytest.mark.parametrize("is_folded", [False, True])
def test_disputes_are_counted_by_what_came_of_them(
    world: World, client: Client, now: datetime, is_folded: bool
) -> None:
    disputed(world, now, "neighbour.leak", len(LIFE), days=2)
    disputed(world, now, "neighbour.noise", 5, days=1)
    disputed(world, now, "labour.pay", 2)
    disputed(world, now, "family.marriage", 5)
    if is_folded:
        fold()
    rows = table(client, COUNTY, matter="dispute", to="2026-04-30")
    # Reported, open, closed, accepted, settled, settled again for its mean (no whole number), performed, confirmed.
    assert numbers(rows)["芙蓉区合计"] == [3, 3, 0, 3, 2, 1, 1]
    assert numbers(rows)["邻里纠纷"] == [2, 2, 0, 2, 2, 1, 1]
    assert numbers(rows)["劳动争议"] == [1, 1, 0, 1, 0, 0, 0]
    assert "婚姻家庭纠纷" not in rows
    for cells in rows.values():
        for n, address in cells:
            assert listed(client, address) == n, address
    assert list(verify()) == []
    ask = {"area": COUNTY, "matter": "dispute", "from": "2026-03-01", "to": "2026-04-30"}
    assert ">7.5</a>" in client.get(reverse("console:counts"), ask).content.decode()


def test_a_number_agrees_with_its_list_for_a_desk_that_keeps_confidential_cases(
    world: World, client: Client, now: datetime
) -> None:
    disputed(world, now, "family.marriage", 0)
    disputed(world, now, "neighbour.leak", 0)
    client.force_login(Account.objects.get(username="desk"))
    for cells in table(client, TOWN, matter="dispute", to="2026-04-30").values():
        for n, address in cells:
            assert listed(client, address) == n, address


def test_a_dispute_that_nobody_sorted_has_a_line_of_its_own(world: World, client: Client, now: datetime) -> None:
    disputed(world, now, "", 0)
    rows = table(client, COUNTY, matter="dispute", to="2026-04-30")
    assert numbers(rows)["未分类"][0] == 1
    assert listed(client, rows["未分类"][0][1]) == 1


def test_it_goes_as_a_table(world: World, client: Client, now: datetime) -> None:
    filled(world, now)
    answer = client.get(reverse("console:counts"), {"area": COUNTY, "to": "2026-03-02", "as": "csv"})
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert body.splitlines()[-1] == "芙蓉区合计,5,5,1,0,0,0,0"


def test_what_may_be_confidential_is_not_counted(db: None) -> None:
    keys = {pack.key for pack in countable()}
    assert "event" in keys
    assert "dispute" in keys
    assert "petition" not in keys


def test_an_area_outside_the_post_is_not_there(world: World, client: Client) -> None:
    Post.objects.filter(account__username="boss").update(area_id=TOWN)
    for area in (COUNTY, OTHER_TOWN, "9"):
        assert client.get(reverse("console:counts"), {"area": area}).status_code == 404
    assert client.get(reverse("console:counts")).status_code == 200


def test_a_handler_has_no_area_to_count(world: World, client: Client) -> None:
    client.force_login(Account.objects.get(username="lead"))
    assert client.get(reverse("console:counts")).status_code == 403
