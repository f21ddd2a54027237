"""The range beside a score: it holds the score, stays between 0 and 100, and narrows with the cases."""

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given

from linli.scores.rules.index import Pair, Seen, scored
from linli.scores.rules.leeway import leeway
from tests.unit.scores.test_index import INDEX, counts


def ends(n: int, *, late: float = 0.2) -> tuple[float, float]:
    """Of an area with so many cases, a tenth of which were late in other years and more now."""
    seen = Seen(Pair(round(late * n), n), (Pair(n, 10 * n),))
    found = scored(index=INDEX, seen={"share_lower": seen, "share_higher": Seen(Pair(n, n), (Pair(n, n),))})
    between = leeway(scored=found)
    assert found.score is not None
    assert between is not None
    return float(found.score) - between.low, between.high - float(found.score)


@given(counts())
def test_it_holds_the_score_within_0_and_100(seen: Mapping[str, Seen]) -> None:
    found = scored(index=INDEX, seen=seen)
    between = leeway(scored=found)
    assert (between is None) == (found.score is None)
    if between is not None and found.score is not None:
        assert 0 <= between.low <= float(found.score) + 1e-9
        assert float(found.score) - 1e-9 <= between.high <= 100


def test_many_cases_leave_less_to_chance() -> None:
    for small, large in ((1000, 4000), (4000, 16000)):
        assert sum(ends(large)) < sum(ends(small)) * 0.6


def test_at_the_reference_it_goes_down_only() -> None:
    down, up = ends(200, late=0.1)
    assert up == 0
    assert down > 1


def test_a_count_by_hand() -> None:
    """25 where 10 were usual: the count may well be 16.9 to 36.9, and 20 more stand at the reference."""
    usual = (Pair(50, 100),)
    far_better = {"share_higher": Seen(Pair(100, 100), usual), "share_lower": Seen(Pair(0, 100), usual)}
    seen = {"period_lower": Seen(Pair(25, 1), (Pair(10, 1),)), **far_better}
    found = scored(index=INDEX, seen=seen)
    weight = next(float(one.weight) for one in found.items() if one.item.key == "period_lower")
    between = leeway(scored=found)
    assert between is not None
    score = float(Fraction(30 * 100, 44))
    assert float(found.score or 0) - between.low == pytest.approx(weight * (score - 3000 / 55.906), abs=0.02)
    assert between.high - float(found.score or 0) == pytest.approx(weight * (3000 / 35.935 - score), abs=0.02)
