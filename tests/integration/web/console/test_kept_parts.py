"""Parts of pages that are kept because they look the same on every case: each reader's own stay their own."""

import dataclasses
import re
from collections.abc import Callable

from django.test import Client

from linli.web import fragments
from linli.web.console import asking, filters
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
TYPED = "反映人张三丰的电话是13900001111"


def page(client: Client, number: str, language: str = "zh-hans") -> str:
    return client.get(f"/console/cases/{number}/", headers={"accept-language": language}).content.decode()


def steps_of(html: str) -> str:
    """What may be done, without the token that each page gets anew."""
    begins = html.index('<section class="panel case-steps"')
    return re.sub('csrfmiddlewaretoken" value="[^"]+', "", html[begins : html.index("</section>", begins)])


def test_steps_are_in_each_readers_language(as_: AsClient) -> None:
    made, desk = report(), as_("desk")
    for _turn in range(2):
        assert "更正类别" in page(desk, made.number)
        assert "更正类别" not in page(desk, made.number, "en")
        assert "Inbox" in page(desk, made.number, "en")
        assert "Inbox" not in page(desk, made.number)


def test_what_somebody_typed_or_chose_is_on_no_other_page(as_: AsClient) -> None:
    made, other, desk = report(), report("井盖破了"), as_("desk")
    before = page(desk, other.number)
    assert " selected" not in steps_of(before)
    wrong = {"refusal": "unlawful", "reason": TYPED, "version": "99"}
    refused = desk.post(f"/console/cases/{made.number}/act/refuse/", wrong).content.decode()
    assert TYPED in refused
    assert 'value="unlawful" selected' in refused
    assert steps_of(page(desk, other.number)) == steps_of(before)
    assert TYPED not in page(as_("desk2"), made.number)


def test_only_what_every_case_shows_is_kept(as_: AsClient) -> None:
    made, desk = report(), as_("desk")
    first, kept = page(desk, made.number), fragments._plain_field.cache_info()
    second, again = page(desk, made.number), fragments._plain_field.cache_info()
    assert again.hits > kept.hits
    assert again.misses == kept.misses
    assert steps_of(first) == steps_of(second)


def test_words_that_were_searched_for_are_not_kept(as_: AsClient) -> None:
    desk = as_("desk")
    filters._kept.cache_clear()
    assert TYPED in desk.get("/console/cases/", {"text": TYPED}).content.decode()
    assert filters._kept.cache_info().currsize == 0
    assert TYPED not in desk.get("/console/cases/").content.decode()
    desk.get("/console/cases/?late=late")
    assert filters._kept.cache_info().currsize == 2


def test_a_value_that_does_not_exist_is_named_each_time(as_: AsClient) -> None:
    desk = as_("desk")
    first, second = (desk.get("/console/cases/?stage=nowhere").content.decode() for _turn in range(2))
    assert "filter-more" in first
    assert '<details class="filter-more" open>' in first
    assert '<details class="filter-more" open>' in second
    assert '<details class="filter-more" open>' not in desk.get("/console/cases/").content.decode()


def test_a_field_shows_nothing_of_a_case_only_while_nothing_is_in_it() -> None:
    blank = asking.Ask("k", "k", "a-k", "text", "", "", False, "", "", "", 10, None, None)
    assert blank.is_plain
    fuller = (
        dataclasses.replace(blank, value="x"),
        dataclasses.replace(blank, typed_name="x"),
        dataclasses.replace(blank, error="x"),
        dataclasses.replace(blank, check="/x/"),
        dataclasses.replace(blank, suggested_at="/x/"),
    )
    assert not any(one.is_plain for one in fuller)
