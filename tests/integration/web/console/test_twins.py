"""What may be the same in the inbox: both shown with reasons, merged or kept apart in one step, and counted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.actions import twins
from linli.cases.actions.indexing import index_text
from linli.cases.models import Case, Twin
from linli.reading.models import SuggestionCount
from tests.integration.web.console.conftest import report

AsClient = Callable[[str], Client]
FIRST, SECOND = "文艺新村门口的路灯不亮了，晚上漆黑一片", "路灯不亮了，文艺新村门口晚上漆黑"


@pytest.fixture
def pair(as_: AsClient) -> tuple[str, str]:
    """The older and the newer report of one lamp; the job has run."""
    now = timezone.now()
    made = report(FIRST, now=now - timedelta(hours=2)).number, report(SECOND, now=now).number
    index_text()
    twins.find(now=now)
    return made


def _decided(client: Client, pair: tuple[str, str], same: str, **more: object) -> str:
    typed = {"other": pair[0], "same": same, "back": "/console/inbox/"} | more
    answer = client.post(f"/console/cases/{pair[1]}/same/", typed, follow=True)
    assert answer.redirect_chain[0][0] == "/console/inbox/"
    return answer.content.decode()


def _counted() -> list[tuple[str, str, str]]:
    return list(SuggestionCount.objects.values_list("subject", "suggested", "outcome"))


def test_the_inbox_asks_for_it_apart_and_shows_both_with_reasons(as_: AsClient, pair: tuple[str, str]) -> None:
    desk = as_("desk")
    inbox = desk.get("/console/inbox/").content.decode()
    assert 'hx-get="/console/same/" hx-trigger="load"' in inbox
    part = desk.get("/console/same/", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<details")
    assert part.index(SECOND) < part.index(FIRST)
    for reason in ("同一村（社区）", "同一类别", "文字相近程度", "先来的早2小时"):
        assert reason in part
    whole = desk.get("/console/same/").content.decode()
    assert "<html" in whole
    assert FIRST in whole


def test_other_lists_and_other_posts_do_not_ask(as_: AsClient, pair: tuple[str, str]) -> None:
    assert "/console/same/" not in as_("desk").get("/console/cases/").content.decode()
    assert "/console/same/" not in as_("handler").get("/console/inbox/").content.decode()
    assert as_("handler").get("/console/same/").status_code == 403


def test_same_merges_and_is_counted(as_: AsClient, pair: tuple[str, str]) -> None:
    page = _decided(as_("desk"), pair, "yes", version=Case.objects.get(number=pair[1]).version)
    assert f"已并案：{pair[1]} 并入 {pair[0]}" in page
    assert Case.objects.get(number=pair[1]).merged_into == Case.objects.get(number=pair[0])
    assert _counted() == [("same", "event", "first")]
    assert as_("desk").get("/console/same/", headers={"HX-Request": "true"}).content.strip() == b""


def test_not_the_same_is_remembered_and_counted_once(as_: AsClient, pair: tuple[str, str]) -> None:
    for _twice in range(2):
        assert "已记为不同事项" in _decided(as_("desk"), pair, "no")
    assert Twin.objects.get().refused_at is not None
    assert _counted() == [("same", "event", "other")]
    assert Case.objects.get(number=pair[1]).merged_into is None


def test_whoever_was_slower_is_told(as_: AsClient, pair: tuple[str, str]) -> None:
    page = _decided(as_("desk"), pair, "yes", version=99)
    assert f"已并案：{pair[1]}" not in page
    assert "flash" in page
    assert Case.objects.get(number=pair[1]).merged_into is None
    assert _counted() == []


@pytest.mark.parametrize("same", ["yes", "no"])
def test_who_may_not_merge_may_not_decide(same: str, as_: AsClient, pair: tuple[str, str]) -> None:
    assert as_("handler").post(f"/console/cases/{pair[1]}/same/", {"other": pair[0], "same": same}).status_code == 403
    assert as_("desk").get(f"/console/cases/{pair[1]}/same/").status_code == 405
    assert Twin.objects.get().refused_at is None
