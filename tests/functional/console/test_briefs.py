"""A brief at a desk and on a phone: from a number to its list, put in one's own words, looked at, sent once."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from linli.notify.models import Outgoing
from linli.people.models import Account
from linli.scores.models import Brief
from tests.functional.conftest import Staff, answered, check_page, followed
from tests.functional.console.briefed import briefed
from tests.functional.console.conftest import report
from tests.functional.others import dispatch, settle
from tests.functional.small_city import COUNTY, TOWN, City

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("LINLI_SHOTS", "")


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_from_the_draft_to_the_one_that_was_sent(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    settle(report("南门垃圾堆了三天").number, city)
    dispatch(report("井盖松动").number, city)
    report("路灯不亮三天了")
    brief = briefed(area=TOWN)
    briefed(area=TOWN, kind="week")
    Account.objects.filter(username="desk").update(email="desk@example.org")
    page = staff_at(size, language).page("desk", "/console/briefs/")
    check_page(page)
    _shot(page, f"briefs-{size}-list")
    followed(page.locator(f"a[href='/console/briefs/{brief}/']"))
    check_page(page)
    _shot(page, f"briefs-{size}")
    number = page.locator("#brief-came_in ~ p a").first
    assert number.inner_text() == "3"
    followed(number)
    assert page.locator("[data-row]").count() == 3
    page.go_back()

    followed(page.locator(f"a[href='/console/briefs/{brief}/edit/']"))
    check_page(page)
    page.locator("textarea[name='late']").fill("截至目前共有99件在办，请抓紧。")
    answered(page.locator("button[name='look']"))
    expect(page.locator("section.panel .fault-summary strong")).to_have_text("99")
    assert Brief.objects.get(pk=brief).texts == {}
    check_page(page)
    _shot(page, f"briefs-{size}-edit")
    page.locator("textarea[name='late']").fill("路灯、井盖两件请于明日前办结。")
    answered(page.locator("form[action$='/edit/'] button.primary"))
    expect(page.locator("#brief-late ~ .brief-said").first).to_have_text("路灯、井盖两件请于明日前办结。")
    check_page(page)

    answered(page.locator("form[action$='/send/'] button"))
    expect(page.locator("form[action$='/send/']")).to_have_count(0)
    check_page(page)
    assert Brief.objects.get(pk=brief).state == "sent"
    assert sorted(Outgoing.objects.filter(template="brief_sent").values_list("channel", flat=True)) == [
        "email",
        "inapp",
    ]


def test_the_week_of_the_county_with_its_map(staff_at: Callable[..., Staff], city: City) -> None:
    for text in ("井盖松动", "路灯不亮三天了"):
        report(text)
    brief = briefed(area=COUNTY, kind="week")
    page = staff_at("desktop", "zh-hans").page("leader", f"/console/briefs/{brief}/")
    expect(page.locator(".shaded tr[data-code]")).to_have_count(2)
    check_page(page)
    page.emulate_media(media="print")
    assert page.locator("form[action$='/send/']").is_hidden()
    assert page.locator("#brief-came_in").is_visible()
    _shot(page, "briefs-print")


def _shot(page: object, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)  # type: ignore[attr-defined]
