"""What public pages weigh, and the look that a reader chooses."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/", "/report/", "/track/", "/map/", "/numbers/", "/index/", "/area/430102/", "/proof/", "/accounts/login/")
MAP = "/vendor/maplibre-gl/"
MOST_BYTES = 150_000


def test_the_look_is_chosen_without_script(resident: Callable[..., "Page"]) -> None:
    page = resident("/privacy/", has_script=False)
    for choice, shown in (("深色", "[data-theme=dark]"), ("大字版", "[data-text=large]"), ("English", "[lang=en]")):
        page.locator("details.menu summary").click()
        page.get_by_role("button", name=choice).click()
        page.locator(f"html{shown}").wait_for(state="attached")
        assert page.url.endswith("/privacy/")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(resident: Callable[..., "Page"], path: str) -> None:
    page = resident("/nothing-here/")
    page.context.clear_cookies()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(0 if MAP in answer.url else len(answer.body())))
    answer = page.goto(page.url.removesuffix("/nothing-here/") + path)
    assert answer
    assert answer.ok, "a page that is not there is light, too"
    page.wait_for_load_state("networkidle")
    assert sizes
    assert sum(sizes) < MOST_BYTES, "even before compression a page without its map stays under its budget"
