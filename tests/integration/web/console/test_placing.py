"""Places that words name, with those words: at the phone, and where a case lies no deeper than a town."""

from collections.abc import Callable
from urllib.parse import quote

from django.test import Client
from django.utils import timezone

from linli.cases.actions import opening
from linli.cases.types import NewCase
from linli.people.access import PUBLIC
from tests.functional.small_city import TOWN, VILLAGE
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
TEXT = "文艺新村社区门口的路灯不亮了"
TWO = "文艺新村社区和识字里社区之间的路灯不亮了"


def test_at_the_phone_they_are_buttons_until_a_place_is_typed(as_: AsClient) -> None:
    desk = as_("desk")
    page = desk.get("/console/intake/similar/", {"text": TWO}).content.decode()
    assert page.count('data-fill="#id_area"') == 3, "what they share, and each"
    assert f'data-value="文艺新村社区 ({VILLAGE})"' in page
    assert "<mark>文艺新村社区</mark>" in page
    chosen = desk.get("/console/intake/similar/", {"text": TWO, "area": f"文艺新村社区 ({VILLAGE})"}).content.decode()
    assert 'data-fill="#id_area"' not in chosen


def test_a_case_that_lies_in_a_town_hints_at_its_village(as_: AsClient) -> None:
    new = NewCase(pack="event", text=TEXT, channel="web", area_code=TOWN)
    number = opening.open_case(report=new, by=PUBLIC, now=timezone.now()).number
    desk = as_("desk")
    address = f"/console/cases/{number}/places/relocate/"
    assert f'hx-get="{address}?hint=1" hx-trigger="load"' in desk.get(f"/console/cases/{number}/").content.decode()
    part = desk.get(f"{address}?hint=1").content.decode()
    where = f"文艺新村社区 ({VILLAGE})"
    assert f"?do=relocate&amp;with_area={quote(where)}#do-relocate" in part
    assert "<mark>文艺新村社区</mark>" in part
    assert 'data-fill="#relocate-area"' in desk.get(address).content.decode()
    led_to = desk.get(f"/console/cases/{number}/", {"do": "relocate", "with_area": where}).content.decode()
    assert f'value="{where}"' in led_to


def test_a_case_in_a_village_does_not_and_only_who_corrects_is_told(as_: AsClient) -> None:
    number = report(TEXT).number
    assert "?hint=1" not in as_("desk").get(f"/console/cases/{number}/").content.decode()
    address = f"/console/cases/{number}/places/relocate/"
    assert as_("desk").get(address).content.strip() == b""
    assert as_("leader").get(address).status_code == 404
    assert as_("desk").get(address.replace("relocate", "dispatch")).status_code == 404
