"""Open numbers: what everybody may read, and nothing of what they may not."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests import world as worlds
from tests.world import CITY, NAMED, TOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(settings: object) -> None:
    worlds.build()
    now = datetime.now().astimezone()
    for pack, place in (("event", "@grid"), ("event", "@other_grid"), ("service", "@grid")):
        open_case(report=NewCase(pack=pack, text="路灯坏了", channel="web", area_code=NAMED[place]), by=PUBLIC, now=now)


def test_public_matters_are_counted_place_by_place(client: Client) -> None:
    context = client.get(reverse("public:numbers")).context
    assert {one.key: one.said for one in context["numbers"]}["opened"] == "2"
    assert [(line.code, line.numbers[0].said) for line in context["lines"]] == [("430102", "2")]
    town = client.get(reverse("public:numbers"), {"area": TOWN}).context
    assert {one.key: one.said for one in town["numbers"]}["open"] == "1"


def test_kinds_that_are_not_public_and_single_grids_are_not_shown(client: Client) -> None:
    text = client.get(reverse("public:numbers"), {"matter": "service"})
    assert text.context["pack"].key == "event"
    assert client.get(reverse("public:numbers"), {"area": NAMED["@grid"]}).status_code == 404
    village = client.get(reverse("public:numbers"), {"area": NAMED["@village"]})
    assert village.context["lines"] == ()
    assert client.get(reverse("public:numbers"), {"area": "4302"}).status_code == 404
    assert "/console/cases/" not in village.content.decode()


def test_it_may_be_kept_for_a_minute(client: Client) -> None:
    assert "max-age=60" in client.get(reverse("public:numbers"), {"area": CITY, "span": "year"})["Cache-Control"]


def test_the_table_comes_as_a_file_without_rates_of_too_few(client: Client) -> None:
    answer = client.get(reverse("public:numbers"), {"as": "csv"}, headers={"accept-language": "zh-hans"})
    head, line, whole = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    found = dict(zip(head.split(","), line.split(","), strict=True))
    assert (found["区域"], found["新增"], found["按期结案率"]) == ("芙蓉区", "2", "")
    assert whole.startswith("长沙市,2,")
    book = client.get(reverse("public:numbers"), {"as": "xlsx"})
    assert b"".join(book.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert client.get(reverse("public:numbers"), {"as": "pdf"}).status_code == 404


def test_files_of_the_map_are_slowed_down_and_the_page_is_not(client: Client, settings: Any) -> None:
    settings.REPORT_RATE = "1/h"
    answers = [client.get(reverse("public:numbers"), {"map": "svg"}).status_code for _turn in range(5)]
    assert answers == [404, 404, 404, 404, 429], "this city has no map; asking counts all the same"
    assert client.get(reverse("public:numbers")).status_code == 200
