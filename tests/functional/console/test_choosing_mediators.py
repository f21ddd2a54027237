"""Parties wish, the desk appoints, the mediator declares, a party asks for another: two sides and staff in browsers."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from linli.cases.actions.opening import open_case
from linli.cases.models import Case
from linli.cases.types import NewCase
from linli.mediation.actions import participants
from linli.mediation.models import Appointment, Mediator
from linli.mediation.types import Joining
from linli.people.access import PUBLIC
from tests.functional.conftest import SIZES, Staff, answered, check_page, everywhere
from tests.functional.small_city import COUNTY, VILLAGE, City
from tests.mediating import Dispute

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)
KEEP = os.environ.get("LINLI_SCREENSHOTS", "")


def seen(page: "Page", name: str) -> None:
    """Looked at by axe, and kept as a picture where somebody wants to look."""
    check_page(page)
    if KEEP:
        page.screenshot(path=f"{KEEP}/{name}.png", full_page=True)


def accepted(city: City) -> Dispute:
    now = timezone.now()
    new = NewCase(pack="dispute", text="楼上漏水", channel="phone", category="neighbour.leak", area_code=VILLAGE)
    dispute = Dispute(number=open_case(report=new, by=PUBLIC, now=now).number, secret="", city=city, now=now)
    dispute.take("accept", "desk", category="neighbour.leak", grade="simple")
    for username, fields in (("handler", ["neighbour"]), ("head", []), ("assist", ["labour"])):
        Mediator.objects.create(
            account_id=city.accounts[username],
            organisation_id=city.organisations["furong-zj" if username == "assist" else "furong-cg"],
            area_id=COUNTY,
            fields=fields,
            languages=["普通话", "English"],
            introduction="退休法官，熟悉邻里纠纷",
            introduction_en="A retired judge who knows neighbours' quarrels",
        )
    return dispute


def opened(staff: Staff, dispute: Dispute, participant: UUID) -> "Page":
    """A participant's page by their link, on a phone or a desktop."""
    context = staff.browser.new_context(viewport=SIZES[staff.size], bypass_csp=True)
    staff.contexts.append(context)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "django_language", "value": staff.language, "url": staff.base}])
    page = context.new_page()
    page.goto(f"{staff.base}/room/{participant}/{dispute.link(participant)}/")
    return page


@everywhere
def test_from_wishes_to_another_mediator(staff_at: Callable[..., Staff], city: City, size: str, language: str) -> None:
    staff, dispute = staff_at(size, language), accepted(city)
    sides = [dispute_party(dispute, side) for side in ("applicant", "respondent")]
    second = Mediator.objects.get(account_id=city.accounts["head"])
    for at, side in enumerate(sides):
        page = opened(staff, dispute, side)
        seen(page, f"wish-{at}-{size}-{language}")
        page.locator("#wish-first").select_option(str(second.pk))
        answered(page.locator("#mediators form.room-answer button"))
        expect(page.locator(".flash.success").first).to_be_visible()

    desk = staff.page("desk", f"/console/cases/{dispute.number}/room/")
    seen(desk, f"desk-{size}-{language}")
    expect(desk.locator("#mediators .flash.success")).to_contain_text("承办负责人")
    answered(desk.locator("#mediators form.panel button.primary"))
    expect(desk.locator("#mediators .fault-summary")).to_be_visible()
    desk.locator(f"#mediators input[name=mediator][value='{second.pk}']").check()
    answered(desk.locator("#mediators form.panel button.primary"))
    assert Appointment.objects.get().chosen_by == "parties"

    lead = staff.page("head", f"/console/cases/{dispute.number}/room/")
    seen(lead, f"declare-{size}-{language}")
    answered(lead.locator("#mediators .flash.warning button"))
    assert Case.objects.get(number=dispute.number).stage == "asking"
    lead.locator("#mediators .room-fold summary").last.click()
    seen(lead, f"lead-{size}-{language}")

    page = opened(staff, dispute, sides[0])
    page.locator("#mediators .room-fold summary").click()
    seen(page, f"ask-{size}-{language}")
    answered(page.locator("#mediators .room-fold form button"))
    expect(page.locator("#mediators .flash.warning")).to_be_visible()

    body = staff.page("handler", f"/console/cases/{dispute.number}/room/")
    expect(body.locator("#mediators .flash.warning")).to_be_visible()
    body.locator("#mediators .room-person .room-fold summary").click()
    body.locator("#mediators .room-person select[name=why]").select_option("party_asks")
    answered(body.locator("#mediators .room-person .room-fold form button"))
    seen(body, f"recused-{size}-{language}")
    assert Case.objects.get(number=dispute.number).stage == "recused"


def dispute_party(dispute: Dispute, side: str) -> UUID:
    return participants.join(room=dispute.room("desk"), new=Joining(side=side, name=f"{side}甲"), now=dispute.now)


@everywhere
def test_residents_read_the_directory_and_administrators_keep_it(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    staff, _dispute = staff_at(size, language), accepted(city)
    admin = staff.page("admin", "/console/admin/mediators/")
    seen(admin, f"admin-{size}-{language}")
    one = Mediator.objects.get(account_id=city.accounts["head"])
    admin.goto(f"{staff.base}/console/admin/mediators/{one.pk}/")
    seen(admin, f"admin-one-{size}-{language}")
    admin.goto(f"{staff.base}/console/admin/mediators/new/")
    seen(admin, f"admin-new-{size}-{language}")
    admin.goto(f"{staff.base}/mediators/")
    seen(admin, f"public-{size}-{language}")
    leader = staff.page("leader", "/console/counts/?matter=dispute")
    seen(leader, f"counts-{size}-{language}")
