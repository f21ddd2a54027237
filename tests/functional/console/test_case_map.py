"""Open cases on the map: circles with counts from afar, points from near, each of which opens its case."""

from collections.abc import Callable

import pytest

from linli.places import queries as places
from tests.functional.conftest import Staff, check_page, everywhere
from tests.functional.console.conftest import report
from tests.functional.small_city import COUNTY, VILLAGE

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_from_counts_to_a_case(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    lon, lat = places.centre_of(VILLAGE) or (0, 0)
    made = {report(f"文艺新村{at}栋路灯不亮").number for at in range(3)}
    page = staff_at(size, language).page("countydesk", f"/console/map/?area={COUNTY}")
    box = page.locator("[data-map]")
    box.scroll_into_view_if_needed()
    page.locator("[data-map][data-shown]").wait_for()
    check_page(page)
    ask = "(it, layer) => it.linliMap.queryRenderedFeatures({ layers: [layer] }).map(({ properties }) => properties)"
    assert sum(one["n"] for one in box.evaluate(ask, "case-groups")) == 3
    box.evaluate(
        """async (it, center) => {
          it.linliMap.jumpTo({ center, zoom: 15 });
          await it.linliMap.once("idle");
        }""",
        [lon, lat],
    )
    assert {one["number"] for one in box.evaluate(ask, "case-points")} == made
    canvas = page.locator("[data-map-canvas]").bounding_box()
    assert canvas
    with page.expect_navigation():
        page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    assert page.url.rstrip("/").rpartition("/")[2] in made
