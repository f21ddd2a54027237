"""What names somebody in a report is on no page that strangers, or holders of its link, may open."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.queries.public import reporter_of
from linli.cases.types import NewCase, Opened
from linli.people.access import PUBLIC
from tests import changsha
from tests.written import left, texts

PIECES = (
    "王小明", "13812345678", "88881234", "430104199001011230", "6222021000112233", "someone@example.org", "abc_12345",
    "湘A12345", "1201室",
)  # fmt: skip
TEXT = (
    "路灯不亮。我叫王小明，电话13812345678，座机0731-88881234，身份证号430104199001011230，卡号6222021000112233，"
    "邮箱someone@example.org，微信号abc_12345，车牌湘A12345，住3栋2单元1201室。"
)
ADDRESS = "幸福小区3栋2单元1201室"

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(now: datetime) -> Opened:
    changsha.load(now=now)
    report = NewCase(
        pack="event",
        title="路灯不亮，联系人：王小明 13812345678",
        text=TEXT,
        address=ADDRESS,
        category="utility.streetlight",
        area_code="430102001",
        channel="web",
    )
    made = open_case(report=report, by=PUBLIC, now=now)
    reporter = reporter_of(number=made.number, secret=made.secret)
    act(number=made.number, action="add", inputs={"text": f"补充：{TEXT}"}, by=reporter, now=now)
    return made


def pages(opened: Opened) -> Iterator[str]:
    link = f"/case/{opened.number}/{opened.secret}/"
    yield from (link, f"{link}receipt/", f"{link}subscribe/", f"/api/v1/reports/{opened.number}?secret={opened.secret}")
    yield from ("/", "/map/", "/area/430102001/", "/area/430102001/points.json", "/numbers/", "/proof/", "/track/")


def test_no_public_page_names_anybody(client: Client, opened: Opened) -> None:
    found = {at: client.get(at, headers={"authorization": f"Bearer {opened.secret}"}) for at in pages(opened)}

    for at, response in found.items():
        text = b"".join(response).decode() if response.streaming else response.content.decode()
        assert [piece for piece in PIECES if piece in text] == [], at
    page = found[f"/case/{opened.number}/{opened.secret}/"]
    assert page.status_code == 200
    assert "路灯不亮" in page.content.decode()
    assert "〔电话〕" in page.content.decode()


@given(texts())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_phone_identity_number_or_plate_is_on_the_page(
    client: Client, opened: Opened, written: tuple[str, str]
) -> None:
    text, number = written
    Case.objects.filter(number=opened.number).update(title=text, text=text, address=text)

    page = unescape(client.get(f"/case/{opened.number}/{opened.secret}/").content.decode())
    assert number not in page
    words = "\n".join(one for one in page.splitlines() if opened.number not in one)
    assert left(words) == []


def test_the_case_keeps_what_was_written(opened: Opened) -> None:
    case = Case.objects.get(number=opened.number)

    assert case.text == TEXT
    assert case.address == ADDRESS
