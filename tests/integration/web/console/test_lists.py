"""Lists: filters are links, access holds, and a page costs few statements."""

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from linli.cases.actions.indexing import index_text
from tests.functional.small_city import City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]


def test_it_shows_what_waits_for_the_desk(as_: AsClient) -> None:
    made = report()
    page = as_("desk").get("/console/inbox/").content.decode()
    assert made.number in page
    assert "文艺新村社区" in page


def test_a_cue_of_danger_is_shown_on_line_case_and_preview(as_: AsClient) -> None:
    calm, danger = report(), report("楼道煤气味很重")

    page = as_("desk").get("/console/inbox/").content.decode()
    assert page.index(danger.number) < page.index(calm.number)
    assert page.count("线索：燃气泄漏") == 1
    for address in (f"/console/cases/{danger.number}/", f"/console/cases/{danger.number}/preview/"):
        assert "线索：燃气泄漏" in as_("desk").get(address).content.decode()


def test_it_shows_nothing_of_another_area_or_organisation(as_: AsClient, city: City) -> None:
    made = report()
    assert made.number not in as_("handler").get("/console/cases/?state=all").content.decode()
    assert made.number not in as_("admin").get("/console/cases/?state=all").content.decode()
    dispatch(made.number, city)
    assert made.number in as_("handler").get("/console/inbox/").content.decode()
    assert made.number not in as_("assist").get("/console/cases/?state=all").content.decode()


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("stage=reported", True),
        ("stage=handling", False),
        ("urgency=urgent", False),
        ("channel=web", True),
        ("area=430102001", True),
        ("area=朝阳街道", False),
        ("text=路灯", True),
        ("text=井盖", False),
        ("state=closed", False),
        ("stage=nonsense", True),
    ],
)
def test_it_narrows_by_what_the_address_says(as_: AsClient, query: str, is_there: bool) -> None:
    made = report()
    index_text(limit=10)
    page = as_("desk").get(f"/console/cases/?{query}").content.decode()
    assert (f"/console/cases/{made.number}/" in page) is is_there


def test_it_shows_each_filter_as_a_chip_that_takes_it_away(as_: AsClient) -> None:
    page = as_("desk").get("/console/cases/?urgency=urgent&late=late").content.decode()
    assert 'class="chip" href="?lens=area&amp;late=late"' in page or 'class="chip" href="?lens=area&late=late"' in page


def test_it_costs_few_statements(as_: AsClient, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _turn in range(12):
        report()
    client = as_("desk")
    client.get("/console/inbox/")
    with django_assert_max_num_queries(10):
        client.get("/console/inbox/")


def test_it_opens_a_case_by_its_number(as_: AsClient) -> None:
    made = report()
    answer = as_("desk").get("/console/search/", {"text": made.number.lower()})
    assert answer.headers["Location"] == f"/console/cases/{made.number}/"
    assert as_("assist").get("/console/search/", {"text": made.number}).status_code == 200


def test_it_finds_places_and_words(as_: AsClient) -> None:
    made = report()
    index_text(limit=10)
    assert "文艺新村社区" in as_("desk").get("/console/search/", {"text": "文艺新村"}).content.decode()
    assert made.number in as_("desk").get("/console/search/", {"text": "路灯"}).content.decode()


def test_it_asks_a_stranger_to_sign_in(city: City) -> None:
    assert Client().get("/console/inbox/").status_code == 302
