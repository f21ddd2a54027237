"""A hot issue from the tab beside the warnings to its cases, and from a case back to it."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.reading.models import Issue
from tests import hot
from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.small_city import VILLAGE, City

pytestmark = pytest.mark.django_db(transaction=True)


@everywhere
def test_a_leader_opens_an_issue_its_parts_and_its_cases(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    issue = hot.issue(area=VILLAGE, now=timezone.now())
    page = staff_at(size, language).page("leader", "/console/warnings/")
    check_page(page)
    followed(page.locator("nav.quick a").last)
    page.locator("details.heat-parts summary").first.click()
    expect(page.locator("details.heat-parts li")).to_have_count(3)
    check_page(page)

    followed(page.locator("tbody a").first)
    expect(page.locator("h1")).to_contain_text("乔庄花园南门")
    expect(page.locator("[data-row]")).to_have_count(issue.reports)
    check_page(page)

    followed(page.locator("[data-row] [data-open]").first)
    expect(page.locator("#issue a")).to_have_attribute("href", f"/console/warnings/issues/{issue.pk}/")
    followed(page.locator("#issue a"))
    expect(page.locator("#cases")).to_be_visible()


def test_an_issue_is_no_page_for_those_who_may_not_see_its_cases(staff_at: Callable[..., Staff], city: City) -> None:
    hot.issue(area=VILLAGE, now=timezone.now())
    staff = staff_at()
    page = staff.page("handler", f"/console/warnings/issues/{Issue.objects.get().pk}/")
    expect(page.locator("h1")).not_to_contain_text("乔庄")
    desk = staff.page("desk", "/console/warnings/issues/")
    expect(desk.locator("tbody tr")).to_have_count(1)
