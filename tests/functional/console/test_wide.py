"""Lists on wide screens: what a case is stands in columns, each line's like the next one's."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.functional.conftest import Staff, check_page
from tests.functional.console.conftest import report

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.django_db(transaction=True)


def lefts(page: "Page", what: str) -> set[int]:
    """Where these begin, to the pixel."""
    return {round(box["x"]) for one in page.locator(what).all() if (box := one.bounding_box())}


def rows_apart(one: "Locator", other: "Locator") -> bool:
    """Whether the other stands below the one."""
    above, below = one.bounding_box(), other.bounding_box()
    assert above is not None
    assert below is not None
    return below["y"] >= above["y"] + above["height"] - 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_wide_list_stands_in_columns_and_a_narrow_one_in_lines(staff_at: Callable[..., Staff], language: str) -> None:
    report("路灯不亮三天了")
    report("井盖断成两半，刚有老人摔伤流血，很危险，请马上来处理，路口车多，孩子上学都从这里过")
    page = staff_at("desktop", language).page("leader", "/console/cases/")
    title, number = page.locator(".line-title").first, page.locator(".line-meta .mono").first
    assert rows_apart(title, number)
    page.set_viewport_size({"width": 2560, "height": 1440})
    assert not rows_apart(title, number)
    for column in (".line-meta .mono", ".line-meta > :last-child", ".line-stage", ".line-due"):
        assert len(lefts(page, f".lines {column}")) == 1, column
    main = page.locator(".shell-main").bounding_box()
    assert main is not None
    assert main["width"] > 2200
    check_page(page)


def test_the_map_stands_beside_its_list(staff_at: Callable[..., Staff]) -> None:
    report("路灯不亮三天了")
    page = staff_at("desktop", "en").page("leader", "/console/map/")
    canvas, lines = page.locator(".map-canvas"), page.locator(".lines")
    assert rows_apart(canvas, lines)
    page.set_viewport_size({"width": 2560, "height": 1440})
    assert not rows_apart(canvas, lines)
