"""A book to a confirmed milestone: a leader writes, the bureau reports, the leader confirms, the road map shows it."""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.scores.models import Book, Milestone, Report, Target
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed
from tests.functional.console.promised import promised
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
PROMISES = "/console/promises/"
A3 = re.compile(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)")


@everywhere
def test_from_a_book_to_a_confirmed_milestone(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    staff, today = staff_at(size, language), timezone.localdate()
    leader = staff.page("leader", PROMISES)
    check_page(leader)
    followed(leader.locator(f"a[href='{PROMISES}new/']"))
    check_page(leader)
    leader.locator("#bookform-title").fill("2026年目标责任书")
    answered(leader.locator("main form.panel button.primary"))
    followed(leader.locator(f"a[href='{PROMISES}{Book.objects.get().pk}/targets/new/']"))
    leader.locator("#targetform-title").fill("背街小巷改造")
    leader.locator("#targetform-promise").fill("改造12条背街小巷。")
    leader.locator("#targetform-owner").fill("没有这个单位")
    leader.locator("#targetform-measured").select_option("milestones")
    answered(leader.locator("main form.panel button.primary"))
    expect(leader.locator(".fault-summary a[href='#targetform-owner']")).to_be_visible()
    check_page(leader)
    leader.locator("#targetform-owner").fill("furong-cg")
    answered(leader.locator("main form.panel button.primary"))
    leader.locator("#milestones summary", has=leader.locator("use[href$='#plus']")).click()
    leader.locator("#milestoneform-title").fill("竣工验收")
    leader.locator("#milestoneform-due").fill((today + timedelta(days=1)).isoformat())
    answered(leader.locator("#milestones form[action$='/milestone/'] button.primary"))
    check_page(leader)

    target, mark = Target.objects.get(), Milestone.objects.get()
    address = f"{PROMISES}targets/{target.pk}/"
    handler = staff.page("handler", address)
    handler.locator("#milestones summary", has=handler.locator("use[href$='#clipboard-check']")).click()
    answered(handler.locator("#milestones form[action$='/report/'] button.primary"))
    expect(handler.locator(f".fault-summary a[href='#report-{mark.pk}-note']")).to_be_visible()
    handler.locator(f"#report-{mark.pk}-note").fill("已竣工，验收单已归档")
    answered(handler.locator("#milestones form[action$='/report/'] button.primary"))
    check_page(handler)
    expect(handler.locator("form[action$='/confirm/']")).to_have_count(0)

    leader.goto(staff.base + address)
    answered(leader.locator("form[action$='/confirm/'] button"))
    check_page(leader)
    assert Report.objects.get().state == "confirmed"
    leader.goto(f"{staff.base}{PROMISES}{target.book_id}/map/")
    expect(leader.locator("svg.roadmap g:has(> title) > .rm-mark-done")).to_have_count(1)
    check_page(leader)


@everywhere
def test_a_book_that_runs_looks_right(staff_at: Callable[..., Staff], city: City, size: str, language: str) -> None:
    known, staff = promised(city), staff_at(size, language)
    page = staff.page("leader", PROMISES)
    check_page(page)
    page.locator("#promise-state").select_option("behind")
    answered(page.locator(".filter-line button"))
    expect(page.locator(".sheet tbody tr")).to_have_count(1)
    for name, path in (
        ("overview", ""),
        ("book", f"{known['book']}/"),
        ("map", f"{known['book']}/map/"),
        ("target", f"targets/{known['target']}/"),
    ):
        page.goto(f"{staff.base}{PROMISES}{path}")
        check_page(page)
        seen(page, f"{name}-{size}-{language}")
    if size == "desktop":
        page.goto(f"{staff.base}{PROMISES}{known['book']}/map/")
        page.set_viewport_size({"width": 2560, "height": 1440})
        seen(page, f"wall-{language}")
        page.emulate_media(media="print")
        printed = page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1
        assert [round(float(edge)) for edge in A3.findall(printed)[0]] == [1191, 842]


def seen(page: "Page", name: str) -> None:
    """Keeps a picture where somebody wants to look at it."""
    if folder := os.environ.get("LINLI_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
