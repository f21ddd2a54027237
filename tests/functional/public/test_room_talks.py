"""Two parties and a mediator at once, each on a phone: consent, a session, evidence, an offer and another."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from linli.cases.models import Event
from linli.mediation.models import Evidence, Offer, Session
from tests.functional.conftest import SIZES, Staff, answered, check_page, everywhere
from tests.functional.small_city import City
from tests.mediating import Dispute, open_dispute

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on a party's phone."""
    from PIL import Image

    file = tmp_path / "ceiling.jpg"
    Image.new("RGB", (640, 480), "peru").save(file, "JPEG")
    return file


def party(staff: Staff, dispute: Dispute, who: UUID) -> "Page":
    """A participant's page, in a browser of their own."""
    context = staff.browser.new_context(viewport=SIZES[staff.size], bypass_csp=True)
    context.set_default_timeout(15_000)
    staff.contexts.append(context)
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": staff.language, "url": staff.base}])
    page = context.new_page()
    page.goto(f"{staff.base}/room/{who}/{dispute.link(who)}/")
    return page


def unfold(part: "Locator") -> "Locator":
    """Opens a fold and answers its form."""
    part.locator("> summary").click()
    return part.locator("form")


def send(page: "Page", section: str, verb: str, **typed: str) -> None:
    """Fills in the first form of a verb, in its fold if it has one, and sends it."""
    form = page.locator(f'#{section} form[action$="/{section}/{verb}/"]').first
    fold = page.locator(f'#{section} details:has(> form[action$="/{section}/{verb}/"])').first
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    for name, value in typed.items():
        form.locator(f"[name={name}]").fill(value)
    answered(form.locator("button.primary, button").first)


def consents(page: "Page") -> None:
    """Reads the rights and says yes."""
    page.locator("#agree-rights_read").check()
    answered(page.locator('#consent form[action$="/agree/"] button'))
    check_page(page)


def says(page: "Page", *can: bool) -> None:
    """Answers each proposed time."""
    for fieldset, yes in zip(page.locator("#sessions fieldset").all(), can, strict=True):
        fieldset.locator(f"input[value={'yes' if yes else 'no'}]").check()
    answered(page.locator('#sessions form[action$="/answer/"] button'))
    check_page(page)


def meet(mediator: "Page", first: "Page", second: "Page") -> None:
    """Times are proposed and answered, and the session is put on record."""
    form = unfold(mediator.locator('#sessions details:has(form[action$="/propose/"])'))
    form.locator("[name=manner]").select_option("together")
    form.locator("[name=venue]").fill("街道调解室")
    for name, hours in (("starts", 48), ("starts_2", 72)):
        moment = timezone.localtime(timezone.now() + timedelta(hours=hours))
        form.locator(f"[name={name}]").fill(f"{moment:%Y-%m-%dT%H:%M}")
    check_page(mediator)
    answered(form.locator("button"))
    check_page(mediator)
    for page, can in ((first, (True, True)), (second, (False, True))):
        page.reload()
        check_page(page)
        says(page, *can)
    assert Session.objects.get().state == "fixed"
    mediator.reload()
    check_page(mediator)
    send(mediator, "sessions", "hold", agreed="漏水来自楼上", still_open="谁出粉刷的钱")
    assert Session.objects.get().state == "held"
    assert Event.objects.filter(kind="note_session").count() == 1
    check_page(mediator)


def prove(first: "Page", second: "Page", photo: Path) -> None:
    """A photo is put on the list, kept to its side, then shown."""
    first.reload()
    form = unfold(first.locator('#evidence details:has(form[action$="/give/"])'))
    form.locator("[name=kind]").select_option("photo")
    form.locator("[name=title]").fill("天花板水渍")
    form.locator("[name=file]").set_input_files(photo)
    check_page(first)
    answered(form.locator("button"))
    check_page(first)
    assert first.locator("#evidence img").count() == 1
    second.reload()
    assert "天花板水渍" not in second.content()
    send(first, "evidence", "share")
    second.reload()
    assert "天花板水渍" in second.locator("#evidence").inner_text()
    assert second.locator("#evidence img").evaluate(
        "it => (it.loading = 'eager', it.decode().then(() => it.naturalWidth))"
    )
    assert Evidence.objects.get().is_shared


def bargain(mediator: "Page", first: "Page", second: "Page") -> None:
    """A draft, an offer, a counter-offer, accepted."""
    form = unfold(first.locator('#offers > details:has(form[action$="/write/"])'))
    form.locator("[name=text]").fill("楼上赔三千元")
    form.locator("[name=amount]").fill("3000")
    answered(form.locator("button:not(.primary)"))
    check_page(first)
    for page in (mediator, second):
        page.reload()
        assert "楼上赔三千元" not in page.content()
    fold = first.locator("#offers li details").first
    fold.locator("> summary").click()
    check_page(first)
    answered(fold.locator("button[name=send]"))
    second.reload()
    check_page(second)
    send(second, "offers", "counter", text="两千元，六月底前修好", amount="2000")
    check_page(second)
    first.reload()
    check_page(first)
    send(first, "offers", "accept")
    check_page(first)
    mediator.reload()
    check_page(mediator)
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "countered"]
    assert "两千元" in mediator.locator("#offers").inner_text()
    assert mediator.locator('#offers a[href="#agreement"]').count() == 1


@everywhere
def test_from_consent_to_an_accepted_offer(
    staff_at: Callable[..., Staff], city: City, photo: Path, size: str, language: str
) -> None:
    dispute = open_dispute(city=city, now=timezone.now() - timedelta(hours=1))
    sides = dispute.join("applicant"), dispute.join("respondent")
    staff = staff_at(size, language)
    first, second = (party(staff, dispute, one) for one in sides)
    check_page(first)
    consents(first)
    consents(second)
    dispute.take("consent", rights_told=True, openness="closed", note="")
    mediator = staff.page("handler", f"/console/cases/{dispute.number}/room/")
    check_page(mediator)
    meet(mediator, first, second)
    prove(first, second, photo)
    bargain(mediator, first, second)
