"""A resident reports something and follows it, on a phone, with and without script."""

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from linli.cases.models import Attachment, Case
from tests.functional.public.conftest import check_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


def photo() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 80).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def test_it_reports_in_three_steps(resident: Callable[..., "Page"]) -> None:
    page = resident("/")
    base = page.url.removesuffix("/")
    page.get_by_role("link", name="市容环境").first.click()
    page.get_by_role("heading", name="我要反映").wait_for()
    check_page(page)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    assert "文艺新村社区" in page.locator("#place-chosen").inner_text()
    page.get_by_role("button", name="下一步：说明情况").click()
    check_page(page)
    page.locator("#id_text").fill("小区南门垃圾堆了三天没有人清理")
    page.locator("#id_photos").set_input_files({"name": "p.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    page.locator("[data-downscale-note]:not(:empty)").wait_for()
    page.get_by_role("button", name="提交").click()
    page.get_by_text("感谢反映，已经收到。").wait_for()
    check_page(page)
    case = Case.objects.get()
    assert (case.area_id[:12], case.category, case.channel, case.contact_id) == (
        "430102001001",
        "city_look",
        "web",
        None,
    )
    assert Attachment.objects.get().case_id == case.pk
    assert page.locator(".qr svg").count() == 1
    page.get_by_role("link", name="查看进度").click()
    page.get_by_text("已收到").first.wait_for()
    small = page.request.get(base + str(page.locator(".photos img").get_attribute("src")))
    assert (small.status, small.headers["content-type"]) == (200, "image/jpeg")
    check_page(page)


def test_it_reports_without_script(resident: Callable[..., "Page"]) -> None:
    page = resident("/report/", language="en", has_script=False)
    page.get_by_label("Clean streets").check()
    page.locator("#id_area").select_option("430102001001")
    page.locator("#id_text").fill("Rubbish by the south gate for three days")
    page.locator("details:has(#id_email) summary").click()
    page.locator("#id_email").fill("resident@example.org")
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Thank you. Your report has arrived.").wait_for()
    case = Case.objects.get()
    assert case.contact is not None
    assert case.contact.language == "en"


def test_a_pin_finds_its_area(resident: Callable[..., "Page"]) -> None:
    page = resident("/report/?kind=event:city_look")
    page.locator(".map.ready").wait_for()
    page.locator(".map").evaluate("it => it.scrollIntoView({ block: 'center', behavior: 'instant' })")
    box = page.locator("canvas").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 12, middle[1] + 8, steps=4)
    page.mouse.up()
    page.locator("#place-chosen.success").wait_for()
    assert page.locator("#id_lon").input_value() != ""
    assert "芙蓉区" in page.locator("#place-chosen").inner_text()


def test_a_fault_is_named_and_what_was_typed_stays(resident: Callable[..., "Page"]) -> None:
    page = resident("/report/", has_script=False)
    page.locator("#id_text").fill("路灯不亮，晚上很黑")
    page.get_by_role("button", name="提交").click()
    page.get_by_text("请先修改以下内容").wait_for()
    assert "请说明地点" in page.locator(".fault-summary").inner_text()
    assert page.locator("#id_text").input_value() == "路灯不亮，晚上很黑"
    assert not Case.objects.exists()


def test_the_reporter_adds_reminds_and_withdraws(resident: Callable[..., "Page"]) -> None:
    page = resident("/report/", has_script=False)
    page.locator("#id_area").select_option("430102001001")
    page.locator("#id_text").fill("路灯不亮，晚上很黑")
    page.get_by_role("button", name="提交").click()
    page.get_by_role("link", name="查看进度").click()
    page.locator("#step-add summary").click()
    page.locator("#id_add-text").fill("是三号楼前面的那一盏")
    page.locator("#step-add button").click()
    page.get_by_text("是三号楼前面的那一盏").wait_for()
    page.locator("#step-withdraw summary").click()
    page.locator("#step-withdraw button").click()
    page.locator(".stage-line").get_by_text("撤回").wait_for()
    assert Case.objects.get().outcome == "withdrawn"
