"""Who is signed in is read by written statements, and is whom Django's own would find."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from linli.people.models import Account
from linli.people.sessions import AccountBackend, SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Account:
    return Account.objects.create(username="clerk", name="受理员甲", language="en", must_change_password=True)


def test_it_is_the_account_that_django_finds(clerk: Account, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        found = AccountBackend().get_user(clerk.pk)
    expected = ModelBackend().get_user(clerk.pk)
    assert found is not None
    assert {name: value for name, value in vars(found).items() if name != "_state"} == {
        name: value for name, value in vars(expected).items() if name != "_state"
    }
    assert not found._state.adding
    found.name = "受理员乙"
    found.save()
    assert Account.objects.get().name == "受理员乙"


def test_an_account_that_may_not_sign_in_is_none(clerk: Account) -> None:
    Account.objects.update(is_active=False)
    assert AccountBackend().get_user(clerk.pk) is None
    assert AccountBackend().get_user(clerk.pk + 1) is None


def test_a_session_holds_what_django_reads_of_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    kept = SessionStore()
    kept["post"] = 7
    kept.save()
    with django_assert_num_queries(1):
        assert SessionStore(kept.session_key)["post"] == 7
    assert db.SessionStore(kept.session_key)["post"] == 7


def test_a_session_that_has_ended_holds_nothing() -> None:
    kept = SessionStore()
    kept["post"] = 7
    kept.save()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    late = SessionStore(kept.session_key)
    assert late.get("post") is None
    assert late.session_key is None


@pytest.mark.parametrize("cookie", ["", "no-such-session", "a" * 32, "'; DROP TABLE django_session; --", "\\000" * 8])
def test_a_cookie_that_is_none_asks_to_sign_in(client: Client, cookie: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    answer = client.get("/console/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/")


def test_a_new_password_ends_the_other_sessions(clerk: Account, client: Client) -> None:
    client.force_login(clerk)
    clerk.set_password("Rain-on-the-17th")
    clerk.save()
    assert client.get("/console/").headers["Location"].startswith("/accounts/login/")
