"""The chart of the counts: read on a phone and on a wide screen, in light, dark and large, listened to, and saved."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import rising
from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.small_city import COUNTY, VILLAGE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = f"/console/counts/?area={COUNTY}"
LEAST = 11.0
"""Pixels that text has to be high to be read."""
TEXTS = """() => [...document.querySelectorAll('.chart svg')].filter(it => it.checkVisibility()).flatMap(svg =>
  [...svg.querySelectorAll('text')].map(it => {
    const box = it.getBoundingClientRect(), whole = svg.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(it).fontSize) * it.getScreenCTM().a;
    return {words: it.textContent, left: box.left - whole.left, right: box.right - whole.left, top: box.top,
            bottom: box.bottom, whole: whole.width, size};
  }))"""


def shown() -> None:
    now = timezone.now()
    for days in range(12):
        rising.many(area=VILLAGE, at=now - timedelta(days=days), count=1 + days % 3)


def check_words(page: "Page") -> None:
    """Every text of the chart is high enough, within the chart, and touches no other."""
    texts = page.evaluate(TEXTS)
    assert texts
    for at, one in enumerate(texts):
        assert one["size"] >= LEAST, one
        assert one["left"] >= -2, one
        assert one["right"] <= one["whole"] + 2, one
        for other in texts[at + 1 :]:
            slack = 0.4 * one["size"]  # a line of Chinese is higher than its letters
            is_beside = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
            is_apart = one["bottom"] <= other["top"] + slack or other["bottom"] <= one["top"] + slack
            assert is_beside or is_apart, (one, other)


@everywhere
def test_a_leader_reads_the_course_and_opens_a_number(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    shown()
    page = staff_at(size, language).page("leader", PAGE)
    check_words(page)
    page.locator(".chart-numbers summary").click()
    check_page(page)
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    check_page(page, ("color-contrast",))
    number = page.locator(".chart-numbers tbody tr").last.locator("a").first
    expect(number).to_have_text("1")
    followed(number)
    expect(page.locator("[data-row]")).to_have_count(1)


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_large_text_is_drawn_larger(staff_at: Callable[..., Staff], size: str) -> None:
    shown()
    page = staff_at(size).page("leader", PAGE)
    before = page.evaluate(TEXTS)[0]["size"]
    page.context.add_cookies([{"name": "linli_text", "value": "large", "url": page.url}])
    page.reload()
    check_words(page)
    check_page(page)
    assert page.evaluate(TEXTS)[0]["size"] >= 1.15 * before


def test_it_is_saved_as_a_picture_without_script(staff_at: Callable[..., Staff]) -> None:
    shown()
    page = staff_at(has_script=False).page("leader", PAGE)
    assert page.locator(".chart svg").count() == 2
    with page.expect_download() as saved:
        page.locator(".chart-files a", has_text="PNG").click()
    assert saved.value.suggested_filename.endswith(".png")
