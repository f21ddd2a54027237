"""The overview on a wall: big numbers without navigation, read anew each minute until somebody pauses it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from linli.people.models import Post
from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.console.conftest import report

if TYPE_CHECKING:
    from playwright.sync_api import Page

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


def walled(staff: Staff) -> "Page":
    """The wall screen, whose clock stands still until it is told to go on."""
    page = staff.page("leader", "/console/overview/")
    page.clock.install()
    followed(page.locator("a[href*='wall=1']"))
    assert page.locator("[data-wall-gone]:visible").count() == 0
    return page


def minute(page: "Page") -> None:
    """The numbers are read anew."""
    with page.expect_event("requestfinished", lambda one: "wall=1" in one.url or "login" in one.url):
        page.clock.run_for(61_000)


@everywhere
def test_who_is_signed_out_keeps_the_numbers(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    report("路灯不亮三天了")
    page = walled(staff_at(size, language))
    kept = page.context.cookies()
    at = page.locator(".wall-at").inner_text()[-5:]
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    minute(page)
    line = page.locator("[data-wall-gone='out']")
    line.wait_for()
    assert at in line.inner_text()
    assert page.locator("[data-number='open'] .figure-said").inner_text().startswith("1")
    check_page(page)
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    report("井盖松动")
    minute(page)
    page.locator("[data-number='open'] .figure-said", has_text="2").wait_for()
    assert page.locator("[data-wall-gone]:visible").count() == 0
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    minute(page)
    followed(line.locator("a"))
    assert "login" in page.url
    assert "wall" in page.url, "back to the wall after the sign-in"


@everywhere
def test_a_server_that_is_away_is_said_so_since_when(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    report("路灯不亮三天了")
    page = walled(staff_at(size, language))
    page.route("**/*wall=1*", lambda route: route.abort("connectionrefused"))
    with page.expect_event("requestfailed"):
        page.clock.run_for(61_000)
    line = page.locator("[data-wall-gone='away']")
    line.wait_for()
    since = page.locator("[data-wall-since]").inner_text()
    assert since == page.evaluate("new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })")
    assert page.locator("[data-number='open'] .figure-said").inner_text().startswith("1")
    check_page(page)
    page.unroute("**/*wall=1*")
    page.route("**/*wall=1*", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    minute(page)
    assert page.locator("[data-wall-since]").inner_text() == since, "since it went away, not since the last try"
    page.unroute("**/*wall=1*")
    minute(page)
    line.wait_for(state="hidden")


def test_who_may_no_longer_read_it_is_told(staff_at: Callable[..., Staff]) -> None:
    report("路灯不亮三天了")
    page = walled(staff_at())
    Post.objects.filter(account__username="leader").update(role="grid_worker")
    minute(page)
    page.locator("[data-wall-gone='refused']").wait_for()
    assert page.locator("[data-number='open'] .figure-said").inner_text().startswith("1")


def map_numbers(page: "Page") -> dict[str, str]:
    """What each area of the map is said to have, by name, from the picture."""
    titles = page.locator(".wall-map .chart-wide path > title").all_text_contents()
    return dict(title.rsplit(" ", 1) for title in titles)


def table_numbers(page: "Page") -> dict[str, str]:
    """The same from the table for those who listen."""
    rows = page.locator(".wall-map tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").inner_text() for row in rows}


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
@pytest.mark.parametrize(("theme", "language"), [("dark", "zh-hans"), ("light", "en")])
def test_its_map_fills_a_screen_and_is_read_anew(
    staff_at: Callable[..., Staff], width: int, height: int, theme: str, language: str
) -> None:
    report("路灯不亮三天了")
    page = staff_at("desktop", language).page("leader", "/console/overview/?shown=opened")
    page.context.add_cookies([{"name": "linli_theme", "value": theme, "url": page.url}])
    page.set_viewport_size({"width": width, "height": height})
    page.clock.install()
    followed(page.locator("a[href*='wall=1']"))
    assert page.locator("html").get_attribute("data-theme") == theme
    place = {"zh-hans": "文艺路街道", "en": "Wenyi Road Subdistrict"}[language]
    assert map_numbers(page)[place] == "1"
    assert table_numbers(page) == map_numbers(page)
    assert page.locator(".wall-map .map-note").inner_text() == {"zh-hans": "示意图", "en": "schematic map"}[language]
    assert page.locator(".wall-map .legend li").count() == 2
    drawn = page.locator(".wall-map .chart-wide svg").bounding_box()
    assert drawn is not None
    assert drawn["width"] * drawn["height"] > width * height / 10
    letters = page.locator(".wall-map .chart-wide text").first.bounding_box()
    assert letters is not None
    assert letters["height"] > height / 70, "read from across a room"
    assert not page.evaluate("document.documentElement.scrollHeight > innerHeight"), "nobody scrolls a wall"
    check_page(page)
    report("井盖松动")
    minute(page)
    page.locator(".wall-map .chart-wide path > title", has_text=f"{place} 2").wait_for(state="attached")
    assert table_numbers(page)[place] == "2"


def test_its_map_needs_no_script(staff_at: Callable[..., Staff]) -> None:
    report("路灯不亮三天了")
    page = staff_at("desktop", "en", has_script=False).page("leader", "/console/overview/?wall=1&by=category")
    assert page.locator(".wall-map .chart-wide svg").is_visible()
    assert page.locator("#wall-parts").inner_text() == "Category", "the map stays where the parts are others"
