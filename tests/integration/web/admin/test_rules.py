"""A law that changed for running clocks: looked at on the page and as a file, then applied."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from linli.cases.actions.following import follow_rules
from linli.cases.actions.opening import open_case
from linli.cases.models import Case, Clock, Event, Recount
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from linli.people.models import Account, AdminChange, Post
from linli.process import registry
from tests import world as worlds

pytestmark = pytest.mark.django_db
PACKS = Path(__file__).resolve().parents[3] / "packs"
PAGE = "/console/admin/rules/rungs/review/"
OPENED = datetime(2026, 6, 1, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def rungs() -> Iterator[None]:
    registry.use(roots=[PACKS])
    yield
    registry.use(roots=[])


@pytest.fixture
def case(db: None) -> Case:
    """A case in review since before the law changed."""
    worlds.build()
    report = NewCase(pack="rungs", text="不服答复", channel="web", area_code=worlds.NAMED["@grid"])
    case = Case.objects.get(number=open_case(report=report, by=PUBLIC, now=OPENED).number)
    Clock.objects.create(
        case=case,
        key="review",
        state="running",
        length=30,
        unit="day",
        count_from="next_day",
        ends="working_day",
        started_at=OPENED,
        due_at=OPENED + timedelta(days=30),
    )
    return case


@pytest.fixture
def admin(client: Client, case: Case) -> Client:
    account = Account.objects.create(username="admin", name="管理员甲")
    centre = Post.objects.filter(role="desk").values_list("organisation_id", flat=True)[0]
    Post.objects.create(
        account=account, role="administrator", area_id="4301", organisation_id=centre, starts_date=OPENED.date()
    )
    client.force_login(account)
    client.cookies["django_language"] = "en"
    return client


def tried(admin: Client) -> str:
    return admin.post(PAGE).headers["Location"]


def test_it_shows_whom_the_change_moves_and_moves_nobody(admin: Client, case: Case) -> None:
    assert "running clocks too" in admin.get("/console/admin/rules/").content.decode()
    assert "45 days" in admin.get(PAGE).content.decode()
    assert case.number in admin.get(tried(admin)).content.decode()
    assert "waits to be confirmed" in admin.get(PAGE).content.decode()
    assert Clock.objects.get(key="review").length == 30


def test_it_applies_the_change_with_an_entry_in_each_case(admin: Client, case: Case) -> None:
    page = tried(admin)
    assert admin.post(page, {"step": "confirm"}).status_code == 302
    assert AdminChange.objects.get().kind == "rule.apply"

    assert follow_rules(now=datetime.now(UTC)) == 1
    assert Clock.objects.get(key="review").length == 45
    assert Event.objects.filter(case=case, kind="rule_followed").count() == 1
    assert "1 cases moved, each with an entry" in admin.get(page).content.decode()
    assert case.number in admin.get(page).content.decode()
    assert "No open case moves" in admin.get(tried(admin)).content.decode()
    assert "under way" not in admin.get("/console/admin/rules/").content.decode()


def test_a_rule_that_is_not_in_force_is_looked_at_and_not_applied(
    admin: Client, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 6, 20, 2, tzinfo=UTC))
    page = tried(admin)
    shown = admin.get(page).content.decode()
    assert case.number in shown
    assert "not in force yet" in shown
    assert admin.post(page, {"step": "confirm"}).status_code == 409
    assert Recount.objects.count() == 0


def test_only_who_governs_the_city_applies_it(admin: Client, case: Case) -> None:
    Post.objects.filter(role="administrator").update(area_id="430102")
    assert "administrator applies it" in admin.get(PAGE).content.decode()
    assert admin.post(PAGE).status_code == 403
