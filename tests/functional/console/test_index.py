"""The safe-place index: from the table of areas to what moved one of them, for staff and for everybody."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import LazySettings

from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.small_city import OTHER_TOWN, TOWN, City
from tests.indexing import city_of_ours, last_month, month, usual

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_a_score_opens_to_what_moved_it_and_to_the_cases_behind(
    staff_at: Callable[..., Staff], city: City, settings: LazySettings, tmp_path: Path, size: str, language: str
) -> None:
    city_of_ours(tmp_path, settings)
    period = last_month()
    for town, late in ((TOWN, 40), (OTHER_TOWN, 10)):
        usual(town, period=period)
        month(town, period.since, on_time=100 - late, late=late, fires=10)
    staff = staff_at(size, language)
    page = staff.page("leader", "/console/index/?index=ours")
    check_page(page)
    page.locator("[data-shade]").scroll_into_view_if_needed()
    page.locator("[data-shade][data-shown]").wait_for()
    coloured = page.locator("[data-shade] tr[data-code]").all()
    assert [row.get_attribute("data-shade-class") for row in coloured] == ["yellow", "green"]
    assert page.locator("[data-map-note]").is_visible()
    rows = page.locator(".index-areas tbody tr")
    assert rows.count() == 2
    words = "良" if language == "zh-hans" else "Good"
    assert words in rows.first.inner_text()
    assert "70.5" in rows.first.inner_text()
    followed(rows.first.locator("td").last.locator("a"))
    check_page(page)
    assert "−29.5" in page.locator(".index-parts").inner_text()
    followed(page.locator(".index-behind a").first)
    assert "closed_as=late" in page.url

    page.goto(f"{staff.base}/index/")
    check_page(page)
    followed(page.locator(".index-areas tbody tr td a").first)
    followed(page.locator(".index-areas tbody tr").first.locator("td").last.locator("a"))
    check_page(page)
    assert page.locator("#method").is_visible()
    assert page.locator(".index-behind").count() == 0
