"""Editing a calendar first shows whom it moves; nothing is kept until the administrator is sure."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase, Opened
from linli.core.calendars import queries
from linli.people.access import PUBLIC
from linli.people.models import Account, Post
from tests import world as worlds

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
HOLIDAY = {"date": "2026-03-04", "kind": "holiday", "name": "临时放假", "key": "default"}


@pytest.fixture
def opened(db: None) -> Opened:
    worlds.build()
    report = NewCase(pack="event", text="路灯不亮", channel="web", area_code=worlds.NAMED["@grid"])
    return open_case(report=report, by=PUBLIC, now=MONDAY)


@pytest.fixture
def admin(client: Client, opened: Opened) -> Client:
    account = Account.objects.create(username="admin", name="管理员甲")
    centre = Post.objects.filter(role="desk").values_list("organisation_id", flat=True)[0]
    Post.objects.create(
        account=account, role="administrator", area_id="4301", organisation_id=centre, starts_date=MONDAY.date()
    )
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def test_it_shows_whom_a_day_moves_and_keeps_it_when_sure(admin: Client, opened: Opened) -> None:
    shown = admin.post("/console/admin/calendars/day/", HOLIDAY)
    assert (shown.status_code, opened.number in shown.content.decode()) == (200, True)
    assert queries.days(year=2026) == ()
    file = admin.post("/console/admin/calendars/day/", HOLIDAY | {"file": "csv"})
    assert opened.number in b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert queries.days(year=2026) == ()

    assert admin.post("/console/admin/calendars/day/", HOLIDAY | {"sure": "1"}).status_code == 302
    assert [day.date for day in queries.days(year=2026)] == [date(2026, 3, 4)]


def test_a_day_that_moves_nobody_is_entered_at_once(admin: Client) -> None:
    assert admin.post("/console/admin/calendars/day/", HOLIDAY | {"date": "2027-03-04"}).status_code == 302
    assert [day.date for day in queries.days(year=2027)] == [date(2027, 3, 4)]


def test_it_shows_whom_other_hours_move(admin: Client, opened: Opened) -> None:
    week = {f"day{weekday}": "11:00-12:00, 13:00-17:00" for weekday in range(5)} | {"key": "default"}
    shown = admin.post("/console/admin/calendars/hours/", week)
    assert (shown.status_code, opened.number in shown.content.decode()) == (200, True)
    assert admin.post("/console/admin/calendars/hours/", week | {"sure": "1"}).status_code == 302
    assert len(queries.hours()[0]) == 2
