"""The heat of an issue: people once each, less the longer ago; clicks never more than people; quarrels nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.reading.rules.heat import HALF_LIFE, PER_PERSON, Report, heat, people

AS_OF = 1000.0
REPORTS = st.lists(
    st.builds(
        Report,
        day=st.floats(500, AS_OF),
        person=st.integers(0, 9),
        support=st.integers(0, 5000),
        against=st.integers(0, 5000),
    ),
    min_size=1,
    max_size=12,
)


def test_a_person_counts_ten_today_and_half_after_the_half_life() -> None:
    assert heat([Report(AS_OF, 1)], as_of=AS_OF).people == PER_PERSON
    assert heat([Report(AS_OF - HALF_LIFE, 1)], as_of=AS_OF).people == PER_PERSON / 2


def test_three_people_are_hotter_than_one_who_writes_thirty_times() -> None:
    often = [Report(AS_OF - day, 1) for day in range(30)]
    three = [Report(AS_OF, person) for person in range(3)]
    assert heat(three, as_of=AS_OF).points > heat(often, as_of=AS_OF).points


def test_a_quarrel_of_readers_adds_nothing() -> None:
    agreed, quarrel = Report(AS_OF, 1, support=30), Report(AS_OF, 1, support=30, against=30)
    assert heat([agreed], as_of=AS_OF).support > 0 == heat([quarrel], as_of=AS_OF).support


def test_later_reports_are_not_known_yet() -> None:
    assert heat([Report(AS_OF + 1, 1)], as_of=AS_OF).points == 0


@given(REPORTS)
def test_clicks_never_weigh_more_than_people(reports: list[Report]) -> None:
    found = heat(reports, as_of=AS_OF)
    assert 0 <= found.support <= found.people
    assert found.points == pytest.approx(found.people + found.support + found.lasting)


@given(REPORTS)
def test_whoever_writes_again_on_the_same_day_adds_no_person(reports: list[Report]) -> None:
    again = [*reports, replace(reports[0], support=0)]
    assert heat(again, as_of=AS_OF).people == pytest.approx(heat(reports, as_of=AS_OF).people)
    assert people(again) == people(reports)


@given(REPORTS, st.floats(0.1, 300))
def test_without_new_reports_it_cools(reports: list[Report], days: float) -> None:
    now, later = heat(reports, as_of=AS_OF), heat(reports, as_of=AS_OF + days)
    assert later.points < now.points
    assert later.people <= now.people


@given(REPORTS)
def test_one_more_person_makes_it_hotter(reports: list[Report]) -> None:
    assert heat([*reports, Report(AS_OF, 99)], as_of=AS_OF).points > heat(reports, as_of=AS_OF).points
