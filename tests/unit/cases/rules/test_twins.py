"""When two cases are likely the same: near and alike, the later soon after the earlier."""

from dataclasses import replace
from datetime import timedelta

import pytest

from linli.cases.rules.twins import ALIKE, ALIKE_OF_A_KIND, NEAR_METRES, WITHIN, Compared, is_likely, points

HERE = Compared(likeness=ALIKE, metres=None, is_same_village=True, is_same_kind=False, earlier_by=timedelta(hours=2))


def test_near_alike_and_soon_after_is_likely() -> None:
    assert is_likely(HERE)
    assert is_likely(replace(HERE, metres=NEAR_METRES, is_same_village=False))
    assert is_likely(replace(HERE, likeness=ALIKE_OF_A_KIND, is_same_kind=True))
    assert is_likely(replace(HERE, earlier_by=timedelta(0)))


@pytest.mark.parametrize(
    "change",
    [
        {"likeness": ALIKE - 1},
        {"likeness": ALIKE_OF_A_KIND - 1, "is_same_kind": True},
        {"is_same_village": False},
        {"metres": NEAR_METRES + 1},
        {"earlier_by": WITHIN + timedelta(seconds=1)},
        {"earlier_by": timedelta(seconds=-1)},
    ],
)
def test_far_unlike_or_long_ago_is_not(change: dict[str, object]) -> None:
    assert not is_likely(replace(HERE, **change))  # type: ignore[arg-type]


def test_of_several_words_kind_and_spot_count() -> None:
    assert points(replace(HERE, metres=10)) > points(HERE)
    assert points(replace(HERE, is_same_kind=True)) > points(replace(HERE, metres=10))
    assert points(replace(HERE, likeness=100)) > points(replace(HERE, is_same_kind=True, metres=10))
