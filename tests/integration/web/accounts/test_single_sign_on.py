"""Single sign-on opens an account that exists under the claimed name, and makes none."""

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.messages.storage.session import SessionStorage
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings

from config import env
from linli.people.models import Account
from linli.web.accounts.adapters import SingleSignOnAdapter


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    return request


def login_as(name: str) -> SocialLogin:
    account = SocialAccount(provider="city", uid="42", extra_data={"userinfo": {"preferred_username": name}})
    return SocialLogin(account=account)


@pytest.mark.django_db
def test_it_connects_the_account_of_that_name(
    request_: HttpRequest, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ISSUER", "CLIENT", "SECRET"):
        monkeypatch.setenv(f"TEST_OIDC_{name}", "https://id.example")
    settings.SOCIALACCOUNT_PROVIDERS = env.identity_provider("TEST_OIDC")
    account = Account.objects.create(username="lilan", name="受理员甲")
    SingleSignOnAdapter().pre_social_login(request_, login_as("LiLan"))
    assert SocialAccount.objects.get(uid="42").user_id == account.pk


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "nobody", "gone"])
def test_it_refuses_names_without_an_active_account(request_: HttpRequest, name: str) -> None:
    Account.objects.create(username="gone", name="王", is_active=False)
    with pytest.raises(ImmediateHttpResponse):
        SingleSignOnAdapter().pre_social_login(request_, login_as(name))
    assert not SocialAccount.objects.exists()
    assert not SingleSignOnAdapter().is_open_for_signup(request_, login_as(name))


def test_the_provider_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.identity_provider("TEST_OIDC") == {}
    monkeypatch.setenv("TEST_OIDC_ISSUER", "https://id.example")
    with pytest.raises(ImproperlyConfigured, match="TEST_OIDC_CLIENT"):
        env.identity_provider("TEST_OIDC")
    monkeypatch.setenv("TEST_OIDC_CLIENT", "linli")
    monkeypatch.setenv("TEST_OIDC_SECRET", "hush")
    app = env.identity_provider("TEST_OIDC")["openid_connect"]["APPS"][0]
    assert app["settings"] == {"server_url": "https://id.example"}
