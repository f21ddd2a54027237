"""Suggested categories: they come while a call is typed, and are taken by key or by press; so on the case page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from linli.reading.models import SuggestionCount
from tests.functional.conftest import Staff, answered, check_page, everywhere

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "文艺新村社区门口的路灯不亮了，晚上漆黑"


@everywhere
def test_taken_by_key_at_intake_and_by_press_on_the_case(
    staff_at: Callable[..., Staff], size: str, language: str
) -> None:
    page = staff_at(size, language).page("desk", "/console/intake/")
    page.locator("#id_text").press_sequentially(TEXT)
    _suggested(page, "#id_category")
    check_page(page)
    category = page.locator("#id_category")
    category.focus()
    page.keyboard.press("1")
    assert category.input_value() == "utility.streetlight"
    page.locator('[name="suggested"]').wait_for(state="attached")
    _settled(page)
    answered(page.locator("form[data-intake] button.primary"))
    assert Case.objects.get().category == "utility.streetlight"
    assert list(SuggestionCount.objects.values_list("suggested", "outcome")) == [("utility.streetlight", "first")]

    page.goto(f"{page.url.split('/console/')[0]}/console/cases/{Case.objects.get().number}/")
    if not page.locator("#do-recategorise > summary").is_visible():
        page.locator(".more-steps > summary").first.click()
    page.locator("#do-recategorise > summary").click()
    _suggested(page, "#recategorise-category")
    check_page(page)
    page.locator('[data-suggested="#recategorise-category"] [data-fill]').last.click()
    assert page.locator("#recategorise-category").input_value()
    answered(page.locator("#do-recategorise form > button.primary"))
    assert SuggestionCount.objects.count() == 2


def test_without_script_the_form_is_as_ever(staff_at: Callable[..., Staff]) -> None:
    page = staff_at(has_script=False).page("desk", "/console/intake/")
    page.locator("#id_text").fill(TEXT)
    with page.expect_navigation():
        page.locator("form[data-intake] button.primary").click()
    assert Case.objects.get().text == TEXT
    assert not SuggestionCount.objects.exists()


def _suggested(page: "Page", field: str) -> None:
    """Waits for suggestions beside a field."""
    page.locator(f'[data-suggested="{field}"] [data-value="utility.streetlight"]').wait_for()


def _settled(page: "Page") -> None:
    """Waits until what a change asked for has come."""
    page.wait_for_function("() => !document.querySelector('.htmx-request')")
