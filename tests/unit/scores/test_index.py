"""Scores of an index: bounded, monotone, slow where cases are few; what items took off and added adds up exactly."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from linli.scores.index.definition import Better, Colour, Group, Index, Item, Scale, Shares
from linli.scores.indicators.definition import Formula
from linli.scores.rules.index import HALF, Pair, Scored, Seen, away, moved, scored, tenths

LEAST, PRIOR = 5, 20
BEST = "green"
TEXT = {"zh": "甲", "en": "A"}
WEIGHTS = (60, 40)
SCALES: tuple[tuple[Scale, Better], ...] = (
    ("share", "lower"), ("share", "higher"), ("matters", "lower"), ("period", "lower"),
)  # fmt: skip


def item(key: str, scale: Scale, better: Better, weight: int) -> Item:
    over = {"late": 1.0, "on_time": 1.0} if scale == "share" else None
    return Item(key, TEXT, Formula("late", {"late": 1.0}, over), "", (), weight, better, scale)


def made(*, own: int = 50) -> Index:
    colours = [(BEST, 90, TEXT), ("yellow", 80, TEXT), ("orange", 70, TEXT), ("red", 0, TEXT)]
    items = [item(f"{scale}_{better}", scale, better, WEIGHTS[at % 2]) for at, (scale, better) in enumerate(SCALES)]
    groups = (Group("one", TEXT, 70, tuple(items[:2])), Group("two", TEXT, 30, tuple(items[2:])))
    return Index(
        key="x", version="1", valid_from=date(2020, 1, 1), valid_until=None, title=TEXT, months=1, least=LEAST,
        prior=PRIOR, reference=Shares(own, 100 - own), colours=tuple(Colour(*one) for one in colours),  # type: ignore[arg-type]
        groups=groups, source=TEXT, is_verified=False,
    )  # fmt: skip


INDEX = made()
KEYS = [one.key for one in INDEX.items()]


@st.composite
def pairs(draw: st.DrawFn, most: int = 300) -> Pair:
    """A share of a whole; that k is at most n holds for every measure but those of a period."""
    n = draw(st.integers(0, most))
    return Pair(draw(st.integers(0, n)), n)


def seens(most: int = 300) -> st.SearchStrategy[Seen]:
    years = st.lists(pairs(most), max_size=3).map(tuple)
    return st.builds(Seen, pairs(most), years, st.one_of(st.none(), pairs(most)))


def counts(most: int = 300) -> st.SearchStrategy[Mapping[str, Seen]]:
    return st.fixed_dictionaries({key: seens(most).map(_of_a_period if "period" in key else _same) for key in KEYS})


def _same(seen: Seen) -> Seen:
    return seen


def _of_a_period(seen: Seen) -> Seen:
    return Seen(Pair(seen.now.k, 1), tuple(Pair(one.k, 1) for one in seen.past), seen.peers)


def one(found: Scored, key: str) -> Fraction | None:
    return next(each.score for each in found.items() if each.item.key == key)


def scored_keys(found: Scored) -> list[str]:
    return [each.item.key for each in found.items() if each.score is not None]


def share(k: int, n: int, better: str = "lower") -> Fraction | None:
    key = f"share_{better}"
    return one(scored(index=INDEX, seen={key: Seen(Pair(k, n), (Pair(40, 400),))}), key)


def test_the_formula_as_documented() -> None:
    """A tenth was late in other years: of 100 cases 10 are expected, and 20 more stand at the reference."""
    assert share(0, 100) == share(10, 100) == share(11, 100) == 100
    assert share(21, 100) == 100 * Fraction(30, 40)
    assert share(9, 100, "higher") == share(50, 100, "higher") == 100
    assert share(0, 100, "higher") == 100 * Fraction(21, 30)


def test_twice_the_reference_of_many_cases_is_about_half() -> None:
    score = share(20_000, 100_000)
    assert score is not None
    assert 50 < score < 50.2


def test_own_past_and_peers_share_the_reference_and_one_stands_for_the_other() -> None:
    key, now = "share_lower", Pair(30, 100)
    past, peers = (Pair(5, 100), Pair(15, 100)), Pair(300, 1000)

    def expected(index: Index, seen: Seen) -> Fraction | None:
        return next(each.expected for each in scored(index=index, seen={key: seen}).items())

    assert expected(INDEX, Seen(now, past, peers)) == 20
    assert expected(made(own=75), Seen(now, past, peers)) == 15
    assert expected(INDEX, Seen(now, past, None)) == 10
    assert expected(INDEX, Seen(now, (), peers)) == 30
    assert expected(INDEX, Seen(now, (Pair(4, 4),), peers)) == 30, "a reference of fewer than `least` cases is none"
    assert expected(INDEX, Seen(now)) is None


def test_a_reference_is_at_most_the_whole() -> None:
    """More settled than accepted, as where the month before accepted them, asks nobody for more than all."""
    past = (Pair(300, 100),)
    found = next(
        each for each in scored(index=INDEX, seen={"share_higher": Seen(Pair(90, 100), past)}).items() if each.own
    )
    assert found.own == 1
    assert found.expected == 100
    assert found.score == 100 * Fraction(111, 120)


def test_an_absolute_count_stands_beside_its_own_past_alone() -> None:
    key = "period_lower"
    seen = Seen(Pair(26, 1), (Pair(5, 1), Pair(7, 1), Pair(6, 1)), Pair(900, 1))
    found = next(each for each in scored(index=INDEX, seen={key: seen}).items() if each.item.key == key)
    assert found.expected == 6
    assert found.peers is None
    assert found.score == 100 * Fraction(26, 45)


@pytest.mark.parametrize(
    ("key", "seen", "why"),
    [
        ("share_lower", Seen(Pair(4, 4), (Pair(10, 100),)), "few"),
        ("share_lower", Seen(Pair(5, 5), (Pair(10, 100),)), ""),
        ("share_lower", Seen(Pair(4, 40)), "alone"),
        ("share_lower", Seen(Pair(-1, 40), (Pair(10, 100),)), "odd"),
        ("matters_lower", Seen(Pair(90, 100), (Pair(4, 100),)), "few"),
        ("matters_lower", Seen(Pair(0, 100), (Pair(5, 100),)), ""),
        ("period_lower", Seen(Pair(50, 1), (Pair(4, 1),)), "few"),
        ("period_lower", Seen(Pair(50, 1), (), Pair(50, 1)), "alone"),
    ],
)
def test_too_few_is_said_and_not_scored(key: str, seen: Seen, why: str) -> None:
    found = next(each for each in scored(index=INDEX, seen={key: seen}).items() if each.item.key == key)
    assert (found.why, found.score is None) == (why, bool(why))


def test_a_count_is_not_scored_just_because_the_month_was_bad() -> None:
    past = (Pair(2, 100),)
    assert {
        one(scored(index=INDEX, seen={"matters_lower": Seen(Pair(k, 100), past)}), "matters_lower") for k in range(99)
    } == {None}


def test_less_than_half_of_the_weight_gives_no_score() -> None:
    good = Seen(Pair(10, 100), (Pair(10, 100),))
    assert scored(index=INDEX, seen={"share_lower": good}).covered == Fraction(42, 100)
    assert scored(index=INDEX, seen={"share_lower": good}).score is None
    assert scored(index=INDEX, seen={"share_lower": good}).colour is None
    both = scored(index=INDEX, seen={"share_lower": good, "matters_lower": good})
    assert both.covered == Fraction(60, 100)
    assert both.score == 100
    assert scored(index=INDEX, seen={}).groups[0].score is None


def test_weights_of_what_cannot_be_scored_are_shared_out() -> None:
    good, bad = Seen(Pair(10, 100), (Pair(10, 100),)), Seen(Pair(21, 100), (Pair(10, 100),))
    found = scored(index=INDEX, seen={"share_lower": bad, "matters_lower": good})
    weights = {each.item.key: each.weight for each in found.items() if each.weight}
    assert weights == {"share_lower": Fraction(7, 10), "matters_lower": Fraction(3, 10)}
    assert found.score == Fraction(7, 10) * 75 + 30
    assert away(scored=found)["share_lower"] == Fraction(7, 10) * -25


def test_the_colour_goes_by_the_score_as_it_is_shown() -> None:
    whole = scored(index=INDEX, seen={})
    for score, tenth, name in (
        (Fraction(8996, 100), 900, BEST),
        (Fraction(8994, 100), 899, "yellow"),
        (Fraction(0), 0, "red"),
    ):
        shown = replace(whole, score=score)
        assert (shown.tenths, shown.colour.name if shown.colour else "") == (tenth, name)


@given(counts())
def test_every_score_lies_between_0_and_100(seen: Mapping[str, Seen]) -> None:
    found = scored(index=INDEX, seen=seen)
    for score in (found.score, *(group.score for group in found.groups), *(each.score for each in found.items())):
        assert score is None or 0 <= score <= 100
    assert (found.score is None) == (found.covered < HALF)
    assert sum(each.weight for each in found.items()) in (0, 1)


@given(counts(), st.sampled_from(KEYS), st.integers(1, 50))
def test_worse_counts_never_raise_a_score(seen: Mapping[str, Seen], key: str, more: int) -> None:
    was = seen[key]
    sign = -1 if key.endswith("higher") else 1
    n = was.now.n if "share" not in key and "matters" not in key else max(was.now.n, was.now.k + more)
    better = replace(was, now=Pair(was.now.k, n))
    worse = replace(was, now=Pair(max(was.now.k + sign * more, 0), n))
    before, after = (scored(index=INDEX, seen={**seen, key: each}) for each in (better, worse))
    first, second = one(before, key), one(after, key)
    assert (first is None) == (second is None)
    if first is not None and second is not None:
        assert second <= first
    if before.score is not None and after.score is not None:
        assert after.score <= before.score


@given(counts(), st.integers(0, 1), st.integers(0, 1))
def test_one_case_moves_a_score_by_little_and_never_jumps_a_colour(seen: Mapping[str, Seen], k: int, n: int) -> None:
    """One case of the area's own that counts in every item at once, good or bad."""

    def with_one(was: Seen, key: str) -> Seen:
        more = n or k if "period" not in key else 0
        return replace(was, now=Pair(was.now.k + k, was.now.n + more))

    before = scored(index=INDEX, seen=seen)
    after = scored(index=INDEX, seen={key: with_one(was, key) for key, was in seen.items()})
    assume(scored_keys(before) == scored_keys(after))
    for key in scored_keys(before):
        first, second = one(before, key), one(after, key)
        assert first is not None
        assert second is not None
        assert abs(second - first) <= Fraction(100, PRIOR)
    if before.score is not None and after.score is not None:
        assert abs(after.score - before.score) <= Fraction(100, PRIOR)
        steps = [each.name for each in INDEX.colours]
        assert before.colour
        assert after.colour
        assert abs(steps.index(before.colour.name) - steps.index(after.colour.name)) <= 1


