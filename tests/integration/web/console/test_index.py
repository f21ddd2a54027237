"""The pages of the index, through Django's test client: rights, areas, parts that agree with lists, files."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.web.shading import NONE
from tests.functional.small_city import COUNTY, GRID, OTHER_TOWN, TOWN, VILLAGE, City
from tests.indexing import OURS, city_of_ours, last_month, month, usual

AsClient = Callable[[str], Client]
PAGE = "/console/index/"


@pytest.fixture
def ours(city: City, settings: LazySettings, tmp_path: Path) -> None:
    """Two towns of which one does worse than its past and its peer."""
    city_of_ours(tmp_path, settings)
    period = last_month()
    usual(TOWN, period=period)
    usual(OTHER_TOWN, period=period)
    month(TOWN, period.since, on_time=60, late=40, fires=10)
    month(OTHER_TOWN, period.since, on_time=90, late=10, fires=10)


def rows(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [line.split(",") for line in text.splitlines()]


def test_a_leader_reads_scores_with_words_and_what_moved_them(as_: AsClient, ours: None) -> None:
    answer = as_("leader").get(PAGE)
    lines = {line.title: line for line in answer.context["lines"]}
    assert set(lines) == {"文艺路街道", "朝阳街道"}
    assert lines["文艺路街道"].score == "70.5"
    assert lines["文艺路街道"].tag.words == "良"
    assert lines["文艺路街道"].between == "61.5 – 76.0"
    assert lines["文艺路街道"].mover == "超期率 −29.5"
    assert (lines["朝阳街道"].score, lines["朝阳街道"].tag.words) == ("100.0", "优")
    assert lines["朝阳街道"].mover.startswith("无")
    drawn = {row.place.code: (row.shade, row.place.text) for row in answer.context["map"].rows}
    assert drawn == {TOWN: ("yellow", "70.5 良"), OTHER_TOWN: ("green", "100.0 优")}
    assert [(key.shade, key.least, key.places) for key in answer.context["map"].legend] == [
        ("green", "优 90分及以上", 1), ("yellow", "良 70分至不足90分", 1), ("red", "较差 0分至不足70分", 0),
    ]  # fmt: skip
    page = answer.content.decode()
    assert "style=" not in page.partition("<main")[2]
    assert "本市办法" in page


def test_the_page_takes_few_statements(as_: AsClient, ours: None) -> None:
    """Two for the scores, however many areas, years and kinds; two to choose the period; the rest is the reader's."""
    client = as_("leader")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    assert sum("cases_areatally" in one["sql"] for one in few) == 4
    assert len(few) <= 10, [one["sql"][:90] for one in few]


def test_an_area_without_a_score_is_hatched_on_the_map(as_: AsClient, city: City) -> None:
    answer = as_("leader").get(PAGE)
    assert {(row.shade, row.place.text) for row in answer.context["map"].rows} == {(NONE, "不评分")}
    assert answer.context["map"].without == 2


def test_the_parts_add_up_and_say_what_they_are_set_beside(as_: AsClient, ours: None) -> None:
    answer = as_("leader").get(f"{PAGE}{TOWN}/")
    groups = answer.context["groups"]
    assert [(group.title, group.away) for group in groups] == [("秩序", "−29.5"), ("火灾", "0.0")]
    late, fires = groups[0].items[0], groups[1].items[0]
    assert (late.here, late.own, late.peers) == ("40.0%", "10.0%", "10.0%")
    assert (fires.here, fires.unit) == ("1000.0", "（件／每万件事项）")
    assert [(number.title.split(" · ")[-1], number.n) for number in late.behind] == [
        ("超期结案", 40), ("按期结案", 60),
    ]  # fmt: skip


def test_every_count_agrees_with_the_list_that_it_opens(
    as_: AsClient, city: City, settings: LazySettings, tmp_path: Path
) -> None:
    text = OURS.replace('"late / (on_time + late)"', '"opened"').replace(
        'better = "lower"\n[[indices.groups]]', 'better = "lower"\nscale = "matters"\n[[indices.groups]]'
    )
    city_of_ours(tmp_path, settings, text=text)
    at = timezone.make_aware(datetime.combine(last_month().since + timedelta(days=4), time(10)))
    for place, category in (
        (VILLAGE, "city_look.litter"),
        (GRID, "street_order"),
        (TOWN, "greenery"),
        (OTHER_TOWN, ""),
    ):
        open_case(
            report=NewCase(pack="event", text="门前", channel="web", area_code=place, category=category),
            by=PUBLIC,
            now=at,
        )
    client = as_("leader")
    page = client.get(f"{PAGE}{TOWN}/").content.decode()
    numbers = re.findall(r'<li>[^<]+<a href="([^"]+)">(\d+)</a>', page)
    assert sorted(int(n) for _address, n in numbers) == [0, 1, 1]
    for address, n in numbers:
        assert client.get(unescape(address)).content.decode().count("data-row data-preview") == int(n)


