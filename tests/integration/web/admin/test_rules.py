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


def taken_away(admin: Client, kind: str) -> bytes:
    return b"".join(admin.get(f"{PAGE}?file={kind}").streaming_content)  # type: ignore[attr-defined]


def test_it_shows_whom_the_change_moves_and_moves_nobody(admin: Client, case: Case) -> None:
    assert "running clocks too" in admin.get("/console/admin/rules/").content.decode()
    page = admin.get(PAGE).content.decode()
    assert case.number in page
    assert "45 days" in page
    assert case.number in taken_away(admin, "csv").decode()
    assert taken_away(admin, "xlsx").startswith(b"PK")
    assert admin.get(f"{PAGE}?file=exe").status_code == 404
    assert Clock.objects.get(key="review").length == 30


def test_it_applies_the_change_with_an_entry_in_each_case(admin: Client, case: Case) -> None:
    assert admin.post(PAGE).status_code == 302
    assert admin.post(PAGE).status_code == 302
    assert Recount.objects.filter(pack="rungs", finished_at=None).count() == 1
    assert AdminChange.objects.filter(kind="rule.apply").count() == 2

    assert follow_rules(now=datetime.now(UTC)) == 1
    assert Clock.objects.get(key="review").length == 45
    assert Event.objects.filter(case=case).latest("seq").kind == "rule_followed"
    assert case.number not in admin.get(PAGE).content.decode()
    assert "under way" not in admin.get("/console/admin/rules/").content.decode()
