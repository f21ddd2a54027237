"""Who should lead: the catalogue and practice beside the field, taken by key or by press; the law's stays chosen."""

from collections.abc import Callable
from datetime import date

import pytest

from linli.cases.models import Case, OwnerTally
from linli.people import catalogue
from linli.people.models import Organisation
from linli.reading.models import SuggestionCount
from tests.functional.conftest import Staff, check_page, everywhere
from tests.functional.console.conftest import report, send, unfold
from tests.functional.small_city import OTHER_TOWN, TOWN, City

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = "文艺新村社区门口的路灯不亮了，晚上漆黑"


@pytest.fixture
def elsewhere(city: City) -> int:
    """A body that is not among those nearby; it closed most of such matters, though the law names another."""
    Organisation.objects.filter(code="furong-cg").update(kind="cg")
    catalogue.forget()
    body = Organisation.objects.create(
        code="chaoyang-dl", path="00010009", name="朝阳街道路灯所", name_en="Chaoyang Lighting", area_id=OTHER_TOWN
    )
    for org, n in ((body.pk, 8), (city.organisations["furong-cg"], 2)):
        OwnerTally.objects.create(
            area_code=TOWN, pack="event", category="utility.streetlight", org_id=org, n=n, learned_date=date(2026, 3, 1)
        )
    return body.pk


@everywhere
def test_the_law_is_chosen_and_practice_is_a_key_away(
    staff_at: Callable[..., Staff], city: City, elsewhere: int, size: str, language: str
) -> None:
    number = report(TEXT).number
    page = staff_at(size, language).page("desk", f"/console/cases/{number}/")
    unfold(page, "dispatch")
    page.locator('[data-suggested="#dispatch-lead"] .flash').wait_for()
    check_page(page)
    lead = page.locator("#dispatch-lead")
    assert lead.input_value() == str(city.organisations["furong-cg"])
    lead.focus()
    page.keyboard.press("2")
    assert lead.input_value() == str(elsewhere)
    page.keyboard.press("1")
    assert lead.input_value() == str(city.organisations["furong-cg"])
    page.locator("#dispatch-lead-name").fill("芙蓉区住房和城乡建设局")
    page.locator('[data-suggested="#dispatch-lead"] [data-fill]').last.click()
    assert page.locator("#dispatch-lead-name").input_value() == ""
    send(page, "dispatch")
    assert Case.objects.get().lead_org_id == elsewhere
    assert list(SuggestionCount.objects.values_list("subject", "version", "outcome")) == [("owner", "differ", "second")]
