"""Suggested categories at the desk: shown while typing and in the step that corrects, taken or not, and counted."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from linli.cases.models import Case
from linli.reading.models import SuggestionCount
from tests.functional.small_city import City
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
SURE = "文艺新村社区门口的路灯不亮了，晚上漆黑"
UNSURE = "今天天气真好，谢谢你们"
CALL = {"text": SURE, "once": "one-call"}


def _typed(desk: Client, text: str, **more: str) -> str:
    return desk.get("/console/intake/similar/", {"text": text} | more).content.decode()


def _counted() -> list[tuple[str, str, str, str]]:
    return list(SuggestionCount.objects.values_list("pack", "version", "suggested", "outcome"))


def test_while_typing_it_suggests_with_how_likely_and_why(as_: AsClient) -> None:
    page = _typed(as_("desk"), SURE)
    assert 'data-suggested="#id_category"' in page
    assert 'data-value="utility.streetlight" aria-keyshortcuts="1"' in page
    assert re.search(r"可能，\d\d?%", page)
    assert "路灯" in page
    assert page.count("data-value=") <= 4  # three categories and the place


def test_unsure_it_says_so_and_suggests_nothing(as_: AsClient) -> None:
    page = _typed(as_("desk"), UNSURE)
    assert "类别没有把握" in page
    assert 'data-fill="#id_category"' not in page


def test_a_kind_without_a_model_is_suggested_by_the_packs_own_words(as_: AsClient) -> None:
    page = _typed(as_("desk"), "工地拖欠农民工工资", matter="wage")
    assert 'data-fill="#id_category"' in page
    assert 'name="suggested"' not in page


def test_nothing_typed_nothing_suggested(as_: AsClient) -> None:
    assert "data-suggested" not in _typed(as_("desk"), "")


@pytest.mark.parametrize(
    ("chosen", "outcome"),
    [("utility.streetlight", "first"), ("utility.manhole", "second"), ("city_look.litter", "other")],
)
def test_what_is_chosen_is_counted_once(chosen: str, outcome: str, as_: AsClient) -> None:
    desk, seen = as_("desk"), "0:utility.streetlight,utility.manhole"
    for _twice in range(2):
        assert desk.post("/console/intake/", CALL | {"category": chosen, "suggested": seen}).status_code == 200
    assert Case.objects.get().category == chosen
    assert _counted() == [("event", "0", "utility.streetlight", outcome)]


def test_unsure_is_counted_too(as_: AsClient) -> None:
    as_("desk").post("/console/intake/", CALL | {"suggested": "0:"})
    assert _counted() == [("event", "0", "", "unsure")]


@pytest.mark.parametrize(
    "seen", ["", "0", "x:utility.manhole", "0:not.there", "0:utility.manhole", f"0:{'utility.manhole,' * 9}", "0:'; --"]
)
def test_what_was_not_shown_or_not_chosen_is_not_counted(seen: str, as_: AsClient) -> None:
    """Nor what a form makes up: a version and categories of the pack are taken. A category left open is nobody's."""
    assert as_("desk").post("/console/intake/", CALL | {"suggested": seen}).status_code == 200
    assert _counted() == []


def test_the_step_that_corrects_a_category_fetches_suggestions_when_it_opens(as_: AsClient) -> None:
    made, desk = report(SURE), as_("desk")
    page = desk.get(f"/console/cases/{made.number}/").content.decode()
    address = f"/console/cases/{made.number}/suggestions/recategorise/"
    assert f'hx-get="{address}" hx-trigger="toggle from:closest details once"' in page
    opened = desk.get(f"/console/cases/{made.number}/?do=recategorise").content.decode()
    assert f'hx-get="{address}" hx-trigger="load"' in opened
    part = desk.get(address).content.decode()
    assert 'data-fill="#recategorise-category" data-value="utility.streetlight"' in part
    assert 'id="recategorise-category"' in page


def test_a_corrected_category_is_counted(as_: AsClient) -> None:
    made = report(SURE)
    typed = {"category": "utility.manhole", "version": 1, "suggested": "0:utility.streetlight,utility.manhole"}
    as_("desk").post(f"/console/cases/{made.number}/act/recategorise/", typed)
    assert Case.objects.get().category == "utility.manhole"
    assert _counted() == [("event", "0", "utility.streetlight", "second")]


def test_a_refused_step_counts_nothing(as_: AsClient) -> None:
    made = report(SURE)
    typed = {"category": "not.there", "version": 1, "suggested": "0:utility.streetlight"}
    as_("desk").post(f"/console/cases/{made.number}/act/recategorise/", typed)
    assert _counted() == []


def test_suggestions_are_for_whoever_may_correct(as_: AsClient) -> None:
    address = f"/console/cases/{report(SURE).number}/suggestions/recategorise/"
    assert as_("leader").get(address).status_code == 404
    assert as_("handler").get(address).status_code == 404
    assert as_("desk").get(address.replace("recategorise", "dispatch")).status_code == 404


def test_a_caller_is_never_part_of_what_is_asked_while_typing(as_: AsClient) -> None:
    page = as_("desk").get("/console/intake/").content.decode()
    assert 'hx-params="not name,phone,email,once,csrfmiddlewaretoken"' in page


def test_administrators_read_how_often_they_are_taken(as_: AsClient, city: City) -> None:
    desk = as_("desk")
    for once, chosen in enumerate(("utility.streetlight", "utility.streetlight", "city_look.litter")):
        seen = {
            "category": chosen,
            "suggested": "0:utility.streetlight",
            "once": f"call-{once}",
            "text": f"{SURE}{once}",
        }
        desk.post("/console/intake/", CALL | seen)
    page = as_("cityadmin").get("/console/admin/suggestions/").content.decode()
    assert "3 次中的 67%" in page
    assert "随系统提供" in page
    assert desk.get("/console/admin/suggestions/").status_code == 403
