"""Fair ranking: mix, size, ties, and no bottom by one case."""

from collections.abc import Mapping
from typing import Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from linli.scores.rules.intervals import wilson
from linli.scores.rules.mixing import Mix, Share, Stratum
from linli.scores.rules.ranking import Placed, Ranking, rank

LEAST = 30
EASY, HARD = Stratum("event", "litter", "web"), Stratum("event", "noise", "phone")
Better = Literal["higher", "lower"]


def plain(k: float, n: float) -> Mix:
    return {EASY: Share(k, n)}


def ranked(mixes: Mapping[str, Mix], better: Better = "higher") -> Ranking:
    return rank(mixes=mixes, least=LEAST, better=better)


def of(found: Ranking, key: str) -> Placed:
    return next(one for one in found.placed if one.key == key)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Mix]:
    """Up to seven bodies with up to three strata each, of any size and success."""
    strata = (EASY, HARD, Stratum("event", "road", "web"))
    mixes: dict[str, Mix] = {}
    for at in range(draw(st.integers(2, 7))):
        chosen = draw(st.sets(st.sampled_from(strata), min_size=1))
        mix = {}
        for stratum in sorted(chosen):
            n = draw(st.integers(1, 400))
            mix[stratum] = Share(draw(st.integers(0, n)), n)
        mixes[f"b{at}"] = mix
    return mixes


def groups(found: Ranking) -> dict[str, int]:
    return {one.key: one.rank for one in found.placed}


def with_a_bad_case(mix: Mix) -> Mix:
    stratum = min(mix)
    return {**mix, stratum: Share(mix[stratum].k, mix[stratum].n + 1)}


def turned(mixes: Mapping[str, Mix]) -> dict[str, Mix]:
    return {key: {at: Share(one.n - one.k, one.n) for at, one in mix.items()} for key, mix in mixes.items()}


def test_bodies_that_differ_beyond_chance_are_ranked_and_others_are_tied() -> None:
    found = ranked({"a": plain(950, 1000), "b": plain(940, 1000), "c": plain(700, 1000)})
    assert groups(found) == {"a": 1, "b": 1, "c": 2}
    assert of(found, "a").tied == ("b",)
    assert of(found, "c").tied == ()
    assert [one.key for one in found.placed] == ["a", "b", "c"]
    assert groups(ranked({"a": plain(50, 1000), "c": plain(300, 1000)}, "lower")) == {"a": 1, "c": 2}


def test_simpsons_paradox_is_undone() -> None:
    """`better` does better at each kind of matter, and worse in all, because it has the hard ones."""
    better = {EASY: Share(970, 1000), HARD: Share(1800, 3000)}
    worse = {EASY: Share(2550, 3000), HARD: Share(400, 1000)}
    found = ranked({"better": better, "worse": worse})
    one, other = of(found, "better"), of(found, "worse")
    assert one.raw < other.raw
    assert one.expected < other.expected
    assert one.adjusted > other.adjusted
    assert groups(found) == {"better": 1, "worse": 2}


def test_the_fewer_the_cases_the_nearer_to_what_was_expected() -> None:
    many = {f"m{at}": plain(rate, 1000) for at, rate in enumerate((900, 700, 500, 300))}
    found = ranked({**many, "small": plain(40, 40)})
    assert of(found, "small").weight < of(found, "m0").weight < 1
    assert of(found, "small").adjusted < 1
    assert of(found, "small").interval.low < of(found, "m0").interval.high, "not led by a body with a few cases"


def test_where_nothing_differs_beyond_chance_all_are_tied_whatever_their_rates() -> None:
    found = ranked({"a": plain(45, 50), "b": plain(44, 50), "c": plain(42, 50)})
    assert found.spread == 0
    assert set(groups(found).values()) == {1}


def test_too_few_and_too_odd_and_without_others_are_listed_apart() -> None:
    mixes = {
        "a": plain(30, 40),
        "b": plain(31, 40),
        "few": plain(29, 29),
        "alone": {HARD: Share(90, 100), EASY: Share(5, 5)},
        "odd": plain(41, 40),
    }
    found = ranked(mixes)
    assert set(groups(found)) == {"a", "b"}
    assert {one.key: one.why for one in found.unplaced} == {"few": "few", "alone": "alone", "odd": "odd"}
    assert ranked({}).placed == ()
    assert ranked({}).overall is None
    lone = ranked({"a": plain(30, 40)})
    assert [one.why for one in lone.unplaced] == ["alone"]


