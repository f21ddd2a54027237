"""A new case is held against what is open nearby, in a job; what the desk keeps apart stays apart."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.cases.actions import twins
from linli.cases.actions.acting import act
from linli.cases.actions.erasing import erase_due
from linli.cases.actions.indexing import index_text
from linli.cases.errors import NoSuchAction, NoSuchCase
from linli.cases.models import Case, Hiding, Twin
from linli.cases.queries import waiting
from linli.cases.queries.twins import likely_same
from linli.cases.types import Opened
from tests.integration.cases.conftest import Count, Open
from tests.world import World

TEXT = "乔庄社区门口的路灯不亮了，晚上漆黑一片"
AGAIN = "路灯不亮了，乔庄社区门口晚上漆黑"
SPOT = {"lon": 112.9901, "lat": 28.1901}


@pytest.fixture
def pair(report: Open, now: datetime) -> tuple[Opened, Opened]:
    """Two reports of one lamp, two hours apart."""
    return report(TEXT, at=now - timedelta(hours=2)), report(AGAIN, at=now)


def found(now: datetime) -> int:
    index_text()
    return twins.find(now=now)


def test_the_later_is_found_to_be_like_the_earlier(pair: tuple[Opened, Opened], world: World, now: datetime) -> None:
    assert not waiting.has_twins_to_find()
    index_text()
    assert waiting.has_twins_to_find()
    assert twins.find(now=now) == 1
    assert not waiting.has_twins_to_find()
    (one,) = likely_same(by=world.actor("desk"))
    assert (one.row.number, one.other.number) == (pair[1].number, pair[0].number)
    assert (one.text, one.other_text) == (AGAIN, TEXT)
    assert (one.earlier_by, one.is_same_village, one.metres) == (timedelta(hours=2), True, None)
    assert one.likeness >= 65
    assert Twin.objects.count() == 1


def test_two_points_far_from_each_other_are_two_matters(report: Open, now: datetime) -> None:
    report(TEXT, at=now - timedelta(hours=2))
    report(AGAIN, at=now)
    Case.objects.filter(text=TEXT).update(**SPOT)
    Case.objects.filter(text=AGAIN).update(lon=SPOT["lon"] + 0.005, lat=SPOT["lat"])
    assert found(now) == 0


def test_near_points_say_how_far(report: Open, world: World, now: datetime) -> None:
    report(TEXT, at=now - timedelta(hours=2))
    report(AGAIN, at=now)
    Case.objects.filter(text=TEXT).update(**SPOT)
    Case.objects.filter(text=AGAIN).update(lon=SPOT["lon"], lat=SPOT["lat"] + 0.00036)
    assert found(now) == 1
    assert likely_same(by=world.actor("desk"))[0].metres == 40


@pytest.mark.parametrize(
    "why", ["other words", "another town", "another kind of matter", "long ago", "closed", "confidential", "hidden"]
)
def test_what_is_not_the_same_or_not_for_everybody_is_not_found(
    why: str, report: Open, world: World, now: datetime
) -> None:
    given: dict[str, object] = {"at": now - timedelta(days=20) if why == "long ago" else now - timedelta(hours=2)}
    if why == "another town":
        given["area_code"] = "430102002001001"
    old = report("噪音扰民，工地夜间施工" if why == "other words" else TEXT, **given)
    kept = Case.objects.filter(number=old.number)
    if why == "another kind of matter":
        kept.update(pack="service")
    if why == "closed":
        kept.update(closed_at=now, outcome="resolved")
    if why == "confidential":
        kept.update(confidentiality="confidential")
    if why == "hidden":
        Hiding.objects.create(case=kept.get(), organisation=world.organisations["other"])
    report(AGAIN, at=now)
    assert found(now) == 0
    assert not Twin.objects.exists()


def test_an_old_report_is_not_looked_at(pair: tuple[Opened, Opened], now: datetime) -> None:
    assert found(now + twins.FRESH + timedelta(seconds=1)) == 0
    assert not Twin.objects.exists()


def test_it_is_gone_when_either_is_closed_or_merged(pair: tuple[Opened, Opened], world: World, now: datetime) -> None:
    desk = world.actor("desk")
    assert found(now) == 1
    act(number=pair[1].number, action="merge", inputs={"into": pair[0].number}, by=desk, now=now)
    assert likely_same(by=desk) == ()
    assert twins.forget_ended() == 1
    assert not Twin.objects.exists()


def test_kept_apart_stays_apart(pair: tuple[Opened, Opened], world: World, now: datetime) -> None:
    desk = world.actor("desk")
    assert found(now) == 1
    asked: dict[str, Any] = {"number": pair[1].number, "other": pair[0].number, "now": now}
    with pytest.raises((NoSuchAction, NoSuchCase)):
        twins.refuse(by=world.actor("lead"), **asked)
    assert twins.refuse(by=desk, **asked)
    assert not twins.refuse(by=desk, **asked)
    assert likely_same(by=desk) == ()
    twins.ask(case_ids=[Case.objects.get(number=pair[1].number).pk])
    assert twins.find(now=now) == 0
    assert Twin.objects.get().refused_at == now


def test_who_may_not_see_the_other_is_told_of_nothing(pair: tuple[Opened, Opened], world: World, now: datetime) -> None:
    assert found(now) == 1
    assert likely_same(by=world.actor("other_desk")) == ()
    assert likely_same(by=world.actor("lead")) == ()
    Case.objects.filter(number=pair[0].number).update(confidentiality="confidential", holder_area="430102")
    assert likely_same(by=world.actor("desk")) == ()


@pytest.mark.parametrize("which", [0, 1])
def test_it_is_erased_with_either(which: int, pair: tuple[Opened, Opened], now: datetime) -> None:
    assert found(now) == 1
    ended = Case.objects.filter(number=pair[which].number)
    ended.update(closed_at=now, outcome="resolved", retain_until_date=now.date())
    assert erase_due(date=now.date() + timedelta(days=1), now=now) == 1
    assert not Twin.objects.exists()


def test_many_are_found_in_few_statements(report: Open, now: datetime, statements: Count) -> None:
    for minutes in range(12):
        report(f"{TEXT}，第{minutes}次", at=now - timedelta(minutes=minutes))
    index_text()
    with statements() as sent:
        assert twins.find(now=now) == 11
    assert len([sql for sql in sent if not sql.startswith(("SAVEPOINT", "RELEASE"))]) == 5


def test_a_list_is_two_statements(pair: tuple[Opened, Opened], world: World, now: datetime, statements: Count) -> None:
    assert found(now) == 1
    desk = world.actor("desk")
    with statements() as sent:
        likely_same(by=desk)
    assert len(sent) == 2


@pytest.mark.parametrize("change", [{"likeness": 101}, {"likeness": -1}, {"refused": True}, {"itself": True}])
def test_the_database_refuses_what_cannot_be(
    change: dict[str, int], pair: tuple[Opened, Opened], now: datetime
) -> None:
    case = Case.objects.get(number=pair[0].number)
    made = Twin(case=case, likeness=change.get("likeness", 0))
    made.refused_at = now if "refused" in change else None
    made.of = case if "itself" in change else None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)
