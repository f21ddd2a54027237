"""The overview of every level: each number is what its list holds, and rates are never those of one person."""

import re
from datetime import date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.tallies import fold
from linli.cases.models import Case
from linli.cases.queries.counting import secret_categories
from linli.cases.types import NewCase
from linli.people.models import Account, Post
from linli.places import queries as places
from linli.places.models import Area
from linli.process.registry import registry
from tests import world as worlds
from tests.world import CITY, COUNTY, NAMED, TOWN, World

pytestmark = pytest.mark.django_db
ENGLISH: dict[str, Any] = {"headers": {"accept-language": "en"}}
WHOLE = {"from": "2025-12-01", "to": "2026-03-31"}
COUNTED = ("open", "overdue", "soon", "opened", "closed", "reopened", "returned")


@pytest.fixture
def world(client: Client, now: datetime) -> World:
    built = worlds.build()
    account = Account.objects.create(username="boss", name="领导")
    body = built.organisations["desk"]
    Post.objects.create(account=account, role="leader", area_id=CITY, organisation=body, starts_date=date(2026, 1, 1))
    client.force_login(account)
    fill(built, now)
    return built


def fill(world: World, now: datetime) -> None:
    """Cases of several kinds, places, channels and bodies, some of them closed, given back or opened again."""
    desk, lead = world.actor("desk"), world.organisations["lead"].pk
    reports: tuple[tuple[str, Any, str], ...] = (
        ("@grid", "web", ""),
        ("@grid", "phone", "utility.streetlight"),
        ("@village", "web", "city_look"),
        ("@town", "grid", ""),
        ("@other_grid", "web", "utility.streetlight"),
    )
    numbers = []
    for place, channel, category in reports:
        new = NewCase(pack="event", text="河边有垃圾", channel=channel, area_code=NAMED[place], category=category)
        numbers.append(open_case(report=new, by=world.actor("resident"), now=now).number)
    refusal = {"refusal": "out_of_scope", "reason": "不在范围", "route": "拨打12345"}
    act(number=numbers[0], action="refuse", inputs=refusal, by=desk, now=now + timedelta(hours=2))
    act(
        number=numbers[1], action="dispatch", inputs={"lead": lead, "task": "修"}, by=desk, now=now + timedelta(hours=1)
    )
    returned = {"reason": "不属于我单位职责"}
    act(number=numbers[1], action="return", inputs=returned, by=world.actor("lead"), now=now + timedelta(hours=3))
    upheld = {"reason": "确实不属于"}
    act(number=numbers[1], action="uphold_return", inputs=upheld, by=desk, now=now + timedelta(hours=4))


def shown(client: Client, **query: str) -> tuple[dict[str, tuple[str, str]], dict[str, dict[str, tuple[str, str]]]]:
    """The cards by key, and the parts by title: each number as it is said, and the address behind it."""
    answer = client.get(reverse("console:overview"), WHOLE | query)
    assert answer.status_code == 200
    text = answer.content.decode()
    cards = {}
    for key, inside in re.findall(r'<li class="figure-card" data-number="(\w+)">(.*?)</li>', text, re.DOTALL):
        cards[key] = said(re.search(r'<p class="figure-said">(.*?)</p>', inside, re.DOTALL).group(1))  # type: ignore[union-attr]
    body = text[text.index('id="overview-parts"') :]
    titles = re.findall(r'<th class="number">([^<]+)</th>', body)
    parts = {}
    for name, cells in re.findall(r'<tr><th scope="row"[^>]*><a [^>]*>([^<]+)</a></th>(.*?)</tr>', body, re.DOTALL):
        found = re.findall(r'<td class="number[^>]*>(.*?)</td>', cells, re.DOTALL)
        parts[name] = {title: said(one) for title, one in zip(titles, found, strict=True)}
    return cards, parts


def said(inside: str) -> tuple[str, str]:
    link = re.search(r'href="([^"]+)"', inside)
    words = re.sub(r"<span class=\"visually-hidden\">.*?</span>|<[^>]+>", "", inside).strip()
    return words, unescape(link.group(1)) if link else ""


def listed(client: Client, address: str) -> int:
    return client.get(address).content.decode().count("data-row data-preview")


