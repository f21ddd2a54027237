"""The administrator takes on a new member of staff, who signs in; and every page of administration is fit to show."""

from collections.abc import Callable

import pytest

from linli.people.models import Account, Post
from tests.functional.conftest import Staff, check_page

PAGES = [
    "", "areas/", "areas/?under=430102001", "areas/import/boundaries/", "organisations/", "organisations/new/",
    "accounts/", "posts/", "posts/new/", "calendars/", "packs/", "packs/event/", "tokens/", "tokens/new/", "outbox/",
    "reveals/", "changes/",
]  # fmt: skip
NEW_PASSWORD = "Chaoyang-2026"


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_a_new_grid_worker_is_taken_on_and_signs_in(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    staff = staff_at(size, language)
    page = staff.page("admin", "/console/admin/accounts/new/")
    page.fill("[name=username]", "chenxi")
    page.fill("[name=name]", "陈曦")
    page.click("main button.primary")
    check_page(page)
    password = page.locator("code.secret").inner_text()
    page.locator("main a.button").last.click()
    page.select_option("[name=role]", "grid_worker")
    page.fill("[name=area]", "文艺新村社区")
    page.fill("[name=organisation]", "wenyi-zz")
    page.click("main button.primary")
    check_page(page)
    assert Post.objects.get(account__username="chenxi").area_id == "430102001001"

    page.context.clear_cookies(name="sessionid")
    page.goto(f"{staff.base}/accounts/login/?next=/console/")
    check_page(page)
    page.fill("[name=login]", "chenxi")
    page.fill("[name=password]", password)
    page.click("main form button.primary")
    page.wait_for_url("**/accounts/password/change/**")
    check_page(page)
    page.fill("[name=oldpassword]", password)
    page.fill("[name=password1]", NEW_PASSWORD)
    page.fill("[name=password2]", NEW_PASSWORD)
    page.click("main form button.primary")
    page.wait_for_url("**/console/**")
    assert not Account.objects.get(username="chenxi").must_change_password


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_every_page_of_administration_is_fit_to_show(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    staff = staff_at(size, language)
    page = staff.page("admin", "/console/admin/")
    for path in PAGES:
        page.goto(f"{staff.base}/console/admin/{path}")
        check_page(page)
