"""The public map: open cases as one circle, then each as a point, of one category; and the numbers map goes down."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from tests.functional.conftest import check_page, everywhere, followed, settled
from tests.functional.console.conftest import report
from tests.functional.small_city import COUNTY, TOWN

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
SEEN = """(it) => it.linliMap.queryRenderedFeatures({ layers: ["dots"] }).map(({ properties }) => properties)"""


@everywhere
def test_circles_open_to_points_of_one_category(resident: Callable[..., "Page"], size: str, language: str) -> None:
    for number in (
        report("文艺新村门前垃圾堆了三天").number,
        report("暴露垃圾没人清").number,
        report("路灯不亮").number,
    ):
        Case.objects.filter(number=number).update(category="city_look.litter")
    Case.objects.filter(number=number).update(category="utility.streetlight", lon=112.99)
    page = resident("/map/?open=yes", size=size, language=language)
    check_page(page)
    page.locator("#map-kind").select_option("event:city_look")
    with page.expect_navigation():
        page.locator("form.filter-line button").click()
    assert page.locator("#map-open").input_value() == "yes"
    assert page.locator(".case-card").count() == 2
    settled(page)
    page.locator("[data-map]").scroll_into_view_if_needed()  # only what is in view is loaded
    canvas = page.locator("[data-map].ready")
    canvas.wait_for()
    page.wait_for_function(
        """() => { const map = document.querySelector("[data-map]").linliMap;
        return map?.getLayer("dots") && map.queryRenderedFeatures({ layers: ["dots"] }).length; }"""
    )
    (circle,) = canvas.evaluate(SEEN)
    assert circle["point_count"] == 2
    check_page(page)


@everywhere
def test_everybody_goes_down_the_map_of_numbers(resident: Callable[..., "Page"], size: str, language: str) -> None:
    for at in range(3):
        report(f"文艺新村{at}栋路灯不亮")
    page = resident(f"/numbers/?area={COUNTY}", size=size, language=language)
    page.locator("[data-shade]").scroll_into_view_if_needed()
    page.locator("[data-shade][data-shown]").wait_for()
    assert page.locator("[data-map-note]").is_visible()
    assert page.locator(".legend li").count() == 2
    check_page(page)
    page.locator("#numbers-shown").select_option("on_time")
    with page.expect_navigation():
        page.locator("form.filter-line button").click()
    assert page.locator("[data-shade-class='0']").count() == 2, "too few cases for a rate"
    down = page.locator(f"tr[data-code='{TOWN}'] [data-down]")
    down.focus()
    followed(down)
    assert f"area={TOWN}" in page.url
    check_page(page)
