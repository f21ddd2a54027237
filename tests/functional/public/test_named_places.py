"""Whoever writes before choosing a place is offered the place that the words name, and goes on with one press."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from tests.functional.conftest import everywhere
from tests.functional.public.conftest import check_page
from tests.functional.small_city import VILLAGE, City

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "文艺新村社区门口的路灯不亮了"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@everywhere
def test_the_words_choose_the_place(resident: Callable[..., "Page"], city: City, size: str, language: str) -> None:
    page = resident("/report/?kind=event:utility", size=size, language=language)
    page.locator("[data-next]:visible").click()
    page.locator("#id_text").fill(TEXT)
    offer = page.locator("[data-named-places] [data-place]")
    offer.wait_for()
    check_page(page)
    offer.focus()
    page.keyboard.press("Enter")
    page.locator("[data-named-places] .flash.success").wait_for()
    assert page.locator('[name="spot"]').input_value() == VILLAGE
    check_page(page)
    page.locator("form[data-wizard] button[type=submit]").click()
    page.locator(".receipt-number").wait_for()
    assert Case.objects.get().area_id == VILLAGE


def test_nothing_is_offered_once_a_place_is_chosen(resident: Callable[..., "Page"], city: City) -> None:
    page = resident(f"/report/?kind=event:utility&area={VILLAGE}")
    page.locator("[data-next]:visible").click()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#id_text").fill(TEXT)
    page.wait_for_timeout(1500)
    assert [url for url in asked if "/report/similar/" in url]
    assert not [url for url in asked if "/report/places/" in url]
