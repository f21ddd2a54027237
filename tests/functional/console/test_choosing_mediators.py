"""Parties wish, the desk appoints, the mediator declares, a party asks for another: two sides and staff in browsers."""

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
    for side in sides:
        page = opened(staff, dispute, side)
        check_page(page)
        page.locator("#wish-first").select_option(str(second.pk))
        answered(page.locator("#mediators form.room-answer button"))
        expect(page.locator(".flash.success").first).to_be_visible()

    desk = staff.page("desk", f"/console/cases/{dispute.number}/room/")
    check_page(desk)
    expect(desk.locator("#mediators .flash.success")).to_contain_text("承办负责人")
    other = Mediator.objects.get(account_id=city.accounts["handler"])
    desk.locator(f"#mediators input[name=mediator][value='{other.pk}']").check()
    answered(desk.locator("#mediators form.panel button.primary"))
    expect(desk.locator("#mediators .fault-summary")).to_be_visible()
    desk.goto(desk.url.partition("/mediators/")[0])
    expect(desk.locator(f"#mediators input[name=mediator][value='{second.pk}']")).to_be_checked()
    answered(desk.locator("#mediators form.panel button.primary"))
    assert Appointment.objects.get().chosen_by == "parties"

    lead = staff.page("head", f"/console/cases/{dispute.number}/room/")
    check_page(lead)
    answered(lead.locator("#mediators .flash.warning button"))
    assert Case.objects.get(number=dispute.number).stage == "asking"
    lead.locator("#mediators .room-fold summary").last.click()
    check_page(lead)

    page = opened(staff, dispute, sides[0])
    page.locator("#mediators .room-fold summary").click()
    check_page(page)
    answered(page.locator("#mediators .room-fold form button"))
    expect(page.locator("#mediators .flash.warning")).to_be_visible()

    body = staff.page("handler", f"/console/cases/{dispute.number}/room/")
    expect(body.locator("#mediators .flash.warning")).to_be_visible()
    body.locator("#mediators .room-person .room-fold summary").click()
    body.locator("#mediators .room-person select[name=why]").select_option("party_asks")
    answered(body.locator("#mediators .room-person .room-fold form button"))
    check_page(body)
    assert Case.objects.get(number=dispute.number).stage == "recused"


def dispute_party(dispute: Dispute, side: str) -> UUID:
    return participants.join(room=dispute.room("desk"), new=Joining(side=side, name=f"{side}甲"), now=dispute.now)


@everywhere
def test_residents_read_the_directory_and_administrators_keep_it(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    staff, _dispute = staff_at(size, language), accepted(city)
    admin = staff.page("admin", "/console/admin/mediators/")
    check_page(admin)
    one = Mediator.objects.get(account_id=city.accounts["head"])
    admin.goto(f"{staff.base}/console/admin/mediators/{one.pk}/")
    check_page(admin)
    admin.goto(f"{staff.base}/console/admin/mediators/new/")
    check_page(admin)
    admin.goto(f"{staff.base}/mediators/")
    check_page(admin)
    leader = staff.page("leader", "/console/counts/?matter=dispute")
    check_page(leader)
