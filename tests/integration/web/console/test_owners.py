"""Who should lead, in the step that dispatches: the catalogue first, then practice, conflict shown, choices counted."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

from linli.cases.models import Case, OwnerTally
from linli.people import catalogue
from linli.people.models import Organisation
from linli.reading.models import SuggestionCount
from tests.functional.small_city import TOWN, City
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
LIGHT = "utility.streetlight"
LEARNED = date(2026, 3, 1)


@pytest.fixture
def by_law(city: City) -> Iterator[int]:
    """The city's catalogue names the bureau for urban management."""
    Organisation.objects.filter(code="furong-cg").update(kind="cg")
    catalogue.forget()
    yield city.organisations["furong-cg"]
    catalogue.forget()


def practised(city: City, **closed: int) -> None:
    """So many such matters were closed in the town by each."""
    for code, n in closed.items():
        org = city.organisations[code.replace("_", "-")]
        OwnerTally.objects.create(area_code=TOWN, pack="event", category=LIGHT, org_id=org, n=n, learned_date=LEARNED)


def address(number: str, action: str = "dispatch") -> str:
    return f"/console/cases/{number}/owners/{action}/"


def test_catalogue_and_practice_that_agree_are_one_button_with_both_reasons(
    as_: AsClient, city: City, by_law: int
) -> None:
    practised(city, furong_cg=9, furong_zj=1)
    part = as_("desk").get(address(report().number)).content.decode()
    assert part.count("data-fill=") == 1
    assert f'data-fill="#dispatch-lead" data-value="{by_law}"' in part
    assert "派单目录所列，依据：城市照明管理规定" in part
    assert "2025-03-01 以来，文艺路街道此类事项办结 10 件，其中 9 件由该单位办结" in part
    assert f'name="suggested_owners" value="agree:{by_law}"' in part
    assert "两者不一致" not in part


def test_who_was_named_for_another_category_is_not_chosen_any_more(as_: AsClient, by_law: int) -> None:
    made, desk = report(), as_("desk")
    chosen = f'<option value="{by_law}" selected>'
    assert chosen in desk.get(f"/console/cases/{made.number}/").content.decode()
    typed = {"category": "street_order.stall", "version": 1}
    assert desk.post(f"/console/cases/{made.number}/act/recategorise/", typed).status_code == 302
    assert chosen not in desk.get(f"/console/cases/{made.number}/").content.decode()


def test_where_they_differ_the_law_is_first_and_the_conflict_is_said(as_: AsClient, city: City, by_law: int) -> None:
    practised(city, furong_cg=2, furong_zj=8)
    other = city.organisations["furong-zj"]
    part = as_("desk").get(address(report().number)).content.decode()
    assert part.index(f'data-value="{by_law}"') < part.index(f'data-value="{other}"')
    assert f'value="differ:{by_law},{other}"' in part
    assert "两者不一致：派单目录所列为芙蓉区城市管理和综合执法局，而 10 件中 8 件由芙蓉区住房和城乡建设局办结" in part
    made = report("街边路灯不亮").number
    page = as_("desk").get(f"/console/cases/{made}/").content.decode()
    assert f'<option value="{by_law}" selected>' in page


def test_practice_alone_and_nothing_at_all(as_: AsClient, city: City) -> None:
    number = report().number
    assert as_("desk").get(address(number)).content == b""
    practised(city, furong_zj=6)
    part = as_("desk").get(address(number)).content.decode()
    assert f'value="practice:{city.organisations["furong-zj"]}"' in part


def test_the_case_page_asks_for_them_only_when_the_step_opens(as_: AsClient, city: City) -> None:
    number, desk = report().number, as_("desk")
    practised(city, furong_zj=6)
    page = desk.get(f"/console/cases/{number}/").content.decode()
    assert f'hx-get="{address(number)}" hx-trigger="toggle from:closest details once"' in page
    assert "suggested_owners" not in page


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        ("differ:{cg},{zj}", "second"),
        ("agree:{zj}", "first"),
        ("law:{cg}", "other"),
        ("never:{cg}", None),
        ("law:x", None),
        ("", None),
    ],
)
def test_what_was_chosen_is_counted_once(seen: str, outcome: str | None, as_: AsClient, city: City) -> None:
    cg, zj = city.organisations["furong-cg"], city.organisations["furong-zj"]
    made = report()
    typed = {"lead": zj, "version": 1, "suggested_owners": seen.format(cg=cg, zj=zj)}
    for _twice in range(2):
        as_("desk").post(f"/console/cases/{made.number}/act/dispatch/", typed)
    assert Case.objects.get().lead_org_id == zj
    counted = list(SuggestionCount.objects.values_list("subject", "version", "suggested", "outcome"))
    assert counted == ([("owner", seen.split(":")[0], LIGHT, outcome)] if outcome else [])


def test_only_whoever_dispatches_reads_them(as_: AsClient, city: City) -> None:
    practised(city, furong_zj=6)
    number = report().number
    assert as_("leader").get(address(number)).status_code == 404
    assert as_("handler").get(address(number)).status_code == 404
    assert as_("desk").get(address(number, "recategorise")).status_code == 404


def test_administrators_read_how_often_each_was_right(as_: AsClient, city: City) -> None:
    for outcome, n in (("first", 3), ("second", 1)):
        SuggestionCount.objects.create(
            date=LEARNED, subject="owner", pack="event", version="differ", suggested=LIGHT, outcome=outcome, n=n
        )
    SuggestionCount.objects.update(date=date.today())
    page = as_("cityadmin").get("/console/admin/suggestions/").content.decode()
    assert "两者不一致，目录在先" in page
    assert "4 次中的 75%" in page
