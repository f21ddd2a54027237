"""Without an account from the first question to a refusal: a resident asks for mediation, the other party is reached by
its own link and says no, and both see which ways remain. Two parties and a mediator, each on a phone."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from django.utils import timezone

from linli.cases.models import Case
from linli.people.models import ContactReveal
from tests.functional.conftest import Staff, answered, check_page, followed, next_step
from tests.functional.public.test_room_talks import consents
from tests.functional.small_city import City
from tests.mediating import Dispute, appoint

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACTS, WISH = "楼上卫生间漏水，天花板发霉", "修好水管，赔偿粉刷费用"
PHONE = "13912340007"
WORDS: Mapping[str, tuple[str, ...]] = {
    "zh-hans": ("双方自行和解", "向其他调解组织申请调解", "向人民法院起诉"),
    "en": ("Settle between yourselves", "Another mediation body", "A lawsuit"),
}
"""The ways that remain when neighbours do not mediate."""


@pytest.fixture(autouse=True)
def no_time_trap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The browser fills the form faster than a person."""
    monkeypatch.setattr("linli.web.public.forms.SHORTEST_SECONDS", -1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_from_the_first_question_to_a_refusal(
    resident: Callable[..., "Page"], staff_at: Callable[..., Staff], city: City, language: str
) -> None:
    one = resident("/", language=language)
    _ask_the_way(one)
    _write_a_letter(one)
    _file(one)
    dispute = _taken_on(city)
    mediator = staff_at("phone", language).page("handler", f"/console/cases/{dispute.number}/room/")
    link = _enter_both(mediator, city)
    one.reload()
    followed(one.locator('a.button[href*="/room/"]'))
    consents(one)
    other = resident(link, language=language)
    check_page(other)
    assert FACTS not in other.content(), "whoever is asked reads first what mediation is"
    answered(other.locator('#consent form[action$="/decline/"] button'))
    check_page(other)
    one.reload()
    check_page(one)
    for page in (one, other):
        assert page.locator('section[aria-labelledby="ways"] li').all_inner_texts() == [*WORDS[language]]
        assert not page.locator("#consent form").count(), "there is nothing left to answer"
    mediator.reload()
    check_page(mediator)
    assert mediator.locator("#parties .tag.late").count() == 1
    assert Case.objects.get().stage == "ended"
    followed(other.locator('section[aria-labelledby="ways"] a'))
    check_page(other)


def _ask_the_way(page: "Page") -> None:
    """Nobody is in danger; neighbours; talked and failed: the ways, and the rights in plain words."""
    followed(page.locator('a[href="/pathway/"]').first)
    for answer in ("safe=no", "about=neighbours", "talked=refused"):
        check_page(page)
        followed(page.locator(f'a.option[href*="{answer}"]'))
    check_page(page)
    assert page.locator('section[aria-labelledby="rights"] li').count() >= 1
    assert page.locator(".route").count() >= 3


def _write_a_letter(page: "Page") -> None:
    """A letter to the other side, kept on the phone; then back to the ways."""
    followed(page.locator('a[href*="/pathway/letter/"]').first)
    for name, typed in {"to": "楼上住户", "facts": FACTS, "ask": WISH, "sender": "演示居民"}.items():
        page.locator(f"[name={name}]").fill(typed)
    answered(page.locator("form .button.primary"))
    check_page(page)
    assert WISH in page.locator("article").inner_text()
    with page.expect_download() as kept:
        page.locator("button[name=word]").click()
    written = docx.Document(io.BytesIO(Path(kept.value.path()).read_bytes()))
    assert any(WISH in paragraph.text for paragraph in written.paragraphs)
    followed(page.locator("main a").first)


def _file(page: "Page") -> None:
    """The application begins at the way of mediation and ends with a receipt whose secret link opens the case."""
    followed(page.locator('.route a[href*="kind=dispute"]').first)
    page.locator("#place-search").fill("文艺新村")
    page.locator("#place-found button").first.click()
    check_page(page)
    next_step(page)
    page.locator("#id_text").fill(FACTS)
    page.locator("[name$=request]").fill(WISH)
    page.locator("details:has(#id_email) summary").click()
    page.locator("#id_name").fill("演示居民")
    page.locator("#id_email").fill("resident@example.org")
    check_page(page)
    page.locator("[data-step]:not([hidden]) button[type=submit]").click()
    page.locator(".receipt-number").wait_for()
    check_page(page)
    followed(page.locator("a.button.primary"))
    check_page(page)


def _taken_on(city: City) -> Dispute:
    """The centre takes it in and gives it to the mediators; that is shown elsewhere."""
    dispute = Dispute(Case.objects.get().number, "", city, timezone.now())
    given = {"urgency": "normal", "grade": "simple", "source": "applied", "note": ""}
    dispute.take("accept", "desk", category=Case.objects.get().category, **given)
    dispute.take("assign", "desk", lead=city.organisations["furong-cg"])
    dispute.take("take_on", no_conflict=True, note="")
    appoint(dispute=dispute, username="handler")
    return dispute


def _enter_both(page: "Page", city: City) -> str:
    """Whoever put it, and the other side with a telephone alone, whose link is handed over: opened with a reason."""
    check_page(page)
    answered(page.locator('#parties form[action$="/parties/bring/"] button'))
    fold = page.locator('#parties details:has(> form[action$="/parties/join/"])')
    fold.locator("> summary").click()
    check_page(page)
    form = fold.locator("form")
    form.locator("[name=side]").select_option("respondent")
    form.locator("[name=name]").fill("楼上住户甲")
    form.locator("[name=phone]").fill(PHONE)
    answered(form.locator("button.primary"))
    assert PHONE not in page.content()
    theirs = page.locator("#parties .room-person").last
    answered(theirs.locator('form[action$="/parties/invite/"] button'))
    theirs.locator('details:has(> form[action$="/parties/reveal/"]) > summary').click()
    send_reason = theirs.locator('form[action$="/parties/reveal/"]')
    send_reason.locator("[name=reason]").fill("把链接当面交给对方")
    answered(send_reason.locator("button"))
    check_page(page)
    assert ContactReveal.objects.get().account_id == city.accounts["handler"]
    shown = page.locator("#parties .room-link").inner_text()
    return "/room/" + shown.split("/room/")[1]
