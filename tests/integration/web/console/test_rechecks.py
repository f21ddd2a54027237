"""Verifiers check drawn cases on a page; leaders read the estimates, and each number opens its cases."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings
from django.test import Client

from linli.cases.actions import rechecking
from linli.cases.actions.roots import make_root
from linli.cases.models import Case, Recheck
from tests.functional.small_city import City
from tests.integration.web.console.conftest import dispatch, report

AsClient = Callable[[str], Client]
MONTHS = "from=2026-03&to=2026-03"


@pytest.fixture
def drawn(city: City, settings: LazySettings) -> list[str]:
    """Three cases of one organisation, all of them drawn."""
    settings.RECHECK_PERCENT, settings.RECHECK_LEAST = 100, 2
    numbers = [report(f"路灯不亮 {at}").number for at in range(3)]
    for number in numbers:
        dispatch(number, city)
    at = datetime(2026, 3, 9, tzinfo=UTC)
    Case.objects.filter(number__in=numbers).update(closed_at=at, outcome="resolved", stage="closed")
    make_root(date=date(2026, 3, 31), now=at)
    assert rechecking.draw_last_month(today=date(2026, 4, 1), now=datetime(2026, 4, 1, tzinfo=UTC))
    return numbers


def find(client: Client, number: str, finding: str, note: str = "") -> int:
    recheck = Recheck.objects.get(case__number=number).id
    return client.post(f"/console/rechecks/{recheck}/", {"finding": finding, "note": note}).status_code


def test_a_verifier_records_a_finding_that_the_case_shows(drawn: list[str], as_: AsClient) -> None:
    verifier = as_("verifier")
    assert all(number in verifier.get("/console/rechecks/").content.decode() for number in drawn)
    assert find(verifier, drawn[0], "not", "灯还是不亮") == 302
    assert drawn[0] not in verifier.get("/console/rechecks/").content.decode()
    page = as_("desk").get(f"/console/cases/{drawn[0]}/").content.decode()
    assert "未解决" in page
    assert "灯还是不亮" in page
    assert Case.objects.get(number=drawn[0]).stage == "closed"


def test_a_finding_without_words_is_asked_for_them(drawn: list[str], as_: AsClient) -> None:
    assert find(as_("verifier"), drawn[0], "partly") == 422
    assert Recheck.objects.filter(done_at__isnull=False).count() == 0


def test_that_a_case_was_drawn_is_kept_from_its_organisation(drawn: list[str], as_: AsClient) -> None:
    path = f"/console/cases/{drawn[0]}/"
    assert "已抽取，尚未复核" in as_("leader").get(path).content.decode()
    assert "已抽取，尚未复核" not in as_("handler").get(path).content.decode()


def test_each_number_opens_the_list_of_its_cases(drawn: list[str], as_: AsClient) -> None:
    for number, finding in zip(drawn, ("resolved", "resolved", "not"), strict=True):
        assert find(as_("verifier"), number, finding, "x") == 302
    page = as_("leader").get(f"/console/rechecks/estimates/?{MONTHS}").content.decode()
    assert "67%（67% 至 67%）" in page
    shown = re.findall(r'href="(/console/rechecks/drawn/[^"]+)">(\d+)<', page)
    assert [int(n) for _path, n in shown] == [3, 3, 2, 0, 1]
    for path, n in shown:
        body = as_("leader").get(path.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r"/console/cases/EV", body)) == int(n)


def test_the_estimates_are_exported(drawn: list[str], as_: AsClient) -> None:
    for number in drawn[:2]:
        find(as_("verifier"), number, "resolved")
    answer = as_("leader").get(f"/console/rechecks/estimates/?{MONTHS}&as=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].split(",")[1:7] == ["3", "3", "2", "2", "0", "0"]
    assert lines[1].split(",")[7] == "1.0"
    workbook = as_("leader").get(f"/console/rechecks/estimates/?{MONTHS}&as=xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]
    assert as_("leader").get(f"/console/rechecks/estimates/?{MONTHS}&as=pdf").status_code == 404


def test_too_few_checks_give_no_rate(drawn: list[str], as_: AsClient) -> None:
    find(as_("verifier"), drawn[0], "resolved")
    assert "样本过少，不计算比率" in as_("leader").get(f"/console/rechecks/estimates/?{MONTHS}").content.decode()


@pytest.mark.parametrize("who", ["handler", "grid", "verifier"])
def test_others_do_not_read_the_estimates(drawn: list[str], as_: AsClient, who: str) -> None:
    assert as_(who).get("/console/rechecks/estimates/").status_code == 403
    assert as_(who).get("/console/rechecks/drawn/").status_code == 403


def test_the_pages_are_in_english_too(drawn: list[str], as_: AsClient) -> None:
    english = {"accept-language": "en"}
    assert "Truly resolved" in as_("leader").get("/console/rechecks/estimates/", headers=english).content.decode()
    assert "Check once more" in as_("verifier").get("/console/rechecks/", headers=english).content.decode()


def test_months_that_make_no_sense_are_left_out(drawn: list[str], as_: AsClient) -> None:
    assert as_("leader").get("/console/rechecks/estimates/?from=x&to=2026-99").status_code == 200
