"""A warning from the list to its end: seen, explained, acted on, settled; its number opens as many cases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.scores.models import Surge
from tests import rising
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed
from tests.functional.small_city import VILLAGE, City

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {"explained": "燃气改造开挖", "acted": "加派一组清扫", "closed": "已恢复平时水平"}


@everywhere
def test_a_leader_takes_a_warning_to_its_end(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    now = timezone.now()
    surge = rising.warned(area=VILLAGE, at=now - timedelta(days=1), now=now)
    Surge.objects.update(since=surge.until, observed=rising.MANY)
    page = staff_at(size, language).page("leader", "/console/warnings/")
    check_page(page)
    followed(page.locator("tbody a").first)
    check_page(page)

    followed(page.locator(f".two-columns td a:text-is('{rising.MANY}')").first)
    expect(page.locator("[data-row]")).to_have_count(rising.MANY)
    page.go_back()
    answered(page.locator("form[action$='/acknowledged/'] button"))
    for stage, words in WORDS.items():
        page.locator(f"#words-{stage}").fill(words)
        answered(page.locator(f"form[action$='/{stage}/'] button"))
        expect(page.locator(".surge-steps li").last).to_contain_text(words)
    check_page(page)

    assert Surge.objects.get().stage == "closed"
    assert page.locator("form[action*='/warnings/']").count() == 0
