"""The case page and its steps: offered by right, refused with reasons, nothing typed is lost."""

from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case
from tests.functional.small_city import City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]


def test_it_takes_a_step(as_: AsClient, city: City) -> None:
    made = report()
    lead = city.organisations["furong-cg"]
    answer = as_("desk").post(f"/console/cases/{made.number}/act/dispatch/", {"lead": lead, "version": 1})
    assert answer.headers["Location"] == f"/console/cases/{made.number}/"
    assert Case.objects.get().lead_org_id == lead


def test_it_names_the_faulty_field_and_keeps_what_was_typed(as_: AsClient) -> None:
    made = report()
    answer = as_("desk").post(f"/console/cases/{made.number}/act/dispatch/", {"task": "速去", "lead_name": "不存在局"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这个名称的单位" in page
    assert "速去" in page
    assert "不存在局" in page


def test_it_says_who_acted_first(as_: AsClient, city: City) -> None:
    made = report()
    dispatch(made.number, city)
    answer = as_("desk2").post(f"/console/cases/{made.number}/act/file/", {"version": 1, "note": "先立案"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "坐席甲" in page
    assert "先立案" in page


def test_it_keeps_a_form_whose_case_moved_on_but_which_still_applies(as_: AsClient) -> None:
    made = report()
    as_("desk2").post(f"/console/cases/{made.number}/act/file/", {"version": 1})
    answer = as_("desk").post(
        f"/console/cases/{made.number}/act/ask_reporter/", {"version": 1, "question": "几栋几楼？"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "坐席乙" in page
    assert "几栋几楼？" in page


def test_it_hides_a_case_from_those_who_may_not_see_it(as_: AsClient) -> None:
    made = report()
    for path in ("", "preview/", "print/", "similar/"):
        assert as_("assist").get(f"/console/cases/{made.number}/{path}").status_code == 404
    assert as_("assist").post(f"/console/cases/{made.number}/act/dispatch/", {}).status_code == 404


def test_it_never_shows_contact_data(as_: AsClient, city: City) -> None:
    made = report()
    for path in ("", "preview/", "print/"):
        assert "13812341234" not in as_("desk").get(f"/console/cases/{made.number}/{path}").content.decode()
    assert as_("leader").post(f"/console/cases/{made.number}/reveal/", {"reason": "想看看是谁"}).status_code == 403


def test_it_asks_for_a_reason_before_showing_contact_data(as_: AsClient) -> None:
    made = report()
    answer = as_("desk").post(f"/console/cases/{made.number}/reveal/", {"reason": " "})
    assert answer.status_code == 422
    assert "13812341234" not in answer.content.decode()


def test_it_offers_no_step_to_a_leader_but_supervision(as_: AsClient) -> None:
    page = as_("leader").get(f"/console/cases/{report().number}/").content.decode()
    assert 'id="do-supervise"' in page
    assert 'id="do-dispatch"' not in page