@given(counts())
def test_no_score_under_100_rests_on_one_case(seen: Mapping[str, Seen]) -> None:
    """Take one case away, or give one, in every item that lost points: what is left still lies beyond the reference."""
    for each in scored(index=INDEX, seen=seen).items():
        if each.score is None or each.score == 100 or each.expected is None:
            continue
        sign = -1 if each.item.better == "higher" else 1
        assert sign * (each.seen.now.k - each.expected) > 1


@given(counts())
def test_a_few_cases_more_than_usual_keep_the_best_colour(seen: Mapping[str, Seen]) -> None:
    """At the reference in every item, and one case beyond it: the best colour, however small the area."""
    at_it = {}
    for key, was in seen.items():
        found = next(each for each in scored(index=INDEX, seen={key: was}).items() if each.item.key == key)
        if found.expected is not None:
            sign = -1 if key.endswith("higher") else 1
            k = floor(found.expected) + 1 if sign > 0 else max(ceil(found.expected) - 1, 0)
            at_it[key] = replace(was, now=Pair(k, was.now.n))
    found_all = scored(index=INDEX, seen=at_it)
    assert found_all.score is None or (found_all.score == 100 and found_all.colour and found_all.colour.name == BEST)


@given(counts())
def test_what_items_took_off_is_what_the_whole_lacks(seen: Mapping[str, Seen]) -> None:
    found = scored(index=INDEX, seen=seen)
    took = away(scored=found)
    assert all(part <= 0 for part in took.values())
    if found.score is None or found.tenths is None:
        assert took == {}
        return
    assert sum(took.values()) == found.score - 100
    assert sum(group.away for group in found.groups) == found.score - 100
    shown = tenths(parts=took, total=found.tenths - 1000)
    assert sum(shown.values()) == found.tenths - 1000
    assert all(abs(Fraction(shown[key], 10) - part) < Fraction(1, 10) for key, part in took.items())


@given(counts(), counts())
def test_what_items_added_is_the_difference_of_the_two(first: Mapping[str, Seen], second: Mapping[str, Seen]) -> None:
    then, now = scored(index=INDEX, seen=first), scored(index=INDEX, seen=second)
    parts = moved(now=now, before=then)
    if now.score is None or then.score is None or now.tenths is None or then.tenths is None:
        assert parts == {}
        return
    assert sum(parts.values()) == now.score - then.score
    total = now.tenths - then.tenths
    assert sum(tenths(parts=parts, total=total).values()) == total


@given(st.lists(st.fractions(-100, 100, max_denominator=997), min_size=1, max_size=9), st.integers(-1, 1))
def test_rounded_parts_add_up_and_stay_close(parts: list[Fraction], off: int) -> None:
    named = {str(at): part for at, part in enumerate(parts)}
    total = round(sum(parts) * 10) + off
    shown = tenths(parts=named, total=total)
    assert sum(shown.values()) == total
    assert all(abs(shown[key] - part * 10) <= 2 for key, part in named.items())


def test_nothing_has_no_parts() -> None:
    assert tenths(parts={}, total=0) == {}
    assert moved(now=scored(index=INDEX, seen={}), before=None) == {}