def test_cases_that_nobody_else_has_are_left_out_and_said_to_be() -> None:
    found = ranked({"a": {EASY: Share(90, 100), HARD: Share(0, 50)}, "b": plain(90, 100)})
    body = of(found, "a")
    assert (body.n, body.raw, body.left_out) == (100, 0.9, 50)
    assert {part.stratum: part.is_shared for part in body.parts} == {EASY: True, HARD: False}


@settings(max_examples=300, deadline=None)
@given(tables(), st.sampled_from(["higher", "lower"]))
def test_nobody_stands_below_another_whose_interval_meets_theirs(mixes: dict[str, Mix], better: Better) -> None:
    placed = ranked(mixes, better).placed
    for one in placed:
        assert one.interval.low <= one.adjusted <= one.interval.high
        assert one.reach.low <= one.interval.low <= one.interval.high <= one.reach.high
        for other in placed:
            if one.interval.meets(other.interval):
                assert one.rank == other.rank
            if one.rank < other.rank:
                assert one.adjusted > other.adjusted if better == "higher" else one.adjusted < other.adjusted
    assert sorted({one.rank for one in placed}) == list(range(1, len({one.rank for one in placed}) + 1))


@settings(max_examples=300, deadline=None)
@given(tables(), st.data())
def test_one_bad_case_never_takes_anybody_from_the_top_to_the_bottom(
    mixes: dict[str, Mix], data: st.DataObject
) -> None:
    before = ranked(mixes)
    assume(before.placed and max(groups(before).values()) > 1)
    key = data.draw(st.sampled_from([one.key for one in before.placed if one.rank == 1]))
    after = groups(ranked({**mixes, key: with_a_bad_case(mixes[key])}))
    last = max(after.values())
    assert not (after[key] == last and last > 1 and list(after.values()).count(last) == 1)


@settings(max_examples=300, deadline=None)
@given(st.integers(LEAST, 400), st.integers(LEAST, 400), st.data())
def test_nobody_is_last_by_one_case(n: int, others: int, data: st.DataObject) -> None:
    """Whoever is alone at the bottom would have its own interval below all others with one bad case fewer, too."""
    k, good = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, others))
    found = ranked({"it": plain(k, n), "other": plain(good, others)})
    assume(groups(found) == {"it": 2, "other": 1})
    eased = ranked({"it": plain(k + 1, n), "other": plain(good, others)})
    assert not of(eased, "it").interval.high > of(eased, "other").interval.high


@settings(max_examples=200, deadline=None)
@given(tables(), st.randoms())
def test_the_order_in_which_bodies_are_given_does_not_matter(mixes: dict[str, Mix], random: object) -> None:
    keys = list(mixes)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert ranked({key: mixes[key] for key in keys}) == ranked(mixes)


@settings(max_examples=200, deadline=None)
@given(tables())
def test_names_do_not_matter(mixes: dict[str, Mix]) -> None:
    renamed = {f"x{key}": mix for key, mix in mixes.items()}
    assert {f"x{key}": rank for key, rank in groups(ranked(mixes)).items()} == groups(ranked(renamed))


@settings(max_examples=200, deadline=None)
@given(tables())
def test_counting_the_bad_ones_instead_gives_the_same_ranks(mixes: dict[str, Mix]) -> None:
    one, other = ranked(mixes, "higher"), ranked(turned(mixes), "lower")
    for key in groups(one):
        assert of(one, key).adjusted == pytest.approx(1 - of(other, key).adjusted, abs=1e-6)
        assert of(one, key).weight == pytest.approx(of(other, key).weight, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(tables(), st.integers(2, 20))
def test_the_same_at_a_larger_scale_keeps_rates_and_only_tells_more_apart(mixes: dict[str, Mix], by: int) -> None:
    grown = {key: {at: Share(one.k * by, one.n * by) for at, one in mix.items()} for key, mix in mixes.items()}
    small, large = ranked(mixes), rank(mixes=grown, least=LEAST * by, better="higher")
    assert set(groups(small)) == set(groups(large))
    for one in small.placed:
        other = of(large, one.key)
        assert one.raw == pytest.approx(other.raw)
        assert one.expected == pytest.approx(other.expected)
        assert other.weight >= one.weight - 1e-9


@given(st.integers(1, 500), st.data())
def test_an_interval_holds_its_rate_and_narrows_with_n(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    found, larger = wilson(rate=k / n, n=n), wilson(rate=k / n, n=4 * n)
    assert 0 <= found.low <= k / n <= found.high <= 1
    assert larger.high - larger.low < found.high - found.low
