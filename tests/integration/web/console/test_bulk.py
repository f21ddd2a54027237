"""The same step for several cases: each answer stands alone."""

from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case
from tests.functional.small_city import City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]


def test_it_dispatches_those_that_can_be_and_says_why_the_others_not(as_: AsClient, city: City) -> None:
    first, second = report("路灯不亮"), report("井盖松动")
    dispatch(first.number, city)
    sent = {
        "action": "dispatch",
        "confirmed": "1",
        "case": [first.number, second.number],
        f"version-{first.number}": "1",
        f"version-{second.number}": "1",
        "lead": city.organisations["furong-zj"],
        "back": "/console/inbox/",
    }
    page = as_("desk2").post("/console/bulk/", sent).content.decode()
    assert Case.objects.get(number=first.number).lead_org_id == city.organisations["furong-cg"]
    assert Case.objects.get(number=second.number).lead_org_id == city.organisations["furong-zj"]
    assert "坐席甲" in page


def test_it_asks_once_for_what_the_step_needs(as_: AsClient) -> None:
    made = report()
    page = as_("desk").post("/console/bulk/", {"action": "dispatch", "case": [made.number]}).content.decode()
    assert 'id="dispatch-lead"' in page
    assert Case.objects.get().stage == "reported"


def test_it_refuses_other_steps_and_foreign_ways_back(as_: AsClient) -> None:
    made = report()
    sent = {"action": "refuse", "case": [made.number], "back": "https://elsewhere.example/", "confirmed": "1"}
    answer = as_("desk").post("/console/bulk/", sent)
    assert answer.headers["Location"] == "/console/"
    assert Case.objects.get().stage == "reported"
