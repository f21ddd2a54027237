"""A resident's report goes on as a hazard: nothing is keyed twice, and whoever may read one only learns of one only."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from linli.cases.queries import verify
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed, next_step
from tests.functional.console.conftest import photo, send, unfold
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["photo"]
TEXT = "一楼楼道停满电动车，还从楼上拉线充电"
FOUND = "配电间的门锁坏了，电线裸露"
SPOT = "3栋一楼楼道"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@everywhere
def test_a_report_becomes_a_hazard_that_its_reporter_follows(
    resident: Callable[..., "Page"],
    staff_at: Callable[..., Staff],
    city: City,
    photo: Path,
    size: str,
    language: str,
) -> None:
    home = resident("/report/", size=size, language=language)
    report = _report(home, photo)
    staff = staff_at(size, language)
    desk = staff.page("desk", f"/console/cases/{report}/")
    hazard = _turn(desk, report)

    _shown_on_both(desk, report, hazard)
    _followed_by_the_reporter(home, report, hazard)
    _not_told_to_who_handles_the_hazard(staff, desk, report, hazard, city)
    assert not list(verify())


@everywhere
def test_a_hazard_found_beside_a_report_is_not_told_to_who_handles_the_report(
    resident: Callable[..., "Page"],
    staff_at: Callable[..., Staff],
    city: City,
    photo: Path,
    size: str,
    language: str,
) -> None:
    report = _report(resident("/report/", size=size, language=language), photo)
    staff = staff_at(size, language)
    desk = staff.page("desk", f"/console/cases/{report}/")
    _dispatch(desk, city, "furong-cg")
    desk.goto(f"{staff.base}/console/cases/{report}/")
    unfold(desk, "find_hazard")
    desk.locator("#find_hazard-category").select_option("fire.wiring")
    desk.locator("#find_hazard-text").fill(FOUND)
    send(desk, "find_hazard")
    hazard = Case.objects.get(pack="hazard").number
    check_page(desk)
    assert desk.get_by_role("link", name=hazard).count()

    handler = staff.page("handler", f"/console/cases/{report}/")
    check_page(handler)
    words = handler.locator("main").inner_text()
    assert TEXT in words
    assert (hazard in words, FOUND in words) == (False, False)
    assert handler.goto(f"{staff.base}/console/cases/{hazard}/").status == 404  # type: ignore[union-attr]


def _report(page: "Page", photo: Path) -> str:
    page.locator("[name=kind][value='event:safety']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_photos").set_input_files(photo)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    page.locator(".receipt-number").wait_for()
    number = page.locator(".receipt-number").inner_text()
    followed(page.locator("a.button.primary"))
    return number


def _turn(desk: "Page", report: str) -> str:
    """Only the kind is chosen and where exactly; the words are there already."""
    unfold(desk, "to_hazard")
    form = desk.locator("#do-to_hazard")
    assert form.locator("#to_hazard-text").input_value() == TEXT
    assert not form.locator("option[value='safety.ebike']").count(), "kinds of hazards, not of reports"
    form.locator("#to_hazard-category").select_option("fire.ebike")
    form.locator("#to_hazard-spot").fill(SPOT)
    check_page(desk)
    send(desk, "to_hazard")
    made, source = Case.objects.get(pack="hazard"), Case.objects.get(number=report)
    assert (made.text, made.area_id, made.category) == (TEXT, source.area_id, "fire.ebike")
    assert made.attachments.count() == 1
    return made.number


def _shown_on_both(desk: "Page", report: str, hazard: str) -> None:
    check_page(desk)
    followed(desk.locator("#links").get_by_role("link", name=hazard))
    check_page(desk)
    assert SPOT in desk.locator("main").inner_text()
    followed(desk.locator("#links").get_by_role("link", name=report))
    assert desk.url.endswith(f"/{report}/")


def _followed_by_the_reporter(home: "Page", report: str, hazard: str) -> None:
    home.reload()
    check_page(home)
    followed(home.locator("#linked").get_by_role("link", name=hazard))
    check_page(home)
    assert TEXT in home.locator("main").inner_text()
    followed(home.locator("#linked").get_by_role("link", name=report))
    home.wait_for_url(f"**/{report}/**")


def _not_told_to_who_handles_the_hazard(staff: Staff, desk: "Page", report: str, hazard: str, city: City) -> None:
    desk.goto(f"{staff.base}/console/cases/{hazard}/")
    _dispatch(desk, city, "furong-zj")
    other = staff.page("assist", f"/console/cases/{hazard}/")
    check_page(other)
    words = other.locator("main").inner_text()
    assert TEXT in words
    assert report not in words
    assert not other.locator("#links").count()
    assert other.goto(f"{staff.base}/console/cases/{report}/").status == 404  # type: ignore[union-attr]


def _dispatch(desk: "Page", city: City, body: str) -> None:
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations[body]))
    send(desk, "dispatch")
