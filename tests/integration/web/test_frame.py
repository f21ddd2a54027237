"""What frames every page: style sheets, policies, the look that a reader chose, pages for refusals."""

import pytest
from django.test import Client

from linli.web import sheets

pytestmark = pytest.mark.django_db


def test_a_sheet_is_whole_and_kept_for_ever(client: Client) -> None:
    for name in sheets.NAMES:
        response = client.get(sheets.address(name=name))
        assert "immutable" in response["Cache-Control"]
        assert b"@import" not in response.content
        assert b".button" in response.content
    assert client.get("/sheets/other.0.css").status_code == 404


def test_an_old_address_of_a_sheet_is_not_kept(client: Client) -> None:
    assert client.get("/sheets/public.000000000000.css")["Cache-Control"] == "no-cache"


def test_a_page_keeps_to_its_own_scripts_and_styles(client: Client) -> None:
    response = client.get("/privacy/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert "style=" not in page
    assert "onclick=" not in page


def test_it_remembers_the_look(client: Client) -> None:
    response = client.post("/preferences/", {"theme": "dark", "next": "/privacy/"})
    assert response["Location"] == "/privacy/"
    assert 'data-theme="dark"' in client.get("/privacy/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", ""])
def test_it_never_leads_elsewhere(client: Client, target: str) -> None:
    assert client.post("/preferences/", {"text": "large", "next": target})["Location"] == "/"


def test_an_unknown_look_is_not_kept(client: Client) -> None:
    assert "linli_theme" not in client.post("/preferences/", {"theme": "pink"}).cookies


def test_what_is_not_there_says_what_to_do(client: Client) -> None:
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert "查进度" in response.content.decode()


def test_a_form_without_its_token_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/preferences/", {"theme": "dark"})
    assert response.status_code == 403
    assert "表单已过期" in response.content.decode()
