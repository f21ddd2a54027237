"""Editing a calendar first shows whom it moves; nothing is kept until the administrator confirms it."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from linli.cases.actions.following import follow_calendars
from linli.cases.actions.opening import open_case
from linli.cases.models import Case, DryRun, Event
from linli.cases.types import NewCase, Opened
from linli.core.calendars import queries
from linli.jobs import tasks
from linli.people.access import PUBLIC
from linli.people.models import Account, AdminChange, Post
from linli.web.admin import dry_runs
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
    return signed_in(client, "admin", area="4301")


def signed_in(client: Client, name: str, *, area: str) -> Client:
    account = Account.objects.create(username=name, name="管理员甲")
    centre = Post.objects.filter(role="desk").values_list("organisation_id", flat=True)[0]
    Post.objects.create(
        account=account, role="administrator", area_id=area, organisation_id=centre, starts_date=MONDAY.date()
    )
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def tried(admin: Client, **edit: str) -> str:
    """The address of the edit's dry run."""
    answer = admin.post("/console/admin/calendars/day/", HOLIDAY | edit)
    assert answer.status_code == 302
    return answer.headers["Location"]


def taken_away(admin: Client, page: str, kind: str) -> bytes:
    return b"".join(admin.get(f"{page}?file={kind}").streaming_content)  # type: ignore[attr-defined]


def test_it_shows_whom_a_day_moves_and_keeps_it_when_confirmed(admin: Client, opened: Opened) -> None:
    page = tried(admin)
    shown = admin.get(page).content.decode()
    assert opened.number in shown
    assert "1 open case would get another due date" in shown
    assert "2026-03-04" in shown
    assert queries.days(year=2026) == ()
    assert "waits to be confirmed" in admin.get("/console/admin/calendars/?year=2026").content.decode()

    assert admin.post(page, {"step": "confirm"}).headers["Location"] == page
    assert [day.date for day in queries.days(year=2026)] == [date(2026, 3, 4)]
    assert AdminChange.objects.get().subject == "calendar default 2026-03-04"
    assert "Being applied" in admin.get(page).content.decode()
    assert admin.post(page, {"step": "confirm"}).status_code == 409


def test_it_is_taken_away_as_a_table(admin: Client, opened: Opened) -> None:
    page = tried(admin)
    head, line = taken_away(admin, page, "csv").decode().splitlines()
    assert head.endswith("Number,Kind of matter,Time limit,Due so far,Due from now on")
    assert line.startswith(f"{opened.number},Neighbourhood event,Promised answer,2026-03-")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(taken_away(admin, page, "xlsx"))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == opened.number
    assert admin.get(f"{page}?file=exe").status_code == 404


def test_of_a_confidential_case_it_tells_no_number(admin: Client, opened: Opened) -> None:
    Case.objects.update(confidentiality="confidential")
    page = tried(admin)
    shown = admin.get(page).content.decode()
    assert "1 of them is confidential" in shown
    for told in (shown, taken_away(admin, page, "csv").decode()):
        assert opened.number not in told
    assert taken_away(admin, page, "csv").decode().splitlines()[1] == "Confidential cases,1"


def test_a_long_count_goes_on_in_the_background(admin: Client, opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dry_runs, "INLINE_SECONDS", 0)
    page = tried(admin)
    waits = admin.get(page).content.decode()
    assert "Being counted" in waits
    assert 'hx-get="?part=1"' in waits
    assert "<h1>" not in admin.get(f"{page}?part=1").content.decode()
    monkeypatch.undo()
    tasks.count_moves()
    assert admin.get(f"{page}?part=1").headers["HX-Refresh"] == "true"
    assert opened.number in admin.get(page).content.decode()


def test_an_outdated_count_is_made_again(admin: Client, opened: Opened) -> None:
    page = tried(admin)
    tried(admin, date="2027-03-04")
    assert "Count again before you decide" in admin.get(page).content.decode()
    told = admin.post(page, {"step": "confirm"}, follow=True).content.decode()
    assert "It is being counted again" in told
    assert opened.number in told
    assert [day.date for day in queries.days(year=2026)] == []
    admin.post(page, {"step": "recount"})
    admin.post(page, {"step": "confirm"})
    assert [day.date for day in queries.days(year=2026)] == [date(2026, 3, 4)]


def test_it_can_be_left_as_it_is(admin: Client) -> None:
    page = tried(admin)
    assert admin.post(page, {"step": "drop"}).status_code == 302
    assert admin.get(page).status_code == 404
    assert DryRun.objects.count() == 0
    assert Event.objects.filter(kind="calendar_followed").count() == 0


def test_a_day_that_moves_nobody_is_entered_at_once(admin: Client) -> None:
    assert tried(admin, date="2027-03-04") == "/console/admin/calendars/?key=default&year=2027"
    assert [day.date for day in queries.days(year=2027)] == [date(2027, 3, 4)]


def test_it_shows_whom_other_hours_and_a_day_given_back_move(admin: Client, opened: Opened) -> None:
    week = {f"day{weekday}": "11:00-12:00, 13:00-17:00" for weekday in range(5)} | {"key": "default"}
    page = admin.post("/console/admin/calendars/hours/", week).headers["Location"]
    shown = admin.get(page).content.decode()
    assert opened.number in shown
    assert "11:00-12:00, 13:00-17:00" in shown
    admin.post(page, {"step": "confirm"})
    assert len(queries.hours()[0]) == 2
    assert AdminChange.objects.get().before["0"] == "09:00-12:00, 13:00-18:00"

    admin.post(tried(admin), {"step": "confirm"})
    follow_calendars(now=datetime.now(UTC) + timedelta(minutes=1))
    answer = admin.post("/console/admin/calendars/day/remove/", {"date": "2026-03-04", "key": "default"})
    assert "/dry-runs/" in answer.headers["Location"]
    assert "back to the weekly pattern" in admin.get(answer.headers["Location"]).content.decode()


def test_only_who_governs_the_city_looks_at_it(admin: Client, client: Client) -> None:
    page = tried(admin)
    county = signed_in(Client(), "county", area="430102")
    for answer in (county.get(page), county.post(page, {"step": "confirm"}), county.get(f"{page}?file=csv")):
        assert answer.status_code == 403
