"""The overview on a desk and a phone: down to the village, from a number to its list, told apart by kind."""

import re
from collections.abc import Callable

import pytest

from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.console.conftest import report
from tests.functional.others import dispatch, settle
from tests.functional.small_city import COUNTY, City

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_from_the_city_down_to_the_list(staff_at: Callable[..., Staff], city: City, size: str, language: str) -> None:
    settle(report("南门垃圾堆了三天").number, city)
    dispatch(report("井盖松动").number, city)
    report("路灯不亮三天了")
    page = staff_at(size, language).page("leader", "/console/overview/")
    check_page(page)
    number = page.locator("[data-number='open'] a")
    assert re.match(r"2\b", number.inner_text())
    followed(number)
    assert page.locator("[data-row]").count() == 2
    page.go_back()
    followed(page.locator("#overview-parts ~ .sheet-wrap tbody th a").first)
    check_page(page)
    followed(page.locator("nav a.pill[href*='by=category']"))
    assert page.locator("#overview-parts ~ .sheet-wrap tbody tr").count() >= 1
    followed(page.locator("#overview-parts ~ .sheet-wrap tbody th a").first)
    assert page.locator("nav a.chip").count() == 1
    check_page(page)


def test_a_wide_screen_is_used(staff_at: Callable[..., Staff], city: City) -> None:
    report("路灯不亮三天了")
    page = staff_at().page("leader", f"/console/overview/?area={COUNTY}")
    tops: dict[int, int] = {}
    for width in (3840, 2560, 1440):
        page.set_viewport_size({"width": width, "height": 1440})
        boxes = [page.locator(part).bounding_box() for part in (".board > .chart", ".board > .shaded")]
        chart, shaded = (box for box in boxes if box)
        assert shaded["x"] + shaded["width"] > width * 0.97, "the room is used to the edge"
        tops[width] = round(shaded["y"] - chart["y"])
    assert tops[3840] == tops[2560] == 0, "the chart and the map stand beside each other"
    assert tops[1440] > 0
