"""The same step for several cases: each answer stands alone."""

from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case
from linli.people import catalogue
from linli.people.models import Organisation
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


def name_owners(city: City) -> None:
    """The catalogue sends street lamps to the bureau for urban management; for the rest it finds no body here."""
    Organisation.objects.filter(id=city.organisations["furong-cg"]).update(kind="cg")
    catalogue.forget()


def test_it_offers_each_case_to_its_own_owner_first(as_: AsClient, city: City) -> None:
    name_owners(city)
    lamp, other = report("路灯不亮"), report("楼上空调滴水")
    sent = {"action": "dispatch", "case": [lamp.number, other.number]}
    page = as_("desk").post("/console/bulk/", sent).content.decode()
    assert f'name="owner-{lamp.number}" value="{city.organisations["furong-cg"]}"' in page
    assert f'name="owner-{other.number}"' not in page
    assert 'name="to" value="each" checked' in page
    assert "目录未指定" in page


def test_it_sends_each_to_its_owner_and_says_who_got_it(as_: AsClient, city: City) -> None:
    lamp, house, other = report("路灯不亮"), report("房屋墙体开裂"), report("楼上空调滴水")
    sent = {
        "action": "dispatch",
        "confirmed": "1",
        "to": "each",
        "case": [lamp.number, house.number, other.number],
        f"owner-{lamp.number}": city.organisations["furong-cg"],
        f"owner-{house.number}": city.organisations["furong-zj"],
    }
    page = as_("desk").post("/console/bulk/", sent).content.decode()
    leads = dict(Case.objects.values_list("number", "lead_org_id"))
    assert leads == {
        lamp.number: city.organisations["furong-cg"],
        house.number: city.organisations["furong-zj"],
        other.number: None,
    }
    assert "已派给：芙蓉区城市管理和综合执法局" in page
    assert "已派给：芙蓉区住房和城乡建设局" in page
    assert "请单独派遣" in page


def test_it_refuses_other_steps_and_foreign_ways_back(as_: AsClient) -> None:
    made = report()
    sent = {"action": "refuse", "case": [made.number], "back": "https://elsewhere.example/", "confirmed": "1"}
    answer = as_("desk").post("/console/bulk/", sent)
    assert answer.headers["Location"] == "/console/"
    assert Case.objects.get().stage == "reported"
