"""Tables in forms: filled in, sent with faults at their cell, continued, shown on the case page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from linli.cases.actions import acting, opening
from linli.cases.models import Case
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.small_city import VILLAGE, City
from tests.integration.web.console.conftest import NOW, actor

AsClient = Callable[[str], Client]
ITEMS = [{"item": "灯", "result": "passed"}, {"item": "路", "result": "failed", "note": "有坑"}]


@pytest.fixture
def number(city: City, sample_packs: None) -> str:
    workers = [{"name": "甲", "amount": 3000, "card": "430102"}, {"name": "乙"}]
    new = NewCase(
        pack="inspect", text="检查", channel="web", area_code=VILLAGE, fields={"spot": "三楼", "workers": workers}
    )
    return opening.open_case(report=new, by=PUBLIC, now=NOW).number


def typed(*rows: dict[str, str]) -> dict[str, str]:
    return {f"items.{at}.{key}": value for at, row in enumerate(rows, start=1) for key, value in row.items()}


def test_it_takes_rows(as_: AsClient, number: str) -> None:
    sent = typed(*ITEMS, {"item": "", "result": ""}) | {"version": "1"}
    assert as_("desk").post(f"/console/cases/{number}/act/inspect/", sent).status_code == 302
    assert Case.objects.get().fields["items"] == ITEMS


def test_it_shows_the_kept_table_and_fills_the_form_in(as_: AsClient, number: str) -> None:
    acting.act(number=number, action="inspect", inputs={"items": ITEMS}, by=actor("desk"), now=NOW)
    page = as_("desk").get(f"/console/cases/{number}/").content.decode()
    assert "<td>有坑</td>" in page
    assert "<td>不合格</td>" in page
    assert 'name="items.2.note" value="有坑"' in page


def test_a_fault_stands_at_its_cell_and_nothing_typed_is_lost(as_: AsClient, number: str) -> None:
    sent = typed({"item": "灯", "result": "passed"}, {"item": "路", "result": "failed"}) | {"version": "1"}
    answer = as_("desk").post(f"/console/cases/{number}/act/inspect/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第2行“问题”：" in page
    assert 'name="items.2.item" value="路"' in page


def test_more_rows_without_script_send_nothing(as_: AsClient, number: str) -> None:
    sent = typed({"item": "灯", "result": "passed"}) | {"version": "1", "more": "items"}
    answer = as_("desk").post(f"/console/cases/{number}/act/inspect/", sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="items.1.item" value="灯"' in page
    assert 'name="items.6.item"' in page
    assert Case.objects.get().version == 1


def test_a_second_look_asks_only_for_what_failed(as_: AsClient, number: str, city: City) -> None:
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("desk", "inspect", {"items": ITEMS}),
        ("desk", "send", {"lead": city.organisations["furong-cg"], "assists": [], "task": "改"}),
        ("handler", "finish", {"note": "好了"}),
    ]
    for minute, (who, action, inputs) in enumerate(steps):
        acting.act(number=number, action=action, inputs=inputs, by=actor(who), now=NOW + timedelta(minutes=minute))
    client = as_("verifier")
    page = client.get(f"/console/cases/{number}/?do=pass").content.decode()
    form = page[page.index('id="do-pass"') :]
    assert 'name="items.1.result"' in form
    assert 'name="items.1.item"' not in form
    assert 'name="items.2.result"' not in form
    answer = client.post(f"/console/cases/{number}/act/pass/", {"items.1.result": "passed", "version": "4"})
    assert answer.status_code == 302
    assert [row["result"] for row in Case.objects.get().fields["items"]] == ["passed", "passed"]


def test_a_column_is_shown_to_those_the_pack_names(as_: AsClient, number: str, city: City) -> None:
    given = {"lead": city.organisations["furong-cg"], "assists": [], "task": "改"}
    acting.act(number=number, action="send", inputs=given, by=actor("desk"), now=NOW)
    assert "430102</td>" in as_("desk").get(f"/console/cases/{number}/").content.decode()
    page = as_("handler").get(f"/console/cases/{number}/").content.decode()
    assert "<td>3000</td>" in page
    assert "430102</td>" not in page
