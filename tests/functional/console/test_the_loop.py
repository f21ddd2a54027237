"""Desk, department, second department and verifier: from a call to a closed case, through everybody's hands."""

from collections.abc import Callable
from pathlib import Path

from linli.cases.models import Case
from linli.cases.queries import verify
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed
from tests.functional.console.conftest import send, unfold
from tests.functional.small_city import City

TEXT = "文艺新村3栋楼道口路灯不亮三天了，晚上老人下楼看不清"


@everywhere
def test_a_call_is_dispatched_handled_rejected_redone_verified_and_answered(
    staff_at: Callable[..., Staff], city: City, photo: Path, size: str, language: str
) -> None:
    staff = staff_at(size, language)
    case = _take_the_call(staff)
    _dispatch(staff, case, city)
    handler = staff.page("handler", "/console/inbox/")
    check_page(handler)
    followed(handler.get_by_role("link", name=TEXT))
    unfold(handler, "accept")
    send(handler, "accept")
    _assist(staff)
    handler.reload()
    _finish(handler, photo, "已更换灯泡")
    verifier = staff.page("verifier", "/console/inbox/")
    followed(verifier.get_by_role("link", name=TEXT))
    unfold(verifier, "reject")
    verifier.locator("#do-reject [name=method]").first.check()
    verifier.locator("#reject-reason").fill("只修好一盏，另一盏仍不亮")
    send(verifier, "reject")
    handler.reload()
    _finish(handler, photo, "两盏都已更换")
    check_page(handler)
    verifier.reload()
    unfold(verifier, "verify_pass")
    verifier.locator("#do-verify_pass [name=method]").first.check()
    verifier.locator("#verify_pass-note").fill("现场查看，两盏都亮")
    send(verifier, "verify_pass")
    check_page(verifier)
    desk = staff.page("desk", f"/console/cases/{case}/?do=answer")
    desk.locator("#answer-answer").fill("路灯已经修好，感谢您的反映。")
    desk.locator(".answer-list .missing").first.wait_for()
    check_page(desk)
    send(desk, "answer")
    check_page(desk)
    closed = Case.objects.get(number=case)
    assert (closed.stage, closed.outcome) == ("closed", "resolved")
    assert closed.attachments.filter(purpose="after").count() == 2
    assert not list(verify())


def _take_the_call(staff: Staff) -> str:
    desk = staff.page("desk", "/console/intake/")
    desk.locator("#id_text").fill(TEXT)
    desk.locator("#id_name").fill("反映人甲")
    desk.locator("#id_phone").fill("13812341234")
    desk.locator("#similar .hint-line").first.wait_for()
    check_page(desk)
    answered(desk.locator("form.intake button.big"))
    desk.locator(".receipt-number").wait_for()
    check_page(desk)
    case = Case.objects.get()
    assert (case.channel, case.category, case.area_id[:9]) == ("phone", "utility.streetlight", "430102001")
    return case.number


def _dispatch(staff: Staff, case: str, city: City) -> None:
    desk = staff.page("desk", "/console/inbox/")
    check_page(desk)
    followed(desk.get_by_role("link", name=TEXT))
    check_page(desk)
    unfold(desk, "dispatch")
    desk.locator("#dispatch-lead").select_option(str(city.organisations["furong-cg"]))
    desk.locator(f"#do-dispatch [name=assists][value='{city.organisations['furong-zj']}']").check()
    send(desk, "dispatch")
    assert Case.objects.get(number=case).stage == "dispatched"


def _assist(staff: Staff) -> None:
    assist = staff.page("assist", "/console/organisation/")
    check_page(assist)
    followed(assist.get_by_role("link", name=TEXT))
    unfold(assist, "finish_assist")
    assist.locator("#finish_assist-note").fill("线路权属已查明，为小区公用")
    send(assist, "finish_assist")
    check_page(assist)


def _finish(page: object, photo: Path, note: str) -> None:
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    unfold(page, "finish")
    page.locator("#finish-note").fill(note)
    page.locator("#finish-photo_after").set_input_files(photo)
    send(page, "finish")
    assert Case.objects.get().stage == "verifying"
