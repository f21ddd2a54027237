"""Two reports of one lamp: the inbox says that they may be the same, shows both, and merges them in one step."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from linli.cases.actions import opening, twins
from linli.cases.actions.indexing import index_text
from linli.cases.models import Case, Twin
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.conftest import Staff, answered, check_page, everywhere
from tests.functional.small_city import VILLAGE, City

pytestmark = pytest.mark.django_db(transaction=True)
FIRST, SECOND = "文艺新村门口的路灯不亮了，晚上漆黑一片", "路灯不亮了，文艺新村门口晚上漆黑"


def _both() -> tuple[str, str]:
    now = timezone.now()
    made = []
    for text, hours in ((FIRST, 2), (SECOND, 0)):
        new = NewCase(pack="event", text=text, channel="web", area_code=VILLAGE)
        made.append(opening.open_case(report=new, by=PUBLIC, now=now - timedelta(hours=hours)).number)
    index_text()
    assert twins.find(now=now) == 1
    return made[0], made[1]


@everywhere
def test_the_desk_merges_from_the_inbox(staff_at: Callable[..., Staff], city: City, size: str, language: str) -> None:
    old, new = _both()
    page = staff_at(size, language).page("desk", "/console/inbox/")
    page.locator(".twins > summary").click()
    check_page(page)
    answered(page.locator('.twin button[value="yes"]'))
    assert page.locator(".flash").first.is_visible()
    assert Case.objects.get(number=new).merged_into == Case.objects.get(number=old)
    assert page.locator(".twins").count() == 0


def test_without_script_both_stand_on_a_page_of_their_own(staff_at: Callable[..., Staff], city: City) -> None:
    _both()
    page = staff_at(has_script=False).page("desk", "/console/inbox/")
    page.locator('a[href="/console/same/"]').click()
    with page.expect_navigation():
        page.locator('.twin button[value="no"]').click()
    assert Twin.objects.get().refused_at is not None
