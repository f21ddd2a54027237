"""Who might mediate a case comes in an order of stated reasons, and who is in conflict comes last and never in."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.mediation.rules.choosing import Candidate, Matter, Reason, ranked, reach, unspoken, wished_by_all

MATTER = Matter(kind="neighbour", area_code="430102001001")
ONE = Candidate(1, ("neighbour",), ("普通话",), "430102001", load=1, most_cases=10)


def order(*candidates: Candidate, matter: Matter = MATTER) -> list[int]:
    return [one.id for one in ranked(candidates=candidates, matter=matter)]


def test_the_kind_of_dispute_comes_first_then_nearness_then_load() -> None:
    every = replace(ONE, id=2, fields=())
    other = replace(ONE, id=3, fields=("labour",))
    far = replace(ONE, id=4, area_code="430104")
    busy = replace(ONE, id=5, load=9)
    full = replace(ONE, id=6, load=10)
    assert order(other, every, full, far, busy, ONE) == [1, 5, 4, 6, 2, 3]


def test_whoever_is_away_or_in_conflict_comes_last_and_cannot_be_appointed() -> None:
    away = replace(ONE, id=2, away_until=date(2026, 3, 6))
    tied = replace(ONE, id=3, conflicts=frozenset({"reporter"}))
    plain = replace(ONE, id=4, fields=("labour",), load=10)
    found = ranked(candidates=(tied, away, plain), matter=MATTER)
    assert [(one.id, one.may_be_appointed) for one in found] == [(4, True), (2, False), (3, False)]
    assert Reason("away", False, "2026-03-06") in found[1].reasons
    assert found[2].conflicts == ("reporter",)


def test_a_language_that_a_party_asked_for_weighs_more_than_nearness() -> None:
    speaks = replace(ONE, id=2, languages=("普通话", "English"), area_code="4301")
    matter = replace(MATTER, languages=frozenset({"en"}))
    assert order(ONE, speaks, matter=matter) == [2, 1]
    first, second = ranked(candidates=(ONE, speaks), matter=matter)
    assert Reason("speaks", True, "en") in first.reasons
    assert Reason("speaks_not", False, "en") in second.reasons


def test_a_case_that_is_not_sorted_yet_prefers_no_kind() -> None:
    assert order(replace(ONE, id=2), replace(ONE, id=1, fields=()), matter=replace(MATTER, kind="")) == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("430102001001", "430102001001001", "village"),
        ("430102001", "430102001001", "town"),
        ("430102", "430102001001", "county"),
        ("430104", "430102001001", "city"),
        ("4305", "430102", "province"),
        ("4401", "430102", ""),
    ],
)
def test_how_far_is_the_smallest_area_that_holds_both(one: str, other: str, near: str) -> None:
    assert reach(one=one, other=other) == near


def test_languages_are_known_by_their_usual_names() -> None:
    wanted = frozenset({"zh-hans", "en"})
    assert unspoken(languages=("普通话", "英语"), wanted=wanted) == ()
    assert unspoken(languages=("长沙话",), wanted=wanted) == ("en", "zh-hans")


def test_all_sides_have_chosen_when_they_wish_the_same_one() -> None:
    assert wished_by_all(wishes={"applicant": [[7, 8]], "respondent": [[8]]}) == 8
    assert wished_by_all(wishes={"applicant": [[7, 8, 9]], "respondent": [[9, 8, 7]]}) in {7, 8, 9}
    assert wished_by_all(wishes={"applicant": [[7, 8]], "respondent": [[8, 7]]}) == 7
    assert wished_by_all(wishes={"applicant": [[7], [9]], "respondent": [[9]]}) == 9


def test_nobody_is_chosen_while_a_side_wishes_nobody_or_another() -> None:
    assert wished_by_all(wishes={"applicant": [[7]], "respondent": []}) is None
    assert wished_by_all(wishes={"applicant": [[7]], "respondent": [[8]]}) is None
    assert wished_by_all(wishes={}) is None


CANDIDATES = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 10_000),
        fields=st.sampled_from([(), ("neighbour",), ("labour", "family")]),
        languages=st.sampled_from([("普通话",), ("English",)]),
        area_code=st.sampled_from(["4301", "430102", "430102001", "440106"]),
        load=st.integers(0, 12),
        most_cases=st.integers(1, 10),
        away_until=st.sampled_from([None, date(2026, 3, 6)]),
        conflicts=st.sampled_from([frozenset(), frozenset({"handled"})]),
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)


@given(candidates=CANDIDATES, seed=st.randoms())
def test_the_order_depends_on_the_facts_alone_and_loses_nobody(candidates: list[Candidate], seed: object) -> None:
    shuffled = list(candidates)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    found = ranked(candidates=candidates, matter=MATTER)
    assert found == ranked(candidates=shuffled, matter=MATTER)
    assert {one.id for one in found} == {one.id for one in candidates}
    may = [one.may_be_appointed for one in found]
    assert may == sorted(may, reverse=True)
