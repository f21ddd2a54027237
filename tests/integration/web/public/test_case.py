"""The secret link: what it shows, what its holder may do, and what a wrong one learns (nothing)."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client

from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Subscription
from linli.cases.queries.public import public_map
from linli.cases.queries.waiting import token_subject
from linli.cases.types import NewCase, Opened
from linli.core import receipts
from linli.notify.models import Outgoing
from linli.people.access import PUBLIC
from tests import changsha

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(now: datetime) -> Opened:
    changsha.load(now=now)
    report = NewCase(
        pack="event", text="路灯不亮", category="utility.streetlight", area_code="430102001", channel="web"
    )
    return open_case(report=report, by=PUBLIC, now=now)


def link(opened: Opened) -> str:
    return f"/case/{opened.number}/{opened.secret}/"


def test_it_shows_the_case(client: Client, opened: Opened) -> None:
    page = client.get(link(opened)).content.decode()
    assert opened.number in page
    assert "路灯不亮" in page


def test_number_and_secret_lead_there(client: Client, opened: Opened) -> None:
    response = client.post("/track/", {"number": opened.number.lower(), "secret": opened.secret})
    assert response["Location"] == link(opened)


@pytest.mark.parametrize(("number", "secret"), [("", "wrong"), ("EV-260302-999999", "")])
def test_a_wrong_number_or_secret_learns_nothing(client: Client, opened: Opened, number: str, secret: str) -> None:
    given = {"number": number or opened.number, "secret": secret or opened.secret}
    assert client.post("/track/", given).status_code == 422
    assert client.get(f"/case/{given['number']}/{given['secret']}/").status_code == 404


def test_a_step_that_is_gone_says_how_the_case_stands(client: Client, opened: Opened) -> None:
    response = client.post(f"{link(opened)}do/reopen/", {})
    assert response.status_code == 409
    assert "已不能进行这一步" in response.content.decode()


def test_it_withdraws(client: Client, opened: Opened) -> None:
    assert client.post(f"{link(opened)}do/withdraw/", {"withdraw-reason": "已经修好了"}).status_code == 302
    assert Case.objects.get().outcome == "withdrawn"


def test_a_missing_answer_is_asked_for(client: Client, opened: Opened) -> None:
    response = client.post(f"{link(opened)}do/add/", {"add-text": ""})
    assert response.status_code == 422
    assert Case.objects.get().event_count == 1


def test_news_by_mail_start_with_the_mailed_link_and_stop_with_another(client: Client, opened: Opened) -> None:
    client.post(f"{link(opened)}subscribe/", {"email": "a@example.org"})
    made = UUID(Outgoing.objects.get(template="confirm_subscription").context["subscription"])
    token = receipts.derive(number=token_subject(made), key=settings.CONTACT_KEYS[0])
    assert client.get(f"/subscriptions/{token}/confirm/").status_code == 200
    assert Subscription.objects.get().confirmed_at is None, "opening the link alone confirms nothing"
    client.post(f"/subscriptions/{token}/confirm/")
    assert Subscription.objects.get().confirmed_at is not None
    client.post(f"/subscriptions/{token}/stop/")
    assert not Subscription.objects.exists()
    assert client.get(f"/subscriptions/{token}/stop/").status_code == 404


@pytest.mark.parametrize(
    ("code", "answer"), [("", "没有改动"), ("ab" * 32, "没有这个校验码"), ("no code", "没有这个校验码")]
)
def test_a_receipt_is_checked(client: Client, opened: Opened, code: str, answer: str) -> None:
    page = client.post("/proof/", {"number": opened.number, "code": code or opened.event_hash})
    assert answer in page.content.decode()


def test_the_map_shows_kind_and_stage_and_no_words(client: Client, opened: Opened, now: datetime) -> None:
    Case.objects.update(text="某先生家门口", title="某先生家门口")
    shown = client.get("/area/430102/points.json").content.decode()
    assert "某先生" not in shown


def test_a_report_of_the_small_hours_stands_under_the_citys_day(client: Client, opened: Opened, now: datetime) -> None:
    Case.objects.update(opened_at=now.replace(hour=17), lon=112.98, lat=28.2)

    (point,) = public_map(area="4301", now=now + timedelta(days=1))

    assert point.opened_date == now.date() + timedelta(days=1)


def test_reporters_read_what_they_filled_in(client: Client, now: datetime) -> None:
    changsha.load(now=now)
    rows = [{"name": "甲", "phone": "555-01", "represents": True, "owed": 9000, "paid": "none"}]
    fields = {
        "employer": "某劳务公司", "employer_contact": "555-09", "items": ["wages"], "people": 1, "working": "still",
        "begun": "no", "claimants": rows,
    }  # fmt: skip
    report = NewCase(
        pack="wage",
        text="一直没发",
        category="construction.building",
        area_code="430102001",
        channel="web",
        fields=fields,
    )
    made = open_case(report=report, by=PUBLIC, now=now)
    page = client.get(link(made)).content.decode()
    for words in ("用人单位名称", "某劳务公司", "欠的是什么", "工资", "推举为代表", "555-01", "555-09"):
        assert words in page
    client.cookies["django_language"] = "en"
    assert "Do you still work there?" in client.get(link(made)).content.decode()


def test_what_the_pack_shows_to_others_only_stays_hidden(client: Client, sample_packs: None, now: datetime) -> None:
    changsha.load(now=now)
    fields = {"workers": [{"name": "甲", "card": "4301-77", "amount": 3000}]}
    report = NewCase(pack="inspect", text="拖欠工资两个月", area_code="430102001", channel="web", fields=fields)
    made = open_case(report=report, by=PUBLIC, now=now)
    page = client.get(link(made)).content.decode()
    assert "3000" in page
    assert "4301-77" not in page
    assert "证件号" not in page
