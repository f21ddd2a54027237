"""What the report form takes, refuses and takes once."""

import io
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from linli.cases.models import Attachment, Case
from linli.web.public import forms
from tests import changsha

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def whole_city(now: datetime) -> None:
    changsha.load(now=now)


def typed(**changes: Any) -> dict[str, Any]:
    with mock.patch("time.time", return_value=timezone.now().timestamp() - 60):
        stamp = forms.new_stamp()
    return {"kind": "event:city_look", "area": "430102001", "text": "小区南门垃圾堆了三天", "stamp": stamp} | changes


def test_it_reports(client: Client) -> None:
    response = client.post("/report/", typed())
    case = Case.objects.get()
    assert response.status_code == 302
    assert response["Location"].startswith(f"/case/{case.number}/")
    receipt = client.get(response["Location"])
    assert receipt["Referrer-Policy"] == "same-origin"
    assert "no-store" in receipt["Cache-Control"]


def test_a_second_sending_gives_the_same_case(client: Client) -> None:
    given = typed()
    first, second = client.post("/report/", given), client.post("/report/", given)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_place_named_in_the_address_is_enough(client: Client) -> None:
    response = client.post("/report/", typed(area="", address="芙蓉区文艺路街道口"))
    assert response.status_code == 302
    assert Case.objects.get().area_id == "430102001"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"text": ""}, "请简单说明发生了什么"),
        ({"area": ""}, "请说明地点"),
        ({"area": "", "lon": "2.35", "lat": "48.85"}, "不在本市范围"),
        ({"email": "nobody"}, "电子邮箱格式不对"),
        ({"website": "http://spam.example"}, "请再看一遍"),
        ({"stamp": "forged"}, "请再看一遍"),
    ],
)
def test_it_refuses(client: Client, changes: dict[str, str], fault: str) -> None:
    response = client.post("/report/", typed(**changes))
    assert response.status_code == 422
    assert fault in response.content.decode()
    assert not Case.objects.exists()


def test_what_is_sent_at_once_is_shown_again(client: Client) -> None:
    response = client.post("/report/", typed(stamp=forms.new_stamp()))
    assert response.status_code == 422


def test_a_flood_is_slowed_down(client: Client, settings: Any) -> None:
    settings.REPORT_RATE = "1/h"
    assert client.post("/report/", typed()).status_code == 302
    slowed = client.post("/report/", typed())
    assert slowed.status_code == 429
    assert int(slowed["Retry-After"]) <= timedelta(hours=1).total_seconds()


def test_behind_a_proxy_each_sender_has_a_rate_of_their_own(client: Client, settings: Any) -> None:
    settings.REPORT_RATE, settings.IS_BEHIND_PROXY = "1/h", True
    senders = ["198.51.100.7", "198.51.100.8", "203.0.113.1, 198.51.100.7"]

    answers = [client.post("/report/", typed(), headers={"x-forwarded-for": sender}) for sender in senders]

    assert [answer.status_code for answer in answers] == [302, 302, 429]


@pytest.mark.parametrize("page", ["/track/", "/proof/"])
def test_a_letter_that_no_database_keeps_is_refused(client: Client, page: str) -> None:
    answer = client.post(page, {"number": "EV-1\0", "secret": "x", "code": "aa"})
    assert answer.status_code == 400
    assert client.get("/case/EV-1%00/x/").status_code == 400


def test_a_flood_of_photos_in_forms_that_fail_is_slowed_down(client: Client, settings: Any) -> None:
    settings.REPORT_RATE, before = "1/d", Attachment.objects.count()

    answers = [client.post("/report/", typed(text="", photos=_pictures(3))) for _turn in range(3)]

    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert Attachment.objects.count() == before + 6


def _pictures(count: int) -> list[SimpleUploadedFile]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "JPEG")
    return [SimpleUploadedFile(f"{at}.jpg", out.getvalue(), "image/jpeg") for at in range(count)]


def test_residents_are_not_asked_how_a_dispute_came_in(client: Client) -> None:
    page = client.get("/report/", {"kind": "dispute:neighbour"}).content.decode()
    assert "own_request" in page
    assert "own_source" not in page
    assert "own_referrer" not in page
