"""Counts by organisation, read by a leader: from a mean to each judgement behind it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.conftest import Staff, check_page, everywhere, followed
from tests.functional.others import take
from tests.functional.small_city import TOWN, City


def whistle(city: City) -> str:
    """A request for service for which the desk whistles; both sides judge."""
    report = NewCase(
        pack="service", text="楼道漏水，电表箱进水", channel="web", category="help.housing", area_code=TOWN
    )
    number = open_case(report=report, by=PUBLIC, now=timezone.now() - timedelta(hours=1)).number
    helper = city.organisations["furong-zj"]
    take(number, "dispatch", "desk", lead=city.organisations["furong-cg"])
    take(number, "accept", "handler")
    take(number, "whistle", "desk", assists=[helper], task="到场查明原因")
    take(number, "finish_assist", "assist", note="已查明", fit="partly")
    take(number, "rate_arrival", "desk", body=helper, arrival="prompt", share=True)
    return number


@everywhere
def test_a_leader_reads_how_whistles_were_answered(
    staff_at: Callable[..., Staff], city: City, size: str, language: str
) -> None:
    number = whistle(city)
    page = staff_at(size, language).page("leader", f"/console/organisation-counts/?area={TOWN}")
    check_page(page)
    followed(page.locator("td a", has_text="100.0").first)
    check_page(page)
    assert page.locator("tbody tr").count() == 1
    assert page.locator("tbody").inner_text().count(number) == 1
