"""Signing in: with a password, locked out after five failures, made to choose a password, switching posts."""

from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from pytest_django import Settings

from linli.people.models import Account, Organisation, Post, SignInFailure
from linli.places.models import Area

PASSWORD = "Rain-on-the-17th"
pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Account:
    area = Area.objects.create(code="430102", name="芙蓉区", level="county")
    body = Organisation.objects.create(code="zz", path="0001", name="芙蓉区综治中心", area=area)
    account = Account.objects.create(username="lilan", name="受理员甲")
    account.set_password(PASSWORD)
    account.save()
    for role in ("desk", "verifier"):
        Post.objects.create(account=account, role=role, area=area, organisation=body, starts_date=date(2020, 1, 1))
    return account


def tried(client: Client, password: str, username: str = "lilan") -> str:
    answer = client.post(
        "/accounts/login/", {"login": username, "password": password}, headers={"accept-language": "en"}
    )
    return answer.headers.get("Location", "") or answer.content.decode()


def test_it_signs_in(clerk: Account, client: Client) -> None:
    assert tried(client, PASSWORD) == "/console/"
    assert client.session["_auth_user_id"] == str(clerk.pk)


def test_the_fifth_failure_locks_even_the_right_password_out(clerk: Account, client: Client) -> None:
    for _try in range(5):
        assert "not correct" in tried(client, "wrong")
    assert "locked for 10 more minutes" in tried(client, PASSWORD)
    assert "_auth_user_id" not in client.session


def test_a_name_that_does_not_exist_locks_in_the_same_way(client: Client) -> None:
    for _try in range(5):
        assert "not correct" in tried(client, "wrong", "nobody")
    assert "locked for 10 more minutes" in tried(client, "wrong", "nobody")


def test_a_success_forgets_the_failures(clerk: Account, client: Client) -> None:
    for _try in range(4):
        tried(client, "wrong")
    assert tried(client, PASSWORD) == "/console/"
    assert not SignInFailure.objects.exists()


def test_a_one_time_password_must_be_changed_first(clerk: Account, client: Client) -> None:
    Account.objects.update(must_change_password=True)
    client.force_login(clerk)
    answer = client.post("/accounts/post/", {"post": "1"})
    assert answer.headers["Location"] == "/accounts/password/change/?next=%2Faccounts%2Fpost%2F"
    fields = {"oldpassword": PASSWORD, "password1": "short", "password2": "short"}
    refused = client.post("/accounts/password/change/", fields, headers={"accept-language": "en"}).content.decode()
    assert "At least three of" in refused or "at least three of" in refused
    better = {"oldpassword": PASSWORD, "password1": "Wind-from-18", "password2": "Wind-from-18"}
    assert client.post("/accounts/password/change/", better).status_code == 302
    clerk.refresh_from_db()
    assert clerk.check_password("Wind-from-18")
    assert not clerk.must_change_password


def test_a_second_factor_is_asked_for_and_accepted(clerk: Account, client: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(clerk, secret)
    assert tried(client, PASSWORD) == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    code = hotp_value(secret, next(yield_hotp_counters_from_time()))
    answer = client.post("/accounts/2fa/authenticate/", {"code": f"{code:06d}"})
    assert answer.headers["Location"] == "/console/"


def test_roles_named_in_the_settings_must_set_up_a_second_factor(
    clerk: Account, client: Client, settings: Settings
) -> None:
    settings.REQUIRE_MFA = ["desk"]
    client.force_login(clerk)
    assert client.post("/accounts/post/", {"post": "1"}).headers["Location"].startswith("/accounts/2fa/")
    TOTP.activate(clerk, generate_totp_secret())
    post = Post.objects.get(role="verifier")
    assert client.post("/accounts/post/", {"post": post.pk}).headers["Location"] == "/console/"
    assert Authenticator.objects.count() == 1


def test_it_switches_posts_but_only_to_ones_own(clerk: Account, client: Client) -> None:
    client.force_login(clerk)
    post = Post.objects.get(role="verifier")
    assert client.post("/accounts/post/", {"post": post.pk, "next": "/x/"}).headers["Location"] == "/x/"
    assert client.session["post"] == post.pk
    assert client.post("/accounts/post/", {"post": post.pk + 999}).status_code == 403
    assert client.post("/accounts/post/", {"post": "x"}).status_code == 422


def test_an_account_without_a_post_is_told_so(clerk: Account, client: Client) -> None:
    Post.objects.update(ends_date=date(2021, 1, 1))
    client.force_login(clerk)
    answer = client.post("/accounts/post/", {"post": "1"}, headers={"accept-language": "en"})
    assert answer.status_code == 403
    assert "You hold no post today" in answer.content.decode()


@pytest.mark.parametrize("page", ["signup/", "email/", "password/reset/", "password/set/", "social/signup/"])
def test_pages_that_linli_does_not_offer_are_closed(client: Client, page: str) -> None:
    assert client.get(f"/accounts/{page}").status_code == 404


@pytest.mark.parametrize("page", ["password/change/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "logout/"])
def test_the_pages_of_ones_own_account_open(clerk: Account, client: Client, page: str) -> None:
    tried(client, PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get(f"/accounts/{page}").status_code == 200


def test_a_second_factor_is_changed_only_after_the_password_again(clerk: Account, client: Client) -> None:
    tried(client, PASSWORD)
    answer = client.get("/accounts/2fa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


def test_htmx_is_told_to_leave_the_page(client: Client) -> None:
    answer = client.post("/accounts/post/", headers={"hx-request": "true", "hx-current-url": "http://testserver/c/"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=")
