"""Counts on a map: every area in the colour of its number, by mouse, by key and as a table."""

from collections.abc import Callable

import pytest

from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.console.conftest import report
from tests.functional.small_city import COUNTY, OTHER_TOWN, TOWN

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_a_leader_reads_the_map_and_goes_down(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    for at in range(3):
        report(f"文艺新村{at}栋路灯不亮")
    staff = staff_at(size, language)
    page = staff.page("leader", f"/console/counts/?area={COUNTY}")
    page.locator("[data-shade]").scroll_into_view_if_needed()
    page.locator("[data-shade][data-shown]").wait_for()
    check_page(page)
    shades = page.locator("[data-shade] tr[data-code]")
    assert {row.get_attribute("data-code"): row.get_attribute("data-shade-class") for row in shades.all()} == {
        TOWN: "5",
        OTHER_TOWN: "1",
    }
    drawn = page.locator("[data-map]").evaluate(
        """it => {
          const found = it.linliMap.queryRenderedFeatures({ layers: ["shade0-shades"] });
          return [...new Set(found.map(({ properties }) => properties.code))].sort();
        }"""
    )
    assert drawn == [TOWN, OTHER_TOWN]
    assert page.locator("[data-map-note]").is_visible()
    down = page.locator(f"tr[data-code='{TOWN}'] [data-down]")
    down.focus()
    assert page.locator("[data-map]").evaluate("it => it.linliMap.getFilter('shade0-here')[2]") == TOWN
    followed(down)
    assert f"area={TOWN}" in page.url
    page.locator("[data-shade]").scroll_into_view_if_needed()
    page.locator("[data-shade][data-shown]").wait_for()
    with page.expect_navigation():
        box = page.locator("[data-map-canvas]").bounding_box()
        at = page.locator("[data-map]").evaluate(
            """it => {
              const map = it.linliMap;
              const { width, height } = map.getCanvas().getBoundingClientRect();
              for (let x = 5; x < width; x += 7) for (let y = 5; y < height; y += 7)
                if (map.queryRenderedFeatures([x, y], { layers: ["shade0-shades"] }).length) return [x, y];
            }"""
        )
        assert box
        page.mouse.click(box["x"] + at[0], box["y"] + at[1])
    assert f"area={TOWN}00" in page.url


def test_without_script_the_table_stands(staff_at: Callable[..., Staff]) -> None:
    page = staff_at(has_script=False).page("leader", f"/console/counts/?area={COUNTY}")
    assert page.locator("[data-shade] tr[data-code]").count() == 2
