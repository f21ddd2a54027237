"""Owners are told of milestones that fall due and of late ones, each once; never at night."""

from datetime import date, datetime, timedelta

import pytest

from linli.notify.actions import deliver
from linli.notify.models import Notice, Outgoing
from linli.notify.queries import notices
from linli.scores.actions import promise_reminding, reporting, targets
from linli.scores.models import Milestone
from linli.scores.types import Word
from tests.functional.small_city import City
from tests.integration.scores.promising import NOW, TODAY, actor, add, by_milestones, make_book


@pytest.fixture
def mark(city: City) -> tuple[int, int]:
    target = add(make_book(), by_milestones(city)).id
    due = TODAY + timedelta(days=10)
    made = targets.add_milestone(target=target, title="竣工", title_en="", due=due, by=actor("leader"), now=NOW)
    return target, made


def reminded(days: int, hours: int = 0) -> list[str]:
    at: datetime = NOW + timedelta(days=days, hours=hours)
    if promise_reminding.has_due(now=at):
        promise_reminding.remind(now=at)
    return list(Outgoing.objects.order_by("id").values_list("template", flat=True))


def test_once_before_and_once_after(city: City, mark: tuple[int, int]) -> None:
    assert reminded(2) == []
    assert reminded(3, hours=-3) == []
    assert reminded(3) == ["promise_due"]
    assert reminded(9) == ["promise_due"]
    assert reminded(11) == ["promise_due", "promise_late"]
    assert reminded(20) == ["promise_due", "promise_late"]


def test_the_notice_names_the_milestone_and_leads_to_the_promise(city: City, mark: tuple[int, int]) -> None:
    reminded(3)
    deliver(now=NOW + timedelta(days=3))
    to = set(Notice.objects.values_list("account_id", flat=True))
    assert to == {city.accounts["handler"], city.accounts["head"]}
    found = notices(account_id=city.accounts["handler"])[0]
    assert "竣工" in found.subject
    assert found.link.endswith(f"/console/promises/targets/{mark[0]}/")


def test_nobody_is_told_of_what_is_reported_done_or_dropped(city: City, mark: tuple[int, int]) -> None:
    word = Word(on=TODAY, note="已竣工")
    made = reporting.report_done(target=mark[0], milestone=mark[1], word=word, by=actor("handler"), now=NOW)
    assert "promise_due" not in reminded(3)
    reporting.confirm(target=mark[0], report=made, by=actor("leader"), now=NOW)
    assert "promise_late" not in reminded(30)
    Milestone.objects.update(done_date=None)
    targets.drop(target=mark[0], reason="职能划转", by=actor("leader"), now=NOW)
    assert "promise_late" not in reminded(30)


def test_a_milestone_that_was_moved_is_reminded_of_anew(city: City, mark: tuple[int, int]) -> None:
    reminded(3)
    later = date(2026, 4, 30)
    targets.move_milestone(target=mark[0], milestone=mark[1], due=later, reason="延期", by=actor("leader"), now=NOW)
    assert reminded((later - TODAY).days - 1) == ["promise_due", "promise_due"]
