"""What the command palette offers: the reader's pages and views, and the steps of the case at hand."""

from collections.abc import Callable

from django.test import Client

from linli.cases.actions.views import save_view
from tests.integration.web.console.conftest import NOW, actor, report

AsClient = Callable[[str], Client]


def test_it_offers_pages_views_and_the_steps_of_the_case(as_: AsClient) -> None:
    made = report()
    save_view(name="本周路灯", query="lens=area&text=路灯", is_shared=False, by=actor("desk"), now=NOW)
    page = as_("desk").get(f"/console/palette/?part=1&case={made.number}").content.decode()
    assert 'href="/console/inbox/"' in page
    assert "本周路灯" in page
    assert f"/console/cases/{made.number}/?do=dispatch#do-dispatch" in page
    assert "<html" not in page


def test_without_javascript_it_is_a_page_of_links(as_: AsClient) -> None:
    page = as_("desk").get("/console/palette/").content.decode()
    assert "<html" in page
    assert page.count('href="/console/intake/"') >= 2


def test_it_offers_no_more_than_the_reader_may(as_: AsClient) -> None:
    made = report()
    page = as_("handler").get(f"/console/palette/?part=1&case={made.number}").content.decode()
    assert "/console/intake/" not in page
    assert made.number not in page, "a case that this reader may not see"
    assert as_("desk").get("/console/palette/?part=1&case=EV-nothing").status_code == 200


def test_the_address_on_a_case_page_names_the_case(as_: AsClient) -> None:
    made = report()
    page = as_("desk").get(f"/console/cases/{made.number}/").content.decode()
    assert f'href="/console/palette/?case={made.number}"' in page
