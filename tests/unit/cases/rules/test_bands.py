"""Classes of times: every time lies in its class, and a quantile read from classes is near the true one."""

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.bands import band_of, bounds, quantile

MINUTES = st.integers(0, 5_000_000)


@given(minutes=MINUTES)
def test_a_time_lies_in_its_class(minutes: int) -> None:
    low, high = bounds(band=band_of(minutes=minutes))
    assert low <= max(minutes, 1) <= high * 1.000001 or minutes == 0


@given(minutes=st.lists(st.integers(1, 500_000), min_size=1), share=st.sampled_from([0.5, 0.9]))
def test_a_quantile_is_right_within_its_class(minutes: list[int], share: float) -> None:
    found = quantile(bands=Counter(band_of(minutes=one) for one in minutes), share=share)
    true = sorted(minutes)[ceil(share * len(minutes)) - 1]
    low, high = bounds(band=band_of(minutes=true))
    assert found is not None
    assert low - 1e-6 <= found <= high + 1e-6


def test_of_no_cases_there_is_no_quantile() -> None:
    assert quantile(bands={}, share=0.5) is None
    assert quantile(bands={3: 0}, share=0.5) is None
