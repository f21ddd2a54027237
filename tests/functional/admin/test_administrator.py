"""The administrator takes on a new member of staff, who signs in; and closes an office day on the calendar."""

from collections.abc import Callable

from linli.core.models import CalendarDay
from linli.people.models import Account, Post
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed

NEW_PASSWORD = "Chaoyang-2026"


@everywhere
def test_a_new_grid_worker_is_taken_on_and_signs_in(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    staff = staff_at(size, language)
    page = staff.page("admin", "/console/admin/accounts/new/")
    page.fill("[name=username]", "chenxi")
    page.fill("[name=name]", "网格员甲")
    answered(page.locator("main button.primary"))
    check_page(page)
    password = page.locator("code.secret").inner_text()
    followed(page.locator("main a.button").last)
    page.select_option("[name=role]", "grid_worker")
    page.fill("[name=area]", "文艺新村社区")
    page.fill("[name=organisation]", "wenyi-zz")
    answered(page.locator("main button.primary"))
    check_page(page)
    assert Post.objects.get(account__username="chenxi").area_id == "430102001001"

    page.context.clear_cookies(name="sessionid")
    page.goto(f"{staff.base}/accounts/login/?next=/console/")
    check_page(page)
    page.fill("[name=login]", "chenxi")
    page.fill("[name=password]", password)
    answered(page.locator("main form button.primary"))
    page.wait_for_url("**/accounts/password/change/**")
    check_page(page)
    page.fill("[name=oldpassword]", password)
    page.fill("[name=password1]", NEW_PASSWORD)
    page.fill("[name=password2]", NEW_PASSWORD)
    page.click("main form button.primary")
    page.wait_for_url("**/console/**")
    assert not Account.objects.get(username="chenxi").must_change_password


@everywhere
def test_a_day_is_exchanged_and_stands_in_the_log(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    page = staff_at(size, language).page("cityadmin", "/console/admin/calendars/?year=2027")
    followed(page.locator("a.cal-day[href*='2027-02-20']"))
    page.locator("#day [name=kind]").select_option("workday")
    page.locator("#day [name=name]").fill("春节调休上班")
    page.locator("#day [name=name_en]").fill("Worked in exchange for Spring Festival")
    answered(page.locator("#day button.primary"))
    page.locator("a.cal-day.workday").wait_for()
    check_page(page)
    assert CalendarDay.objects.get(date="2027-02-20").kind == "workday"
    page.goto(page.url.split("/console/")[0] + "/console/admin/changes/")
    check_page(page)
    assert "2027-02-20" in page.locator("table").inner_text()
