"""Administration: every page opens for administrators alone, and each form does what it says."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.core.calendars import queries as calendars
from linli.people.actions import accounts as account_actions
from linli.people.models import Account, AdminChange, Contact, ContactReveal, Organisation, Post, Token
from linli.places.models import Area, MapVersion

PAGES = [
    "", "organisations/", "organisations/new/", "accounts/", "accounts/new/", "posts/", "posts/new/", "calendars/",
    "packs/event/", "packs/", "packs/event/diagram.svg", "tokens/", "tokens/new/", "outbox/", "reveals/", "changes/",
    "rules/", "rules/event/handle/",
]  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def county() -> Area:
    Area.objects.create(code="4301", name="长沙市", level="city")
    area = Area.objects.create(code="430102", name="芙蓉区", level="county", parent_id="4301")
    MapVersion.objects.update_or_create(id=1, defaults={"version": int(datetime.now(UTC).timestamp() * 1000)})
    return area


@pytest.fixture
def centre(county: Area) -> Organisation:
    return Organisation.objects.create(code="430102-zz", path="0001", name="芙蓉区综治中心", area=county)


@pytest.fixture
def clerk(centre: Organisation) -> Account:
    return staff("lilan", "受理员甲", "desk", centre)


@pytest.fixture
def admin(client: Client, centre: Organisation) -> Client:
    client.force_login(staff("admin", "管理员甲", "administrator", centre))
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def city_admin(client: Client, centre: Organisation) -> Client:
    client.force_login(staff("cityadmin", "市管理员", "administrator", centre, area="4301"))
    client.cookies["django_language"] = "en"
    return client


def staff(username: str, name: str, role: str, centre: Organisation, area: str = "430102") -> Account:
    account = Account.objects.create(username=username, name=name)
    Post.objects.create(account=account, role=role, area_id=area, organisation=centre, starts_date=date(2020, 1, 1))
    return account


def sent(client: Client, page: str, **fields: object) -> str:
    """The address that a form leads to, or the page that it answers with."""
    answer = client.post(f"/console/admin/{page}", fields)
    assert answer.status_code in {200, 302, 422}, answer.status_code
    return answer.headers.get("Location", "") or answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_an_administrator(admin: Client, page: str) -> None:
    assert admin.get(f"/console/admin/{page}").status_code == 200


@pytest.mark.parametrize("page", [page for page in PAGES if "packs" not in page and page])
def test_no_page_opens_for_the_desk_or_the_public(client: Client, clerk: Account, page: str) -> None:
    assert client.get(f"/console/admin/{page}").status_code == 302
    client.force_login(clerk)
    assert client.get(f"/console/admin/{page}").status_code == 403


def test_it_adds_edits_moves_and_deactivates_an_organisation(admin: Client, centre: Organisation) -> None:
    assert "/organisations/" in sent(
        admin, "organisations/new/", code="430102-cg", name="城管局", parent="430102-zz", area_code="芙蓉区", kind="cg"
    )
    row = Organisation.objects.get(code="430102-cg")
    assert (row.parent_id, row.area_id) == (centre.pk, "430102")
    page = f"organisations/{row.pk}/"
    sent(admin, page, name="城市管理局", area_code="430102", kind="cg")
    sent(admin, f"{page}move/", parent="")
    sent(admin, f"{page}switch/", active="0")
    row.refresh_from_db()
    assert (row.name, row.parent_id, row.is_active) == ("城市管理局", None, False)
    assert admin.get(f"/console/admin/{page}").status_code == 200


def test_it_says_what_is_wrong_with_an_organisation(admin: Client, centre: Organisation) -> None:
    page = sent(admin, "organisations/new/", code="430102-zz", name="x", area_code="没有这个地方")
    assert "No area has this code or name" in page
    assert "Choose a code not in use" in sent(admin, "organisations/new/", code="430102-zz", name="x")


def test_it_imports_organisations_or_lists_every_fault(admin: Client) -> None:
    good = SimpleUploadedFile("o.csv", "代码,名称\na,A局\nb,B局\n".encode())
    assert sent(admin, "organisations/import/", file=good).endswith("/organisations/")
    bad = SimpleUploadedFile("o.csv", "代码,名称,区划\nc,,99\n".encode())
    page = sent(admin, "organisations/import/", file=bad)
    assert "2 faults" in page
    assert Organisation.objects.count() == 3


def test_it_makes_an_account_and_shows_its_password_once(admin: Client) -> None:
    page = sent(admin, "accounts/new/", username="wuhao", name="承办人乙")
    found = re.search(r'<code class="secret">(\w+)</code>', page)
    assert found is not None
    row = Account.objects.get(username="wuhao")
    assert row.check_password(found[1])
    assert found[1] not in admin.get(f"/console/admin/accounts/{row.pk}/").content.decode()


def test_it_resets_unlocks_and_deactivates(admin: Client, clerk: Account) -> None:
    for _try in range(5):
        account_actions.sign_in_failed(username="lilan", now=datetime.now(UTC))
    page = f"accounts/{clerk.pk}/"
    assert "locked until" in admin.get(f"/console/admin/{page}").content.decode()
    sent(admin, f"{page}unlock/")
    assert "locked until" not in admin.get(f"/console/admin/{page}").content.decode()
    assert "secret" in sent(admin, f"{page}password/")
    sent(admin, f"{page}second-factor/")
    sent(admin, f"{page}switch/", active="0")
    sent(admin, page, name="受理员甲二", language="en")
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.name, clerk.must_change_password) == (False, "受理员甲二", True)


def test_it_grants_leaves_and_ends_a_post(admin: Client, clerk: Account) -> None:
    fields = {"account": "lilan", "role": "verifier", "area": "430102", "organisation": "430102-zz"}
    assert "/posts/" in sent(admin, "posts/new/", **fields, starts_date="2026-03-02")
    assert "already holds" in sent(admin, "posts/new/", **fields, starts_date="2026-04-02")
    page = f"posts/{Post.objects.get(role='verifier').pk}/"
    sent(admin, f"{page}leave/", stand_in="admin", from_date="2026-03-03", until_date="2026-03-09")
    assert "管理员甲" in admin.get(f"/console/admin/{page}").content.decode()
    sent(admin, f"{page}end-leave/")
    assert "Choose a later date" in sent(admin, f"{page}end/", last_date="2026-01-01")
    sent(admin, f"{page}end/", last_date="2026-05-01")
    assert Post.objects.get(role="verifier").ends_date == date(2026, 5, 1)
    found = admin.get("/console/admin/posts/", {"text": "受理员甲", "role": "desk", "area": "芙蓉区"}).content.decode()
    assert "受理员甲" in found


def test_it_imports_posts_and_shows_the_passwords(admin: Client, centre: Organisation) -> None:
    table = "用户名,姓名,角色,区划,机构\nchenxi,网格员甲,网格员,430102,430102-zz\n".encode()
    page = sent(admin, "posts/import/", file=SimpleUploadedFile("p.csv", table))
    assert "chenxi" in page
    assert Post.objects.get(account__username="chenxi").role == "grid_worker"


def test_it_edits_the_calendar_and_its_hours(city_admin: Client) -> None:
    sent(city_admin, "calendars/day/", date="2026-02-14", kind="workday", name="春节调休上班", key="default")
    assert [day.kind for day in calendars.days(year=2026)] == ["workday"]
    assert "春节调休上班" in city_admin.get("/console/admin/calendars/?year=2026").content.decode()
    week = {f"day{weekday}": "09:00-12:00, 13:30-17:30" for weekday in range(5)}
    sent(city_admin, "calendars/hours/", key="default", **week)
    assert len(calendars.hours()[0]) == 2
    assert "Write hours like" in sent(city_admin, "calendars/hours/", key="default", **week | {"day5": "all day"})
    assert city_admin.post("/console/admin/calendars/day/remove/", {"date": "soon"}).status_code == 422
    sent(city_admin, "calendars/day/remove/", key="default", date="2026-02-14")
    assert calendars.days(year=2026) == ()
    assert set(AdminChange.objects.values_list("kind", flat=True)) == {
        "calendar.set_day", "calendar.set_hours", "calendar.remove_day",
    }  # fmt: skip


@pytest.mark.parametrize("page", ["calendars/day/", "calendars/day/remove/", "calendars/hours/"])
def test_who_governs_a_part_of_the_city_reads_its_calendar_only(admin: Client, page: str) -> None:
    week = {f"day{weekday}": "08:00-12:00" for weekday in range(5)}
    day = {"date": "2026-02-14", "kind": "workday", "name": "春节调休上班"}
    refused = admin.post(f"/console/admin/{page}", day | week)
    assert (refused.status_code, "lies outside the area of your post" in refused.content.decode()) == (403, True)
    assert calendars.days(year=2026) == ()
    assert len(calendars.hours()[0]) == 2
    shown = admin.get("/console/admin/calendars/?year=2026").content.decode()
    assert "administrator edits it" in shown
    assert "calendars/day/" not in shown


def test_it_issues_a_token_once_and_revokes_it(admin: Client, clerk: Account) -> None:
    post = Post.objects.get(account=clerk)
    assert "linli_" in sent(admin, "tokens/new/", name="大屏", post=post.pk)
    assert "linli_" not in admin.get("/console/admin/tokens/").content.decode()
    sent(admin, f"tokens/{Token.objects.get().pk}/revoke/")
    assert Token.objects.get().revoked_at is not None


def test_the_log_of_reveals_says_who_and_why(admin: Client, clerk: Account) -> None:
    contact = Contact.objects.create(id="019a0000-0000-7000-8000-000000000000", purpose="case")
    post = Post.objects.get(account=clerk)
    ContactReveal.objects.create(
        contact=contact, account=clerk, post=post, subject="EV-1", reason="回访核实", revealed_at=datetime.now(UTC)
    )
    page = admin.get("/console/admin/reveals/", {"subject": "EV-1"}).content.decode()
    assert "回访核实" in page
    assert "受理员甲" in page
