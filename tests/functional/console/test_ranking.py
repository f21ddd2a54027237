"""Fair ranking: opened to its parts; an organisation asks, a leader rules, the score follows."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from linli.cases.models import Tally
from linli.scores.models import StrikeRequest
from tests.functional.conftest import Staff, answered, check_page, everywhere, followed
from tests.functional.console.conftest import report
from tests.functional.others import settle
from tests.functional.small_city import OTHER_TOWN, TOWN, City

pytestmark = pytest.mark.django_db(transaction=True)
FIGURES = (
    (TOWN, "furong-cg", "city_look", 480, 20),
    (TOWN, "furong-zj", "city_look", 300, 100),
    (OTHER_TOWN, "furong-cg", "road", 190, 60),
    (OTHER_TOWN, "furong-zj", "road", 180, 70),
    (OTHER_TOWN, "wenyi-zz", "city_look", 6, 0),
    (OTHER_TOWN, "furong", "city_look", 60, 15),
)


def count(city: City) -> None:
    """What was closed in time and late, of two kinds of matter."""
    for area, body, category, on_time, late in FIGURES:
        for measure, n in (("on_time", on_time), ("late", late)):
            Tally.objects.create(
                area_code=area,
                date=timezone.localdate(),
                pack="event",
                category=category,
                org_id=city.organisations[body],
                measure=measure,
                n=n,
            )


@everywhere
def test_a_rank_opens_its_parts_and_a_case_is_struck_from_a_score(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    staff = staff_at(size, language)
    number = report("暴雨后积水无法清运").number
    settle(number, city)
    count(city)
    page = staff.page("handler", f"/console/cases/{number}/")
    followed(page.locator(f"a[href*='strikes/ask/?number={number}']"))
    check_page(page)
    page.locator("input[value='force_majeure']").check()
    page.locator("textarea[name='text']").fill("当日暴雨红色预警，道路中断，无法按期处置。")
    answered(page.locator("main form button"))
    assert StrikeRequest.objects.get().case.number == number
    check_page(page)

    leader = staff.page("leader", "/console/ranking/strikes/")
    check_page(leader)
    leader.locator("input[value='yes']").check()
    leader.locator("textarea[name='text']").fill("气象记录属实，予以剔除。")
    answered(leader.locator("main form button"))
    assert StrikeRequest.objects.get().granted
    check_page(leader)

    leader.goto(f"{staff.base}/console/ranking/?units=organisations&indicator=on_time")
    check_page(leader)
    ranks = leader.locator(".ranking tbody tr td:first-child strong").all_text_contents()
    assert ranks[0] == "1"
    assert len(ranks) == 3
    assert leader.locator(".ranking-drawn[role=img]").first.get_attribute("aria-label")
    assert leader.locator(".ranking-apart li").count() == 1
    followed(leader.locator(".ranking tbody tr a").first)
    assert leader.locator("#why table tbody tr").count() >= 1
    check_page(leader)


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_everybody_reads_what_the_city_publishes(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    count(city)
    page = staff_at(size, language).page("desk", "/ranking/?level=town")
    check_page(page)
    assert page.locator(".ranking tbody tr").count() == 2
