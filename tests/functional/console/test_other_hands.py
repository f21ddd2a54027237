"""The grid worker on the round, the leader, two people at once, a browser without JavaScript, and the keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linli.cases.models import Case
from linli.people.models import ContactReveal
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed
from tests.functional.console.conftest import report, send, unfold
from tests.functional.small_city import City


@everywhere
def test_a_grid_worker_reports_and_settles_on_the_spot(
    staff_at: Callable[..., Staff], photo: Path, size: str, language: str
) -> None:
    page = staff_at(size, language).page("grid")
    assert page.url.endswith("/console/field/")
    check_page(page)
    followed(page.locator("a.big"))
    page.locator("#report-photo").set_input_files(photo)
    page.locator(".tile-group summary").first.click()
    page.locator(".tile-group .tile").first.click()
    page.locator("[data-locate]").click()
    page.locator("[data-locate].primary").wait_for()
    page.locator("#id_on_the_spot").check()
    check_page(page)
    page.locator("#id_note").fill("已清理")
    page.locator("#after-photo").set_input_files(photo)
    answered(page.locator("form[data-field-report] button.big"))
    page.wait_for_url("**/console/field/")
    check_page(page)
    case = Case.objects.get()
    assert (case.channel, case.stage) == ("grid", "verifying")
    assert sorted(case.attachments.values_list("purpose", flat=True)) == ["after", "report"]


def test_a_report_settled_without_a_photo_keeps_what_was_sent(staff_at: Callable[..., Staff], photo: Path) -> None:
    page = staff_at("phone").page("grid", "/console/field/report/")
    page.locator("#report-photo").set_input_files(photo)
    page.locator("#id_text").fill("垃圾桶满溢")
    page.locator("#id_on_the_spot").check()
    page.locator("#id_note").fill("已清运")
    answered(page.locator("form[data-field-report] button.big"))
    page.locator(".fault-summary").wait_for()
    check_page(page)
    assert page.locator(".photos.kept img").count() == 1
    assert page.locator("#id_text").input_value() == "垃圾桶满溢"
    page.locator("#after-photo").set_input_files(photo)
    answered(page.locator("form[data-field-report] button.big"))
    page.wait_for_url("**/console/field/")
    assert Case.objects.get().stage == "verifying"


@everywhere
def test_a_leader_supervises_and_the_desk_answers(staff_at: Callable[..., Staff], size: str, language: str) -> None:
    number = report("井盖松动，车压过去很响").number
    staff = staff_at(size, language)
    leader = staff.page("leader", "/console/cases/")
    check_page(leader)
    followed(leader.get_by_role("link", name="井盖松动"))
    check_page(leader)
    unfold(leader, "supervise")
    leader.locator("#supervise-note").fill("请今天内派人到场")
    send(leader, "supervise")
    check_page(leader)
    desk = staff.page("desk", f"/console/cases/{number}/?do=respond_supervision")
    check_page(desk)
    desk.locator("#respond_supervision-note").fill("已联系养护单位")
    send(desk, "respond_supervision")
    leader.reload()
    assert "已联系养护单位" in leader.locator("main").inner_text()
    assert Case.objects.get().supervised_at


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_of_two_at_once_one_wins_and_the_other_is_told(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    number = report("小区东门共享单车堆放占了盲道").number
    staff = staff_at(size, language)
    first = staff.page("desk", f"/console/cases/{number}/?do=dispatch")
    second = staff.page("desk2", f"/console/cases/{number}/?do=refuse")
    first.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    send(first, "dispatch")
    unfold(second, "refuse")
    second.locator("#refuse-reason").fill("不属于本中心职责范围")
    for name in ("refusal", "route"):
        field = second.locator(f"#refuse-{name}, #do-refuse [name={name}]").first
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(index=1)
        elif field.get_attribute("type") == "radio":
            field.check()
        else:
            field.fill("110")
    send(second, "refuse")
    conflict = second.locator(".conflict")
    conflict.wait_for()
    assert "坐席甲" in conflict.inner_text()
    assert "不属于本中心职责范围" in conflict.inner_text()
    check_page(second)
    assert Case.objects.get().stage == "dispatched"


def test_it_works_without_javascript(staff_at: Callable[..., Staff], city: City) -> None:
    number = report("消防通道被私家车长期占用").number
    page = staff_at(has_script=False).page("desk", f"/console/cases/{number}/?do=dispatch")
    page.locator("#dispatch-lead-name").fill("住房和城乡建设")
    answered(page.locator("#do-dispatch form button:not([type], [name=preview])"))
    case = Case.objects.get()
    assert (case.stage, case.lead_org_id) == ("dispatched", city.organisations["furong-zj"])


def test_the_keyboard_moves_previews_selects_and_searches(staff_at: Callable[..., Staff], city: City) -> None:
    numbers = [report(text).number for text in ("路灯不亮", "井盖松动")]
    page = staff_at().page("desk", "/console/inbox/")
    page.locator(".has-script").wait_for()
    page.keyboard.press("j")
    page.locator("#preview .preview").wait_for()
    check_page(page)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator(".bulk-bar button[value=dispatch]").click()
    page.locator("#dispatch-lead").wait_for()
    check_page(page)
    page.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    page.locator(".case-side form button.primary").click()
    page.locator(".results").wait_for()
    check_page(page)
    assert page.locator(".results .tag.good").count() == 2
    assert set(Case.objects.values_list("stage", flat=True)) == {"dispatched"}
    page.keyboard.press("/")
    page.keyboard.type(numbers[0])
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/cases/{numbers[0]}/")
    page.keyboard.press("?")
    assert page.locator("#keyboard-help").is_visible()


def test_the_palette_goes_to_pages_steps_and_cases(staff_at: Callable[..., Staff], city: City) -> None:
    number = report("路灯不亮").number
    page = staff_at().page("desk", f"/console/cases/{number}/")
    page.locator(".has-script").wait_for()
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    check_page(page)
    page.keyboard.type("派遣")
    chosen = page.locator("#palette [aria-selected=true]")
    assert "派遣" in chosen.inner_text()
    assert page.locator("#palette-words").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    page.locator("#dispatch-lead").wait_for()
    assert not page.locator("#palette").is_visible()
    page.keyboard.press("Escape")
    page.goto(page.url.split("/console/")[0] + "/console/inbox/")
    page.locator(".has-script").wait_for()
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/console/cases/{number}/")


def test_contact_data_is_shown_for_a_reason_on_record(staff_at: Callable[..., Staff]) -> None:
    number = report("楼上空调滴水", phone="13812341234").number
    page = staff_at().page("desk", f"/console/cases/{number}/")
    assert "13812341234" not in page.content()
    page.locator(".step:has(#reveal-reason) > summary").click()
    page.locator("#reveal-reason").fill("回电核实具体楼层")
    page.locator(".step:has(#reveal-reason) form button").click()
    page.locator(".revealed").wait_for()
    assert "13812341234" in page.locator(".revealed").inner_text()
    check_page(page)
    kept = ContactReveal.objects.get()
    assert (kept.subject, kept.reason) == (number, "回电核实具体楼层")
