"""An agreement from the draft to the first part performed: two parties and a mediator in three browsers at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from linli.mediation.models import Obligation, Signature
from linli.mediation.queries.secrets import secret_of
from linli.notify.models import Outgoing
from tests.functional.conftest import SIZES, Staff, answered, check_page, everywhere
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer


@everywhere
def test_drafted_signed_and_performed(
    browser: "Browser",
    live_server: "LiveServer",
    staff_at: Callable[..., Staff],
    city: City,
    size: str,
    language: str,
) -> None:
    dispute = open_dispute(city=city, now=timezone.now())
    first, second = dispute.both()
    mediator = staff_at(size, language).page("handler", f"/console/cases/{dispute.number}/room/")
    with (
        _phone(browser, live_server, dispute, first, size, language) as one,
        _phone(browser, live_server, dispute, second, size, language) as other,
    ):
        _draft(mediator)
        one.reload()
        _ask_for_a_change(one)
        other.reload()
        assert "月底前" not in other.content()
        _send_out(mediator)
        for page in (one, other):
            page.reload()
            check_page(page)
        _sign_with_code(one, first)
        _sign_on_screen(other)
        assert Signature.objects.count() == 2
        check_page(other)
        _tell(other)
    mediator.reload()
    check_page(mediator)
    _record(mediator)
    assert [row.state for row in Obligation.objects.filter(text__agreement__state="in_effect").order_by("place")] == [
        "performed", "due",
    ]  # fmt: skip


def _draft(page: "Page") -> None:
    section = page.locator("#agreement")
    section.locator("details.room-fold > summary").first.click()
    form = section.locator("form[action$='/agreement/save/']")
    for name in ("facts", "issues", "responsibility", "terms", "manner"):
        form.locator(f"[name={name}]").fill(f"楼上漏水，甲方乙方约定的{name}")
    check_page(page)
    answered(form.locator("button.primary"))
    section.locator("details.room-fold > summary").nth(1).click()
    form = section.locator("form[action$='/agreement/parts/']")
    form.locator("[name=total]").fill("20000")
    form.locator("[name=first]").fill(f"{timezone.localdate():%Y-%m-%d}")
    answered(form.locator("button"))


def _ask_for_a_change(page: "Page") -> None:
    section = page.locator("#agreement")
    section.locator("details > summary").click()
    form = section.locator("form[action$='/agreement/change/']")
    form.locator("textarea").fill("请改为月底前付清")
    check_page(page)
    answered(form.locator("button"))


def _send_out(page: "Page") -> None:
    page.reload()
    section = page.locator("#agreement")
    assert "请改为月底前付清" in section.inner_text()
    section.locator("details:has(form[action$='/agreement/fix/']) > summary").click()
    form = section.locator("form[action$='/agreement/fix/']")
    answered(form.locator("button"))
    check_page(page)
    form = page.locator("form[action$='/agreement/fix/']")
    form.locator("[name=is_sealed]").check()
    answered(form.locator("button"))


def _sign_with_code(page: "Page", participant: UUID) -> None:
    answered(page.locator("form[action$='/agreement/send/'] button"))
    sent = Outgoing.objects.filter(template="room_code", context__room=str(participant)).latest("id")
    form = page.locator("form[action$='/agreement/code/']")
    form.locator("[name=code]").fill("000000")
    answered(form.locator("button"))
    check_page(page)
    form = page.locator("form[action$='/agreement/code/']")
    form.locator("[name=code]").fill(str(secret_of(code=sent.context["code"])))
    answered(form.locator("button"))


def _sign_on_screen(page: "Page") -> None:
    form = page.locator("form[data-signature][data-ready]")
    canvas = form.locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 30, box["y"] + box["height"] * 0.7)
    page.mouse.down()
    for at in range(1, 9):
        page.mouse.move(box["x"] + 30 + at * box["width"] / 11, box["y"] + box["height"] * (0.3 if at % 2 else 0.7))
    page.mouse.up()
    answered(form.locator("[data-signature-send]"))


def _tell(page: "Page") -> None:
    row = page.locator("#after .room-person").first
    row.locator("summary").click()
    answered(row.locator("form[action$='/after/tell/'] button"))


def _record(page: "Page") -> None:
    row = page.locator("#after .room-person").first
    row.locator("summary").first.click()
    form = row.locator("form[action$='/after/record/']")
    form.locator("[name=day]").fill(f"{timezone.localdate():%Y-%m-%d}")
    answered(form.locator("button"))


@contextmanager
def _phone(
    browser: "Browser", live_server: "LiveServer", dispute: Dispute, participant: UUID, size: str, language: str
) -> Iterator["Page"]:
    """The page of a participant, in a browser context of their own."""
    context = browser.new_context(viewport=SIZES[size], bypass_csp=True)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/room/{participant}/{dispute.link(participant)}/")
    try:
        yield page
    finally:
        context.close()
