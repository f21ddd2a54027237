"""Without a mouse: the way past the navigation, a focus that can be seen, and faults that are heard first."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.functional.conftest import Staff, everywhere, next_step

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOCUS = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const box = document.activeElement.getBoundingClientRect();
  return {
    name: document.activeElement.outerHTML.slice(0, 120),
    isSeen: outlineStyle !== "none" && outlineWidth !== "0px" && box.width > 0 && box.bottom > 0,
    isBody: document.activeElement === document.body,
  };
}"""


@everywhere
def test_the_first_stop_leads_past_the_navigation(resident: Callable[..., "Page"], size: str, language: str) -> None:
    page = resident("/", size=size, language=language)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate(FOCUS)["isSeen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("path", ["/", "/track/", "/accounts/login/"])
def test_every_stop_can_be_seen(resident: Callable[..., "Page"], path: str) -> None:
    page = resident(path, size="desktop")
    assert not _unseen(page)


def test_every_stop_of_the_inbox_can_be_seen(staff_at: Callable[..., Staff]) -> None:
    assert not _unseen(staff_at().page("desk", "/console/inbox/"))


def test_faults_are_heard_first_and_lead_to_their_fields(resident: Callable[..., "Page"]) -> None:
    page = resident("/report/", language="en")
    for _step in range(2):
        next_step(page)
    page.locator("[data-step]:not([hidden]) button[type=submit]").click()
    summary = page.locator(".fault-summary")
    summary.wait_for()
    assert summary.get_attribute("role") == "alert"
    assert summary.evaluate("node => node === document.activeElement")
    summary.locator("a[href='#id_text']").click()
    field = page.locator("#id_text")
    assert field.evaluate("node => node === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    described = (field.get_attribute("aria-describedby") or "").split()
    assert any(page.locator(f"#{one}.field-fault").count() for one in described)


def _unseen(page: "Page") -> list[str]:
    """Stops of the Tab key whose focus cannot be seen, from the top of the page to its end."""
    found = []
    for _stop in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["isBody"]:
            break
        if not focus["isSeen"]:
            found.append(focus["name"])
    return found
