"""One whole petition: put by phone, taken on, extended, denied, reviewed, heard, concluded, rated by secret link."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case, Clock
from linli.cases.queries import verify
from linli.people.models import Account, Organisation, Post
from tests.functional.conftest import Staff, answered, check_page, chinese_first, followed, next_step
from tests.functional.console.conftest import send, unfold
from tests.functional.small_city import COUNTY, City

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "征收时少算了一间偏房，丈量表上没有"
PAPER = "丈量表.pdf"
REQUEST = "请重新核实面积，补发补偿款"
OPINION = {
    "facts": "偏房建成于2015年，未办审批。",
    "opinion": "对补发偏房补偿款的请求不予支持。",
    "law": "征收补偿有关规定",
}


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@pytest.fixture
def reviewers(city: City) -> dict[str, int]:
    """The two bodies above the one that decides, each with somebody who writes for it."""
    made = {}
    for at, (username, code, name) in enumerate((("review", "fc-1", "复查机关"), ("rereview", "fc-2", "复核机关"))):
        body = Organisation.objects.create(code=code, path=f"000{at + 7}", name=name, name_en=code, area_id=COUNTY)
        account = Account.objects.create(username=username, name=name)
        Post.objects.create(
            account=account, role="handler", area_id=COUNTY, organisation=body, starts_date=date(2020, 1, 1)
        )
        made[username] = body.pk
    return made


@chinese_first
def test_a_petition_goes_its_whole_way(
    resident: Callable[..., "Page"],
    staff_at: Callable[..., Staff],
    city: City,
    reviewers: dict[str, int],
    language: str,
) -> None:
    phone = resident("/report/", language=language)
    _put(phone)
    number = phone.locator(".receipt-number").inner_text()
    assert number.startswith("XF-")
    followed(phone.locator("a.button.primary"))
    phone.locator("#story").wait_for()
    assert phone.get_by_role("link", name=PAPER).is_visible(), "what was handed in is shown back"
    check_page(phone)
    staff = staff_at("desktop", language)
    office = _transfer(staff, number, city)
    _handle(staff, number)
    phone.reload()
    assert OPINION["opinion"] in phone.locator("main").inner_text()
    assert phone.locator("#yours").is_visible(), "by when a review may be asked for"
    check_page(phone)
    _ask(phone, "request_review", "建成年份认定错误")
    _review(staff, office, number, "review", reviewers)
    phone.reload()
    _ask(phone, "request_rereview", "证人没有听取")
    _review(staff, office, number, "rereview", reviewers)
    phone.reload()
    check_page(phone)
    _rate(phone)
    case = Case.objects.get(number=number)
    assert (case.stage, case.outcome, case.rating) == ("concluded", "unresolved", 2)
    assert not list(verify())


@chinese_first
def test_an_accusation_is_hidden_from_the_body_that_it_names(
    resident: Callable[..., "Page"], staff_at: Callable[..., Staff], city: City, language: str
) -> None:
    phone = resident("/report/", language=language)
    _begin(phone, "accusation")
    phone.locator("#id_text").fill("执法时吃拿卡要")
    phone.locator("#id_own_request").fill("请依规查处")
    phone.locator("#id_own_accused").fill("没有这个单位")
    check_page(phone)
    phone.locator("[data-step]:not([hidden]) button[type=submit]").click()
    phone.locator(".fault-summary").wait_for()
    accused = Organisation.objects.get(pk=city.organisations["furong-cg"])
    phone.locator("#id_own_accused").fill(accused.name_en if language == "en" and accused.name_en else accused.name)
    phone.locator("[data-step]:not([hidden]) button[type=submit]").click()
    phone.locator(".receipt-number").wait_for()
    number = phone.locator(".receipt-number").inner_text()
    staff = staff_at("desktop", language)
    office = staff.page("countydesk", f"/console/cases/{number}/")
    assert accused.name in office.locator("main").inner_text() or language == "en"
    handler = staff.page("handler", f"/console/cases/{number}/")
    assert number not in handler.locator("body").inner_text()


def _begin(page: "Page", kind: str) -> None:
    """The kind of petition, and where."""
    followed(page.locator("nav.matters a[href*=petition]"))
    page.locator(f"[name=kind][value='petition:{kind}']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)


def _put(page: "Page") -> None:
    """What, where and details; the fields are those of a petition."""
    _begin(page, "claim")
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_own_request").fill(REQUEST)
    page.locator("#id_own_earlier").select_option("no")
    assert page.locator("#id_own_earlier_number").is_hidden()
    assert page.locator("#id_own_accused").is_hidden(), "a claim accuses nobody"
    page.locator("#id_own_papers").set_input_files(
        {"name": PAPER, "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    check_page(page)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    page.locator(".receipt-number").wait_for()


def _transfer(staff: Staff, number: str, city: City) -> "Page":
    office = staff.page("countydesk", f"/console/cases/{number}/")
    assert REQUEST in office.locator("main").inner_text()
    check_page(office)
    unfold(office, "transfer")
    office.locator("#transfer-lead").select_option(str(city.organisations["furong-cg"]))
    office.locator("#do-transfer [name=manner][value=entrust]").check()
    office.locator("#transfer-report_by").fill("2030-01-31")
    send(office, "transfer")
    assert Case.objects.get(number=number).stage == "transferred"
    return office


def _handle(staff: Staff, number: str) -> None:
    """Taken on with notice, extended by the head of the body, not supported."""
    handler = staff.page("handler", f"/console/cases/{number}/")
    check_page(handler)
    _step(handler, "accept_claim", procedure="依第三十一条第六项调查核实", office="信访科 0731-00000000")
    before = Clock.objects.get(case__number=number, key="handle").due_at
    _step(handler, "ask_extension", length="30", reason="需要补充测绘")
    assert not handler.locator("#do-approve_extension").count(), "who asks does not grant"
    head = staff.page("head", f"/console/cases/{number}/")
    _step(head, "approve_extension", approver="局长", reason="需要补充测绘，情况复杂")
    handler.reload()
    assert (Clock.objects.get(case__number=number, key="handle").due_at - before).days == 30
    check_page(handler)
    _step(handler, "deny", **OPINION)
    assert Case.objects.get(number=number).stage == "denied"


def _review(staff: Staff, office: "Page", number: str, which: str, reviewers: dict[str, int]) -> None:
    """The office gives it to the body above, which upholds; the re-review holds a hearing first."""
    office.reload()
    unfold(office, f"assign_{which}")
    office.locator(f"#assign_{which}-lead").select_option(str(reviewers[which]))
    send(office, f"assign_{which}")
    body = staff.page(which, f"/console/cases/{number}/")
    if which == "rereview":
        _step(body, "hold_hearing", reason="8月3日上午，区信访局")
        check_page(body)
        _step(body, "end_hearing", note="听证笔录已制作")
    _step(body, f"{which}_uphold", **OPINION)
    check_page(body)


def _step(page: "Page", action: str, **typed: str) -> None:
    unfold(page, action)
    for key, words in typed.items():
        page.locator(f"#{action}-{key}").fill(words)
    send(page, action)


def _ask(page: "Page", action: str, words: str) -> None:
    page.locator(f"#step-{action} > summary").click()
    page.locator(f"#step-{action} textarea").fill(words)
    answered(page.locator(f"#step-{action} form button"))
    page.locator("#done").wait_for()
    check_page(page)


def _rate(page: "Page") -> None:
    page.locator("#step-rate > summary").click()
    page.locator("#step-rate [name=rate-rating][value='2']").check()
    page.locator("#step-rate [name=rate-resolved][value=false]").check()
    answered(page.locator("#step-rate form button"))
    page.locator("#done").wait_for()
