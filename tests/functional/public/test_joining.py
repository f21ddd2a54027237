"""While a resident types, what is open near there is offered; they recognise it, join it and are told of both."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.conftest import everywhere
from tests.functional.public.conftest import check_page
from tests.functional.small_city import VILLAGE, City

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "小区南门垃圾堆了三天没有人清理"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@everywhere
def test_a_resident_joins_what_is_open(resident: Callable[..., "Page"], city: City, size: str, language: str) -> None:
    new = NewCase(pack="event", text=TEXT, channel="web", category="city_look.litter", area_code=VILLAGE)
    first = open_case(report=new, by=PUBLIC, now=timezone.now()).number

    page = resident(f"/report/?kind=event:city_look&area={VILLAGE}", size=size, language=language)
    page.locator("[data-next]:visible").click()
    page.locator("#id_text").fill("南门外垃圾没人清")
    offers = page.locator(".joins input[name=joins]")
    offers.first.wait_for()
    assert offers.count() == 2
    check_page(page)
    offers.first.focus()
    page.keyboard.press("Space")
    page.locator("#id_text").fill("南门外垃圾没人清，味道很大")
    page.wait_for_timeout(1000)  # the look-up that follows what was typed has come
    assert offers.first.is_checked(), "what was chosen stays chosen"
    page.locator("form[data-wizard] button[type=submit]").click()
    page.locator(".receipt-number").wait_for()

    assert page.get_by_text(first).count() == 1
    check_page(page)
    assert Case.objects.filter(merged_into__number=first).count() == 1
