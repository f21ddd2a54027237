"""One major hazard: reported on a phone, stopped, planned, supervised, twice failed in part, passed, released."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from linli.cases.models import Case
from linli.cases.queries import verify
from tests.functional.conftest import Staff, answered, check_page, english_first, followed, next_step
from tests.functional.console.conftest import photo, send, unfold
from tests.functional.letters import taken
from tests.functional.small_city import City

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["photo"]
TEXT = "餐馆阁楼上住着员工，只有一个出口"
UNIT = "某某餐馆"
ITEMS = ("阁楼住人", "只有一个疏散出口", "灭火器过期")
BOARD = "芙安督〔2026〕1号"
PLAN = {
    "works": "拆除阁楼，恢复第二出口",
    "duty": "某某餐馆安全管理岗",
    "funds": "60000",
    "deadline": "2030-01-31",
    "emergency": "每两小时巡查一次",
}


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@english_first
def test_a_major_hazard_is_reinspected_only_where_it_failed(
    resident: Callable[..., "Page"], staff_at: Callable[..., Staff], city: City, photo: Path, language: str
) -> None:
    phone = resident("/report/", language=language)
    _report(phone)
    number = phone.locator(".receipt-number").inner_text()
    followed(phone.locator("a.button.primary"))
    check_page(phone)
    staff = staff_at("desktop", language)
    desk = staff.page("desk", f"/console/cases/{number}/")
    _dispatch(desk, city)
    handler = staff.page("handler", f"/console/cases/{number}/")
    _find_major(handler, photo)
    _plan(handler)
    county = _supervise(staff, desk, number)
    verifier = staff.page("verifier", f"/console/cases/{number}/")
    _ask_for_review(handler, photo, wanted=ITEMS)
    _judge(verifier, "fail", wanted=ITEMS, failed=ITEMS[1:])
    _ask_for_review(handler, photo, wanted=ITEMS[1:])
    _judge(verifier, "fail", wanted=ITEMS[1:], failed=ITEMS[1:2])
    _ask_for_review(handler, photo, wanted=ITEMS[1:2])
    _judge(verifier, "pass", wanted=ITEMS[1:2], failed=())
    _step(county, "release", note="审查同意恢复营业")
    resumed = taken(county, "同意恢复生产经营（使用）通知书")
    assert all(words in resumed for words in (UNIT, BOARD, "第六十五条第一款第三项", "暂时停产停业"))
    _step(county, "answer", answer="隐患已消除，已审查同意恢复营业。")
    check_page(county)
    phone.reload()
    assert not phone.locator("#letters").count(), "they are written to the unit"
    assert "审查同意恢复营业" in phone.locator("main").inner_text()
    check_page(phone)
    case = Case.objects.get(number=number)
    assert (case.stage, case.outcome) == ("closed", "resolved")
    assert [row["result"] for row in case.fields["items"]] == ["passed"] * 3
    assert not list(verify())


def _report(page: "Page") -> None:
    followed(page.locator("nav.matters a[href*=hazard]"))
    page.locator("[name=kind][value='hazard:fire']").check(force=True)
    next_step(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    next_step(page)
    page.locator("#id_text").fill(TEXT)
    page.locator("#id_own_unit").fill(UNIT)
    check_page(page)
    answered(page.locator("[data-step]:not([hidden]) button[type=submit]"))
    page.locator(".receipt-number").wait_for()


def _dispatch(desk: "Page", city: City) -> None:
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(desk, "dispatch")


def _find_major(handler: "Page", photo: Path) -> None:
    """The list of what is wrong, the grade with its reason; where safety is not ensured, the measures are needed."""
    _step(handler, "accept")
    unfold(handler, "find_major")
    form = handler.locator("#do-find_major")
    assert form.locator("[name=unit]").input_value() == UNIT, "what the reporter wrote comes filled in"
    for at, what in enumerate(ITEMS, start=1):
        form.locator(f"[name='items.{at}.what']").fill(what)
        form.locator(f"[name='items.{at}.result']").select_option("failed")
    for key in ("grade_basis", "state", "harm"):
        form.locator(f"[name={key}]").fill("生产经营场所内违规住人")
    form.locator("[name=is_safe][value=false]").check()
    form.locator("[name=photo_before]").set_input_files(photo)
    send(handler, "find_major")
    assert Case.objects.get().stage == "inspecting", "no measures, no safety"
    for measure in ("evacuate", "stop_work"):
        handler.locator(f"#do-find_major [name=measures][value={measure}]").check()
    send(handler, "find_major")
    check_page(handler)
    assert Case.objects.get().stage == "planning"
    order = taken(handler, "重大事故隐患责令整改通知书")
    assert all(words in order for words in (UNIT, *ITEMS, "从危险区域内撤出作业人员、暂时停产停业"))
    assert TEXT not in order


def _plan(handler: "Page") -> None:
    _step(handler, "plan", **PLAN)
    assert Case.objects.get().stage == "plan_review"


def _supervise(staff: Staff, desk: "Page", number: str) -> "Page":
    """The town sends it up: only the county puts a major hazard under supervision."""
    desk.reload()
    check_page(desk)
    assert PLAN["duty"] in desk.locator("main").inner_text()
    assert not desk.locator("#do-list").count()
    _step(desk, "escalate", reason="重大隐患由区督办")
    county = staff.page("countydesk", f"/console/cases/{number}/")
    county.reload()
    unfold(county, "list")
    county.locator("#list-board").fill(BOARD)
    answered(county.locator("#do-list button[name=preview]"))
    assert PLAN["works"] in county.locator(".letter-page").inner_text()
    check_page(county)
    assert Case.objects.get().stage == "plan_review", "looking at it is no step"
    send(county, "list")
    assert all(
        words in taken(county, "重大事故隐患挂牌督办通知书") for words in (UNIT, BOARD, *PLAN["works"].split("，"))
    )
    assert Case.objects.get().stage == "governing"
    return county


def _ask_for_review(handler: "Page", photo: Path, *, wanted: tuple[str, ...]) -> None:
    handler.reload()
    unfold(handler, "request_major_review")
    form = handler.locator("#do-request_major_review")
    _results(form, wanted, {what: "fixed" for what in wanted})
    form.locator("[name=acceptance][value=expert]").check()
    form.locator("[name=photo_after]").set_input_files(photo)
    send(handler, "request_major_review")
    assert Case.objects.get().stage == "major_reviewing"


def _judge(verifier: "Page", verdict: str, *, wanted: tuple[str, ...], failed: tuple[str, ...]) -> None:
    verifier.reload()
    action = f"{verdict}_major_review"
    unfold(verifier, action)
    form = verifier.locator(f"#do-{action}")
    _results(form, wanted, {what: "failed" if what in failed else "passed" for what in wanted})
    form.locator("[name=method][value=on_site]").check()
    if failed:
        form.locator("[name=reason]").fill("还有不合格项")
    check_page(verifier)
    send(verifier, action)
    assert Case.objects.get().stage == ("governing" if failed else "releasing")
    finding = taken(verifier, "整改复查意见书")
    assert [what for what in ITEMS if what in finding] == list(wanted)
    assert ("复查结论：不合格" in finding, "复查结论：合格" in finding) == (bool(failed), not failed)


def _results(form: Any, wanted: tuple[str, ...], results: dict[str, str]) -> None:
    """Only the wanted rows are asked for, their words standing fixed."""
    rows = form.locator("[data-rows=items] tbody tr")
    assert rows.count() == len(wanted)
    for at, what in enumerate(wanted):
        assert what in rows.nth(at).inner_text()
        rows.nth(at).locator("select").select_option(results[what])


def _step(page: "Page", action: str, **typed: str) -> None:
    page.reload()
    unfold(page, action)
    for key, words in typed.items():
        page.locator(f"#{action}-{key}").fill(words)
    send(page, action)
