"""One service request: put by phone, whistled for, judged both ways, answered, called back by another, rated."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from linli.cases.models import Assignment, Case, Event
from linli.cases.queries import verify
from tests.functional.conftest import Staff, answered, check_page, english_first, followed, next_step
from tests.functional.console.conftest import send, unfold
from tests.functional.letters import taken
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = "顶楼漏水，公共楼道也泡了，物业说不归他们管"
WISH = "查清原因并修好"
ANSWER = "雨水管已于今日更换，闭水试验不漏。"


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@english_first
def test_a_service_request_goes_its_whole_way(
    resident: Callable[..., "Page"], staff_at: Callable[..., Staff], city: City, language: str
) -> None:
    phone = resident("/report/", language=language)
    _put(phone)
    number = phone.locator(".receipt-number").inner_text()
    assert number.startswith("FW-")
    followed(phone.locator("a.button.primary"))
    staff = staff_at("desktop", language)
    desk = staff.page("desk", f"/console/cases/{number}/")
    assert WISH in desk.locator("main").inner_text()
    _dispatch(desk, city)
    handler = staff.page("handler", f"/console/cases/{number}/")
    _step(handler, "accept")
    _whistle(desk, city)
    _report_in(staff, number)
    _judge_arrival(desk, city)
    _finish(handler)
    phone.reload()
    assert ANSWER in phone.locator("main").inner_text()
    assert ANSWER in taken(phone, "服务单答复函")
    check_page(phone)
    _call_back(staff, number)
    phone.reload()
    check_page(phone)
    _rate(phone)
    case = Case.objects.get(number=number)
    assert (case.stage, case.outcome, case.rating) == ("closed", "resolved", 4)
    _check_record(case)


def _put(page: "Page") -> None:
    followed(page.locator("nav.matters a[href*=service]"))
    page.locator("[name=kind][value='service:help']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_own_wish").fill(WISH)
    assert page.locator("#id_own_best_time").is_hidden()
    page.locator("#id_own_reply").select_option("call")
    page.locator("#id_own_best_time").fill("晚上七点以后")
    check_page(page)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    page.locator(".receipt-number").wait_for()


def _dispatch(desk: "Page", city: City) -> None:
    check_page(desk)
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(desk, "dispatch")
    assert Case.objects.get().stage == "dispatched"


def _whistle(desk: "Page", city: City) -> None:
    """The subdistrict calls a county department; the lead stays the lead."""
    desk.reload()
    unfold(desk, "whistle")
    desk.locator(f"#do-whistle [name=assists][value='{city.organisations['furong-zj']}']").check()
    desk.locator("#whistle-task").fill("到现场一起查漏水原因")
    send(desk, "whistle")
    check_page(desk)
    case = Case.objects.get()
    assert (case.stage, case.lead_org_id) == ("handling", city.organisations["furong-cg"])


def _report_in(staff: Staff, number: str) -> None:
    assist = staff.page("assist", f"/console/cases/{number}/")
    unfold(assist, "finish_assist")
    assist.locator("#finish_assist-note").fill("已查明系雨水管破裂")
    assist.locator("#do-finish_assist [name=fit][value=fit]").check()
    send(assist, "finish_assist")
    check_page(assist)


def _judge_arrival(desk: "Page", city: City) -> None:
    desk.reload()
    unfold(desk, "rate_arrival")
    desk.locator("#rate_arrival-body").select_option(str(city.organisations["furong-zj"]))
    desk.locator("#do-rate_arrival [name=arrival][value=prompt]").check()
    desk.locator("#do-rate_arrival [name=share][value=true]").check()
    send(desk, "rate_arrival")


def _finish(handler: "Page") -> None:
    handler.reload()
    _step(handler, "finish", note="更换雨水管", answer=ANSWER)
    check_page(handler)
    assert Case.objects.get().stage == "calling_back"


def _call_back(staff: Staff, number: str) -> None:
    """By somebody who did not handle it: response, solution, satisfaction."""
    caller = staff.page("verifier", f"/console/cases/{number}/")
    check_page(caller)
    unfold(caller, "call_back")
    form = caller.locator("#do-call_back")
    form.locator("[name=responded][value=true]").check()
    form.locator("[name=resolved][value=yes]").check()
    form.locator("[name=satisfied][value=fair]").check()
    send(caller, "call_back")
    check_page(caller)


def _step(page: "Page", action: str, **typed: str) -> None:
    unfold(page, action)
    for key, words in typed.items():
        page.locator(f"#{action}-{key}").fill(words)
    send(page, action)


def _rate(page: "Page") -> None:
    page.locator("#step-rate > summary").click()
    page.locator("#step-rate [name=rate-rating][value='4']").check()
    page.locator("#step-rate [name=rate-resolved][value=true]").check()
    answered(page.locator("#step-rate form button"))
    page.locator("#done").wait_for()


def _check_record(case: Case) -> None:
    part = Assignment.objects.get(case=case, role="assist")
    assert (part.ended_as, part.task) == ("finished", "到现场一起查漏水原因")
    inputs = (Event.objects.get(case=case, kind="call_back").body or {})["inputs"]
    assert (inputs["responded"], inputs["resolved"], inputs["satisfied"]) == (True, "yes", "fair")
    assert not list(verify())
