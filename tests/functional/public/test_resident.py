"""A resident's whole journey: report, receipt, progress, answer, rating, and the last word."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from tests.functional.conftest import answered, check_page, everywhere, followed, next_step
from tests.functional.others import ANSWER, settle
from tests.functional.public.test_report import photo
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "小区南门垃圾堆了三天没有人清理"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@everywhere
def test_a_resident_reports_follows_rates_and_has_the_last_word(
    resident: Callable[..., "Page"], city: City, size: str, language: str
) -> None:
    page = resident("/", size=size, language=language)
    check_page(page)
    _report(page)
    check_page(page)
    number = page.locator(".receipt-number").inner_text()
    followed(page.locator("a.button.primary"))
    check_page(page)
    assert TEXT in page.locator("main").inner_text()
    settle(number, city)
    page.reload()
    assert ANSWER in page.locator("main").inner_text()
    check_page(page)
    page.locator("#step-rate > summary").click()
    page.locator("#step-rate [name=rate-rating][value='2']").check()
    page.locator("#step-rate [name=rate-resolved][value=false]").check()
    _send(page, "rate")
    assert Case.objects.get(number=number).rating == 2
    page.locator("#step-reopen > summary").click()
    page.locator("#step-reopen textarea").fill("第二天又堆满了")
    _send(page, "reopen")
    check_page(page)
    assert Case.objects.get(number=number).stage == "filed"


def _report(page: "Page") -> None:
    """What, where and details, each on a screen of its own."""
    followed(page.locator("a.tile").first)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    check_page(page)
    next_step(page)
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_photos").set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("[data-downscale-note]:not(:empty)").wait_for()
    check_page(page)
    page.locator("[data-step]:not([hidden]) button[type=submit]").click()
    page.locator(".receipt-number").wait_for()


def _send(page: "Page", action: str) -> None:
    answered(page.locator(f"#step-{action} form button"))
    page.locator("#done").wait_for()