def check(client: Client, numbers: dict[str, tuple[str, str]]) -> None:
    """Every count of cases has a list of its length."""
    for title, (words, address) in numbers.items():
        if address and re.fullmatch(r"[\d,]+", words):
            assert listed(client, address) == int(words.replace(",", "")), (title, address)


@pytest.mark.parametrize("is_folded", [False, True])
@pytest.mark.parametrize("area", [CITY, COUNTY, TOWN, NAMED["@village"], NAMED["@grid"]])
def test_every_number_is_what_its_list_holds(world: World, client: Client, area: str, is_folded: bool) -> None:
    if is_folded:
        fold()
    for by in ("area", "pack", "category", "org", "channel"):
        cards, parts = shown(client, area=area, by=by)
        assert set(COUNTED) - set(cards) <= ({"reopened", "returned"} if area == NAMED["@grid"] else set())
        check(client, cards)
        for numbers in parts.values():
            check(client, numbers)


def test_the_city_says_what_happened(world: World, client: Client) -> None:
    cards, parts = shown(client, area=CITY, by="org")
    assert {key: cards[key][0] for key in ("open", "opened", "closed", "returned", "reopened")} == {
        "open": "4", "opened": "5", "closed": "1", "returned": "1", "reopened": "0",
    }  # fmt: skip
    assert set(parts) == {"尚未派单"}
    _cards, parts = shown(client, area=CITY, by="channel")
    assert sorted(parts) == sorted(["网页", "电话", "网格员"]) or len(parts) == 3


def test_confidential_cases_are_in_no_number(world: World, client: Client, now: datetime) -> None:
    before, _parts = shown(client, area=CITY)
    secret = next(key for key in secret_categories(pack=registry().pack("dispute")))
    new = NewCase(pack="dispute", text="家里的事", channel="web", area_code=NAMED["@grid"], category=secret)
    open_case(report=new, by=world.actor("resident"), now=now)
    assert Case.objects.count() == 6
    assert shown(client, area=CITY)[0] == before


def test_a_grid_has_counts_but_no_rates(world: World, client: Client) -> None:
    cards, _parts = shown(client, area=NAMED["@grid"])
    assert set(cards) == {"open", "overdue", "soon", "opened", "closed"}
    _cards, parts = shown(client, area=NAMED["@village"], by="area")
    assert all(len(numbers) == len({"open", "overdue", "soon", "opened", "closed"}) for numbers in parts.values())


def test_narrowing_by_two_dimensions_agrees_too(world: World, client: Client) -> None:
    fold()
    cards, parts = shown(client, area=CITY, matter="event", channel="web", by="category")
    assert cards["opened"][0] == "3"
    check(client, cards)
    for numbers in parts.values():
        check(client, numbers)


def test_a_period_is_held_against_another(world: World, client: Client, now: datetime) -> None:
    answer = client.get(reverse("console:overview"), {"from": "2026-03-01", "to": "2026-03-31", "against": "year"})
    assert "2025" in answer.content.decode()
    assert answer.context["held_against"].since == date(2025, 3, 1)


def test_elsewhere_is_not_found_and_a_handler_may_not_look(world: World, client: Client) -> None:
    assert client.get(reverse("console:overview"), {"area": "4302"}).status_code == 404
    client.force_login(world.accounts["lead"])
    assert client.get(reverse("console:overview")).status_code == 403


def test_the_table_is_a_file(world: World, client: Client) -> None:
    answer = client.get(reverse("console:overview"), WHOLE | {"area": CITY, "as": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert len(text.strip().splitlines()) == 1 + 1 + 1  # the head, the county, and all
    assert client.get(reverse("console:overview"), WHOLE | {"as": "pdf"}).status_code == 404


def test_a_wall_lists_those_with_the_most_where_there_is_no_room_for_all(world: World, client: Client) -> None:
    for at in range(20):
        code = f"{TOWN}{at + 500:03}"
        Area.objects.create(code=code, parent_id=TOWN, level="village", name=f"第{at + 1}村")
    places.forget()
    page = client.get(reverse("console:overview"), {**WHOLE, "wall": "1", "area": TOWN, "shown": "closed"}, **ENGLISH)
    parts = page.context["parts"]
    assert [len(rows) for rows in parts.tables] == [8, 8]
    assert parts.heads == ("Open now", "Overdue now", "Closed")
    assert parts.left_out == len(places.children_of(TOWN)) - 16
    assert f"{parts.left_out} with less are not listed" in page.content.decode()