def test_both_pages_come_as_files(as_: AsClient, ours: None) -> None:
    client = as_("leader")
    table = rows(client.get(PAGE, {"as": "csv"}))
    assert table[0][:4] == ["区域", "得分", "下限", "上限"]
    assert [row[0] for row in table[1:]] == ["文艺路街道", "朝阳街道", "芙蓉区"]
    town = dict(zip(table[0], table[1], strict=True))
    assert (town["得分"], town["扣分：超期率"], town["扣分：火灾事件"]) == ("70.5", "-29.5", "0.0")
    items = rows(client.get(f"{PAGE}{TOWN}/", {"as": "csv"}))
    assert [row[:2] for row in items[1:]] == [["秩序", "超期率"], ["火灾", "火灾事件"]]
    answer = client.get(f"{PAGE}{TOWN}/", {"as": "xlsx"})
    assert answer["Content-Disposition"].endswith(f'-{TOWN}-{last_month().key}-items.xlsx"')
    assert b"".join(answer.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert client.get(PAGE, {"as": "pdf"}).status_code == 404


@pytest.mark.parametrize("who", ["grid", "verifier", "admin", "handler"])
def test_others_do_not_read_it(as_: AsClient, ours: None, who: str) -> None:
    assert as_(who).get(PAGE).status_code == 403
    assert as_(who).get(f"{PAGE}{TOWN}/").status_code == 403


def test_nobody_reads_beyond_their_area_and_nobody_a_grid(as_: AsClient, ours: None) -> None:
    assert as_("desk").get(PAGE).context["asked"].area == TOWN
    for code in (COUNTY, OTHER_TOWN, GRID, "43010299", "x"):
        assert as_("desk").get(f"{PAGE}{code}/").status_code == 404
        assert as_("desk").get(PAGE, {"area": code}).status_code == 404
    assert as_("leader").get(f"{PAGE}{GRID}/").status_code == 404
    assert as_("leader").get(f"{PAGE}4301/").status_code == 404
    assert as_("leader").get(f"{PAGE}{VILLAGE}/").status_code == 200
    assert not as_("leader").get(PAGE, {"area": VILLAGE}).context["lines"]


def test_whatever_stands_in_the_address_falls_back_to_what_there_is(as_: AsClient, ours: None) -> None:
    for given in ({"period": "x"}, {"period": "9999-01"}, {"index": "none"}, {"period": "2026-13"}):
        answer = as_("leader").get(PAGE, given)
        assert answer.status_code == 200
        assert answer.context["asked"].index.key in {"four_fields", "ours"}
    old = as_("leader").get(PAGE, {"index": "ours", "period": "2021-02"})
    assert old.context["asked"].period.key == "2021-02"
    assert old.context["whole"].score == "不评分"


def test_everybody_reads_what_the_city_publishes_without_counts(ours: None) -> None:
    page = Client(headers={"accept-language": "zh-hans"})
    answer = page.get("/index/")
    assert [line.title for line in answer.context["lines"]] == ["芙蓉区"]
    assert answer.context["asked"].index.key == "ours"
    text = page.get(f"/index/{TOWN}/").content.decode()
    assert "−29.5" in text
    assert "/console/cases/" not in text
    assert "本指数的算法" in text
    assert page.get(f"/index/{GRID}/").status_code == 404
    assert page.get("/index/", {"index": "four_fields"}).context["asked"].index.key == "ours"
    assert 'href="/index/"' in page.get("/").content.decode()


@pytest.mark.parametrize("text", ["", OURS.replace('publish = ["ours"]', "")])
def test_nothing_is_published_unless_the_city_says_so(
    city: City, settings: LazySettings, tmp_path: Path, text: str
) -> None:
    city_of_ours(tmp_path, settings, text=text)
    assert Client().get("/index/").status_code == 404
    assert Client().get(f"/index/{TOWN}/").status_code == 404
    assert 'href="/index/"' not in Client().get("/").content.decode()
