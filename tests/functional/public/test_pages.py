"""What public pages weigh, and the look that a reader chooses."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
MOST_BYTES = 150_000


def test_the_look_is_chosen_without_script(resident: Callable[..., "Page"]) -> None:
    page = resident("/privacy/", has_script=False)
    for choice, shown in (("深色", "[data-theme=dark]"), ("大字版", "[data-text=large]"), ("English", "[lang=en]")):
        page.locator("details.menu summary").click()
        page.get_by_role("button", name=choice).click()
        page.locator(f"html{shown}").wait_for(state="attached")
        assert page.url.endswith("/privacy/")


@pytest.mark.parametrize("path", ["/", "/report/"])
def test_a_page_is_light(resident: Callable[..., "Page"], path: str) -> None:
    page = resident("/privacy/")
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())) if response.ok else None)
    page.goto(page.url.removesuffix("/privacy/") + path)
    page.wait_for_load_state("networkidle")
    assert sizes
    assert sum(sizes) < MOST_BYTES, "even before compression a page stays under its budget"
