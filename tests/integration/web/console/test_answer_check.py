"""An answer is looked over while it is written: in words, for those who may see the case, and kept nowhere."""

import re
from collections.abc import Callable

from django.test import Client

from linli.cases.models import Case, Event
from tests.functional.small_city import City
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
TEXT = "南门垃圾堆了三天没人清运。楼下路灯也不亮，老人出行不安全。"


def states(page: str) -> list[str]:
    return re.findall(r'<li class="(\w+)"', page)


def test_what_is_missing_is_named_with_its_reason(as_: AsClient, city: City) -> None:
    made = report(TEXT)
    answer = as_("desk").post(f"/console/cases/{made.number}/answer-check/", {"answer": "南门垃圾已清运完毕。"})
    page = answer.content.decode()
    assert states(page).count("missing") == 4
    assert '<q class="small">楼下路灯也不亮，老人出行不安全</q>' in page
    assert "没有写日期或时间" in page


def test_it_keeps_nothing_and_says_nothing_of_nothing(as_: AsClient, city: City) -> None:
    made = report(TEXT)
    before = Case.objects.values().get()
    assert as_("desk").post(f"/console/cases/{made.number}/answer-check/", {"answer": " "}).content.strip() == b""
    as_("desk").post(f"/console/cases/{made.number}/answer-check/", {"answer": "已办。"})
    assert Case.objects.values().get() == before
    assert Event.objects.count() == 1


def test_who_may_not_see_the_case_learns_nothing(as_: AsClient, city: City) -> None:
    made = report(TEXT)
    answer = as_("assist").post(f"/console/cases/{made.number}/answer-check/", {"answer": "已办。"})
    assert answer.status_code == 404
    assert Client().post(f"/console/cases/{made.number}/answer-check/", {"answer": "已办。"}).status_code == 302
