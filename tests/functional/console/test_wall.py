"""The overview on a wall: big numbers without navigation, read anew each minute until somebody pauses it."""

from collections.abc import Callable

import pytest

from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.console.conftest import report

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_it_reads_anew_each_minute_and_pauses(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    report("路灯不亮三天了")
    page = staff_at(size, language).page("leader", "/console/overview/")
    page.clock.install()
    followed(page.locator("a[href*='wall=1']"))
    check_page(page)
    assert page.locator("nav").count() == 0
    number = page.locator("[data-number='open'] .figure-said")
    assert number.inner_text().startswith("1")
    assert number.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") >= 60
    report("井盖松动")
    with page.expect_response(lambda one: "wall=1" in one.url):
        page.clock.run_for(61_000)
    page.locator("[data-number='open'] .figure-said", has_text="2").wait_for()
    check_page(page)
    followed(page.locator("a[href*='pause=1']"))
    assert page.locator("[hx-trigger]").count() == 0
    check_page(page)
    followed(page.locator(".wall-head a").first)
    assert page.locator("[hx-trigger]").count() == 1
