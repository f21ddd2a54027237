"""The administrators' pages of mediators, and what residents read of them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.mediation.models import Mediator, Studio
from linli.people.models import Account, AdminChange
from linli.places import queries as places
from tests.functional import small_city
from tests.functional.small_city import City

HOME = "/console/admin/mediators/"
TYPED = {
    "account": "handler",
    "organisation": "furong-cg",
    "area": "430102",
    "fields_": ["neighbour"],
    "languages": "普通话、长沙话",
    "introduction": "退休法官，熟悉邻里纠纷",
    "introduction_en": "A retired judge",
    "most_cases": "6",
}


@pytest.fixture
def city(db: None) -> Iterator[City]:
    built = small_city.build()
    places.forget()
    yield built
    places.forget()


@pytest.fixture
def admin(client: Client, city: City) -> Client:
    client.force_login(Account.objects.get(username="admin"))
    client.cookies["django_language"] = "en"
    return client


def entered(admin: Client) -> Mediator:
    answer = admin.post(f"{HOME}new/", TYPED)
    assert answer.status_code == 302, re.findall(r"field-fault.*?</p>", answer.content.decode())
    return Mediator.objects.get()


def test_the_list_says_load_and_leave(admin: Client) -> None:
    row = entered(admin)
    today = timezone.localdate()
    days = {"from_date": today.isoformat(), "until_date": (today + timedelta(days=3)).isoformat()}
    assert admin.post(f"{HOME}{row.pk}/leave/", days).status_code == 302
    page = admin.get(HOME, {"away": "on", "field": "neighbour"}).content.decode()
    assert "0 / 6" in page
    assert f"until {days['until_date']}" in page
    assert "承办人甲" not in admin.get(HOME, {"field": "labour"}).content.decode()
    assert admin.post(f"{HOME}{row.pk}/leave/", days).status_code == 422
    leave = row.absences.get()
    admin.post(f"{HOME}{row.pk}/leave/{leave.pk}/end/")
    assert not row.absences.exists()


def test_one_is_changed_and_retired(admin: Client) -> None:
    row = entered(admin)
    changed = {key: value for key, value in TYPED.items() if key != "account"} | {"most_cases": "9"}
    assert admin.post(f"{HOME}{row.pk}/", changed).status_code == 302
    assert Mediator.objects.get().most_cases == 9
    assert admin.post(f"{HOME}{row.pk}/", changed | {"languages": ""}).status_code == 422
    admin.post(f"{HOME}{row.pk}/switch/", {"active": "0"})
    assert "承办人甲" not in admin.get(HOME).content.decode()
    assert "retired" in admin.get(HOME, {"retired": "on"}).content.decode()
    admin.post(f"{HOME}{row.pk}/switch/", {"active": "1"})
    log = admin.get("/console/admin/changes/").content.decode()
    assert "Mediator entered" in log
    assert AdminChange.objects.filter(kind__startswith="mediator.").count() == 4


def test_who_holds_no_post_there_is_named(admin: Client) -> None:
    answer = admin.post(f"{HOME}new/", TYPED | {"account": "desk"})
    assert answer.status_code == 422
    assert "no handler&#x27;s post" in answer.content.decode()


def test_studios_are_opened_and_closed(admin: Client) -> None:
    admin.post(f"{HOME}studios/", {"organisation": "furong-cg", "name": "老李工作室", "name_en": "Lao Li"})
    shop = Studio.objects.get()
    assert "老李工作室" in admin.get(f"{HOME}studios/").content.decode()
    admin.post(f"{HOME}studios/{shop.pk}/", {"name": "老李调解室", "name_en": "Lao Li"})
    assert (Studio.objects.get().name, Studio.objects.get().is_active) == ("老李调解室", False)
    assert admin.get(f"{HOME}studios/{shop.pk + 1}/").status_code == 404


def test_a_table_is_imported_or_its_faults_are_shown(admin: Client) -> None:
    table = "用户名,调解组织,区划,语言\nhandler,furong-cg,430102,普通话\n"
    faulty = SimpleUploadedFile("m.csv", (table + "nobody,furong-cg,430102,普通话\n").encode())
    assert "There is no account “nobody”" in admin.post(f"{HOME}import/", {"file": faulty}).content.decode()
    assert not Mediator.objects.exists()
    assert admin.post(f"{HOME}import/", {"file": SimpleUploadedFile("m.csv", table.encode())}).status_code == 302
    assert Mediator.objects.get().languages == ["普通话"]


def test_residents_read_who_mediates_and_no_telephone_load_or_score(admin: Client, client: Client) -> None:
    entered(admin)
    Account.objects.filter(username="handler").update(email="handler@example.org")
    client.logout()
    client.cookies["django_language"] = "en"
    page = client.get("/mediators/").content.decode()
    for shown in ("承办人甲", "A retired judge", "长沙话", "Furong Urban Management Bureau"):
        assert shown in page
    for kept in ("0 / 6", "handler", "@example.org"):
        assert kept not in page
    assert "承办人甲" not in client.get("/mediators/", {"kind": "labour"}).content.decode()
    assert "承办人甲" in client.get("/mediators/", {"kind": "neighbour", "area": "430102"}).content.decode()


@pytest.mark.parametrize("page", ["", "new/", "studios/"])
def test_others_do_not_get_in(client: Client, city: City, page: str) -> None:
    client.force_login(Account.objects.get(username="desk"))
    assert client.get(HOME + page).status_code == 403
