"""What came in and was closed, date by date or month by month."""

from datetime import date, datetime, timedelta

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.actions.tallies import fold
from linli.cases.queries import trends
from linli.cases.queries.tallies import Asked
from linli.cases.queries.trends import Flow
from linli.cases.types import NewCase
from tests import world as worlds
from tests.world import COUNTY, NAMED, TOWN, World

REFUSAL = {"refusal": "out_of_scope", "reason": "不在范围", "route": "拨打12345"}


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def opened(world: World, now: datetime, place: str = "@grid") -> str:
    report = NewCase(pack="event", text="河边有垃圾", channel="web", area_code=NAMED[place])
    return open_case(report=report, by=world.actor("resident"), now=now).number


def flow(since: date, until: date, *, area: str = COUNTY, today: date = date(2026, 3, 9)) -> Flow:
    return trends.flow(asked=Asked((area,), (), since, until, pack="event"), today=today)


@pytest.mark.parametrize("is_folded", [False, True])
def test_each_day_has_its_numbers_and_those_of_52_weeks_before(world: World, now: datetime, is_folded: bool) -> None:
    opened(world, now - timedelta(weeks=52))
    first = opened(world, now)
    opened(world, now, "@other_grid")
    opened(world, now + timedelta(days=2))
    act(number=first, action="refuse", inputs=REFUSAL, by=world.actor("desk"), now=now + timedelta(days=2))
    if is_folded:
        fold()
    found = flow(date(2026, 3, 1), date(2026, 3, 4))
    assert found.is_daily
    assert [step.span[0].day for step in found.steps] == [1, 2, 3, 4]
    assert [(step.opened, step.closed, step.opened_before) for step in found.steps] == [
        (0, 0, 0),
        (2, 0, 1),
        (0, 0, 0),
        (1, 1, 0),
    ]
    assert [step.opened for step in flow(date(2026, 3, 1), date(2026, 3, 4), area=TOWN).steps] == [0, 1, 0, 1]


@pytest.mark.parametrize("is_folded", [False, True])
def test_a_long_period_is_told_by_month_beside_the_year_before(world: World, now: datetime, is_folded: bool) -> None:
    for days in (0, 1, -20, -365, -400):
        opened(world, now + timedelta(days=days))
    if is_folded:
        fold()
    found = flow(date(2025, 11, 15), date(2026, 3, 31))
    assert not found.is_daily
    assert [step.span for step in found.steps] == [
        (date(2025, 11, 15), date(2025, 11, 30)),
        (date(2025, 12, 1), date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 9)),
    ]
    assert [step.opened for step in found.steps] == [0, 0, 0, 1, 2]
    assert found.steps[3].before == (date(2025, 2, 1), date(2025, 2, 28))
    assert found.steps[4].before == (date(2025, 3, 1), date(2025, 3, 9))
    assert [step.opened_before for step in found.steps] == [0, 0, 1, 0, 1]


def test_a_whole_february_is_compared_with_a_whole_one(world: World) -> None:
    found = flow(date(2024, 2, 1), date(2024, 7, 31))
    assert found.steps[0].before == (date(2023, 2, 1), date(2023, 2, 28))
    found = flow(date(2025, 2, 1), date(2025, 7, 31))
    assert found.steps[0].before == (date(2024, 2, 1), date(2024, 2, 29))


def test_no_day_after_today_is_told(world: World) -> None:
    assert [step.span[0].day for step in flow(date(2026, 3, 7), date(2026, 3, 20)).steps] == [7, 8, 9]
    assert [step.span[0] for step in flow(date(2027, 1, 1), date(2027, 1, 5)).steps] == [date(2027, 1, 1)]


def test_ten_years_are_told_of_more(world: World) -> None:
    found = flow(date(1900, 1, 1), date(2026, 3, 9))
    assert found.is_cut
    assert found.steps[0].span == (date(2016, 3, 9), date(2016, 3, 31))
    assert len(found.steps) == 121
    assert not flow(date(2020, 1, 1), date(2026, 3, 9)).is_cut
