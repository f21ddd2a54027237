"""A wage claim of thirty: put by phone with the list pasted in, mediated, paid but for one, paid, verified, rated."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Case
from linli.cases.queries import verify
from tests.functional.conftest import Staff, answered, check_page, chinese_first, followed, next_step
from tests.functional.console.conftest import send, unfold
from tests.functional.letters import taken
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "三十个人干了三个月，一直没发工资"
PEOPLE = 30
OWED = 9000
LIST = "\n".join(
    f"工友{at:02}\t555-01{at:02}\t{'true' if at == 1 else ''}\t木工\t2026-01-01\t2026-03-31\t{OWED}\tnone"
    for at in range(1, PEOPLE + 1)
)
EVIDENCE = "attendance\t班组考勤表\thours\tclaimants\npayslip\t工资支付台账\tamount\temployer"
PASTE = """(input, text) => {
  const carried = new DataTransfer();
  carried.setData("text", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""
TITLES = {
    "zh-hans": ("欠薪维权事项受理告知书", "调解结果告知书", "欠薪维权事项办结告知书"),
    "en": ("Notice of Acceptance of a Wage Claim", "Outcome of the Mediation", "Notice of Conclusion of a Wage Claim"),
}
ANSWER = "三十人的工资已全部付清。"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@chinese_first
def test_thirty_get_their_wages(
    resident: Callable[..., "Page"], staff_at: Callable[..., Staff], city: City, language: str
) -> None:
    phone = resident("/report/", language=language)
    _put(phone)
    number = phone.locator(".receipt-number").inner_text()
    assert number.startswith("QX-")
    followed(phone.locator("a.button.primary"))
    phone.locator("#given summary").first.click()
    assert f"工友{PEOPLE}" in phone.locator("#given").inner_text(), "they read what they put"
    check_page(phone)
    staff = staff_at("desktop", language)
    accepted, agreed, concluded = TITLES[language]
    desk = _route(staff, number, city)
    phone.reload()
    check_page(phone)
    assert "某某劳务有限公司" in taken(phone, accepted)
    handler = _mediate(staff, number)
    phone.reload()
    settled = taken(phone, agreed)
    assert all(
        words in settled for words in (str(PEOPLE * OWED), "调解协议书第1号", "16" if language == "en" else "第十六条")
    )
    assert language == "en" or "贰拾柒万元整" in settled
    _pay(handler, rows=PEOPLE)
    verifier = _find_one_unpaid(staff, number)
    handler.reload()
    _pay(handler, rows=1)
    _verify(verifier)
    _others_see_no_names(staff, number)
    desk.reload()
    _step(desk, "answer", answer=ANSWER)
    phone.reload()
    assert ANSWER in taken(phone, concluded)
    assert phone.locator("#letters + ul li").count() == 3
    assert ANSWER in phone.locator("main").inner_text()
    check_page(phone)
    _rate(phone)
    case = Case.objects.get(number=number)
    assert (case.stage, case.outcome, case.rating) == ("closed", "resolved", 5)
    assert {row["paid"] for row in case.fields["claimants"]} == {"full"}
    assert not list(verify())


def _put(page: "Page") -> None:
    """What, where and details; the list of claimants and that of the evidence come from a spreadsheet."""
    followed(page.locator("nav.matters a[href*=wage]"))
    page.locator("[name=kind][value='wage:construction']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_own_employer").fill("某某劳务有限公司")
    page.locator("#id_own_contractor").fill("某某建设集团")
    page.locator("[name=own_items][value=wages]").check()
    page.locator("#id_own_people").fill(str(PEOPLE))
    page.locator("#id_own_working").select_option("still")
    assert page.locator("#id_own_left_date").is_hidden()
    page.locator("#id_own_begun").select_option("no")
    page.locator("[name='own_claimants.1.name']").evaluate(PASTE, LIST)
    page.locator("[name='own_evidence.1.kind']").evaluate(PASTE, EVIDENCE)
    assert page.locator("[data-rows=own_claimants] tbody tr").count() == PEOPLE
    page.locator("details:has(#id_email) summary").click()
    page.locator("#id_email").fill("worker@example.org")
    check_page(page)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    page.locator(".receipt-number").wait_for()


def _route(staff: Staff, number: str, city: City) -> "Page":
    """Put on file with the list as it came, and sent to mediation."""
    kept = Case.objects.get(number=number).fields
    assert len(kept["claimants"]) == PEOPLE
    assert [row["held_by"] for row in kept["evidence"]] == ["claimants", "employer"]
    desk = staff.page("desk", f"/console/cases/{number}/")
    assert "工友30" in desk.locator("main").inner_text()
    check_page(desk)
    unfold(desk, "register")
    desk.locator("#register-category").select_option("construction.building")
    send(desk, "register")
    assert Case.objects.get(number=number).fields["claimants"] == kept["claimants"]
    unfold(desk, "to_mediation")
    desk.locator("#to_mediation-lead").select_option(str(city.organisations["furong-cg"]))
    desk.locator(f"#do-to_mediation [name=assists][value='{city.organisations['furong-zj']}']").check()
    send(desk, "to_mediation")
    assert Case.objects.get(number=number).stage == "notified"
    return desk


def _mediate(staff: Staff, number: str) -> "Page":
    """The employer admits it, the assist is done, an agreement names the day."""
    handler = staff.page("handler", f"/console/cases/{number}/")
    _step(handler, "ask_employer", note="请带原件")
    wanted = taken(handler, "限期答复通知书")
    assert all(words in wanted for words in (f"{PEOPLE}名劳动者", "请带原件", "第六条"))
    assert "工友" not in wanted, "how many, never who"
    unfold(handler, "employer_answers")
    handler.locator("#do-employer_answers [name=employer_answer][value=admits]").check()
    handler.locator("#employer_answers-employer_says").fill("承认拖欠，总包未拨款；已提供考勤表。")
    send(handler, "employer_answers")
    assist = staff.page("assist", f"/console/cases/{number}/")
    _step(assist, "finish_assist", note="已约谈总包")
    handler.reload()
    _step(handler, "agree", settled_total=str(PEOPLE * OWED), until="2030-01-31", document_no="调解协议书第1号")
    assert Case.objects.get(number=number).stage == "performing"
    check_page(handler)
    return handler


def _pay(handler: "Page", *, rows: int) -> None:
    """Only those not paid in full are asked for; their names stand fixed."""
    unfold(handler, "report_paid")
    asked = handler.locator("#do-report_paid [data-rows=claimants] select")
    assert asked.count() == rows
    for at in range(rows):
        asked.nth(at).select_option("full")
    handler.locator("#do-report_paid [name=paid_by][value=contractor]").check()
    handler.locator("#report_paid-note").fill("总包先行清偿")
    check_page(handler)
    send(handler, "report_paid")


def _find_one_unpaid(staff: Staff, number: str) -> "Page":
    verifier = staff.page("verifier", f"/console/cases/{number}/")
    unfold(verifier, "reject")
    verifier.locator("#do-reject [name=method][value=call_all]").check()
    verifier.locator("#reject-asked_people").fill(str(PEOPLE))
    verifier.locator(f"[name='claimants.{PEOPLE}.paid']").select_option("none")
    verifier.locator("#reject-reason").fill("一人没有收到")
    check_page(verifier)
    send(verifier, "reject")
    paid = [row["paid"] for row in Case.objects.get(number=number).fields["claimants"]]
    assert (paid.count("full"), paid[-1]) == (PEOPLE - 1, "none")
    return verifier


def _verify(verifier: "Page") -> None:
    verifier.reload()
    unfold(verifier, "verify_pass")
    verifier.locator("#do-verify_pass [name=method][value=call_all]").check()
    verifier.locator("#verify_pass-asked_people").fill(str(PEOPLE))
    verifier.locator("#verify_pass-note").fill("三十人都说收到了")
    send(verifier, "verify_pass")


def _others_see_no_names(staff: Staff, number: str) -> None:
    for who in ("assist", "leader"):
        page = staff.page(who, f"/console/cases/{number}/")
        shown = page.content()
        assert "木工" in shown
        assert "工友" not in shown
        assert "555-01" not in shown


def _step(page: "Page", action: str, **typed: str) -> None:
    unfold(page, action)
    for key, words in typed.items():
        page.locator(f"#{action}-{key}").fill(words)
    send(page, action)


def _rate(page: "Page") -> None:
    page.locator("#step-rate > summary").click()
    page.locator("#step-rate [name=rate-rating][value='5']").check()
    page.locator("#step-rate [name=rate-resolved][value=true]").check()
    answered(page.locator("#step-rate form button"))
    page.locator("#done").wait_for()
