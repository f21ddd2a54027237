"""A resident recognises an open matter near the place and joins it; nothing that is hidden is told meanwhile."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Event
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.places import queries as places
from tests import changsha
from tests.integration.web.public.test_report import typed

pytestmark = pytest.mark.django_db
VILLAGE = "430102001001"
SAME = "小区南门垃圾堆了三天没人清"


@pytest.fixture(autouse=True)
def whole_city(now: datetime) -> None:
    changsha.load(now=now)


def reported(*, text: str = SAME, area: str = VILLAGE, **more: Any) -> str:
    given = {"pack": "event", "category": "city_look.litter", "channel": "web"} | more
    return open_case(report=NewCase(text=text, area_code=area, **given), by=PUBLIC, now=timezone.now()).number


def offers(client: Client, **changes: Any) -> str:
    answer = client.post("/report/similar/", typed(area=VILLAGE) | changes)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def tokens(page: str) -> list[str]:
    return re.findall(r'name="joins" value="(\w{32})"', page)


def test_what_is_open_near_is_offered_without_number_or_words(client: Client) -> None:
    number = reported(text=f"{SAME}，王小明 13812341234")
    page = offers(client)
    assert len(tokens(page)) == 1
    assert not [one for one in (number, "南门", "王小明", "138") if one in page]


@pytest.mark.parametrize(
    "other",
    [
        {"area": "430104001001"},
        {"category": "advert.stickers", "text": "墙上贴满小广告"},
        {"pack": "service", "category": "help.housing", "fields": {"wish": "修好", "reply": "none"}},
    ],
)
def test_what_is_elsewhere_or_of_another_kind_is_not(client: Client, other: dict[str, Any]) -> None:
    reported(**other)
    assert tokens(offers(client, kind="event:traffic")) == []


def test_what_is_closed_or_confidential_is_not(client: Client) -> None:
    closed, secret = reported(), reported()
    Case.objects.filter(number=closed).update(closed_at=timezone.now(), outcome="resolved")
    Case.objects.filter(number=secret).update(confidentiality="confidential")
    assert tokens(offers(client)) == []


def test_the_most_alike_comes_first_and_three_are_enough(client: Client) -> None:
    made = [reported(text=text) for text in ("路边有落叶", "沟里有淤泥", SAME, "井边有碎砖")]
    (first, *rest) = tokens(offers(client))
    assert len(rest) == 2
    client.post("/report/", typed(area=VILLAGE, joins=first))
    assert Case.objects.get(merged_into__isnull=False).merged_into_id == Case.objects.get(number=made[2]).pk


def test_a_report_that_joins_has_its_own_number_and_is_merged(client: Client) -> None:
    number = reported()
    sent = typed(area=VILLAGE, joins=tokens(offers(client))[0], email="a@example.org")
    first, again = client.post("/report/", sent), client.post("/report/", sent)
    assert first["Location"] == again["Location"]
    joined = Case.objects.exclude(number=number).get()
    assert (joined.stage, joined.merged_into_id) == ("merged", Case.objects.get(number=number).pk)
    assert list(Event.objects.filter(case=joined).order_by("seq").values_list("kind", "actor_kind")) == [
        ("open", "public"),
        ("join", "system"),
    ]
    assert number in client.get(first["Location"]).content.decode()


@pytest.mark.parametrize("joins", ["0" * 32, "forged", ""])
def test_a_token_that_is_none_leaves_the_report_by_itself(client: Client, joins: str) -> None:
    number = reported()
    assert client.post("/report/", typed(area=VILLAGE, joins=joins)).status_code == 302
    assert Case.objects.exclude(number=number).get().stage == "reported"


def test_a_matter_that_ended_meanwhile_leaves_it_by_itself_too(client: Client) -> None:
    number = reported()
    token = tokens(offers(client))[0]
    Case.objects.filter(number=number).update(closed_at=timezone.now(), outcome="resolved")
    assert client.post("/report/", typed(area=VILLAGE, joins=token)).status_code == 302
    assert Case.objects.exclude(number=number).get().stage == "reported"


def test_a_point_counts_as_the_map_rounds_it(client: Client) -> None:
    lon, lat = places.centre_of(VILLAGE) or (0.0, 0.0)
    reported(lon=lon, lat=lat, area="")
    near, far = {"lon": lon + 0.0005, "lat": lat}, {"lon": lon, "lat": lat + 0.02}
    assert len(tokens(offers(client, area="", **near))) == 1
    assert tokens(offers(client, area="", **far)) == []


def test_looking_up_is_slowed_down(client: Client, settings: Any) -> None:
    settings.REPORT_RATE = "1/h"
    answers = [client.post("/report/similar/", typed(text="")).status_code for _turn in range(61)]
    assert (set(answers[:60]), answers[60]) == ({200}, 429)
