"""WGS84, GCJ-02 and BD-09."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.places.rules.coordinates import System, from_wgs84, to_wgs84

IN_CHINA = st.tuples(st.floats(74, 134), st.floats(4, 53))


@pytest.mark.parametrize("system", ["wgs84", "gcj02", "bd09"])
@given(place=IN_CHINA)
def test_there_and_back_is_the_same_place(system: System, place: tuple[float, float]) -> None:
    there = from_wgs84(np.array([place]), system)
    assert np.abs(to_wgs84(there, system) - place).max() < 1e-8


def test_known_shifts() -> None:
    """Beijing's Tian'anmen, as converted by public tools."""
    place = np.array([[116.391265, 39.907325]])
    assert from_wgs84(place, "gcj02")[0] == pytest.approx([116.397508, 39.908728], abs=2e-5)
    assert from_wgs84(place, "bd09")[0] == pytest.approx([116.403876, 39.915089], abs=5e-5)


def test_outside_china_nothing_is_shifted() -> None:
    boston = np.array([[-71.06, 42.36]])
    assert from_wgs84(boston, "gcj02").tolist() == boston.tolist()
    assert to_wgs84(boston, "bd09").tolist() == boston.tolist()
