"""A map of areas: each in its shade with its number, true to shape, nothing outside the canvas."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.charts.definition import Canvas, Shades, Shape, Words
from linli.core.charts.drawing import svg
from linli.core.charts.table import Table, table

WORDS = Words("各区域超期未结件数", "区域", told="共12件")
SVG = "{http://www.w3.org/2000/svg}"


def square(name: str, value: float, *, west: float = 112.9, south: float = 28.1, side: float = 0.1) -> Shape:
    east, north = west + side, south + side
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Shape(name, value, (ring,), (west + side / 2, south + side / 2))


def drawn(*shapes: Shape, width: float = 640) -> ElementTree.Element:
    return ElementTree.fromstring(svg(chart=Shades(WORDS, "超期", shapes), canvas=Canvas(width=width)))


def spots(root: ElementTree.Element) -> list[tuple[float, float]]:
    ways = " ".join(one.get("d", "") for one in root.iter(f"{SVG}path"))
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", ways)]


def test_each_area_has_its_shade_its_name_and_its_number() -> None:
    root = drawn(square("甲镇", 1200), square("乙镇", 3, west=113.0), square("丙镇", 0, west=113.1))
    shades = [one.get("class", "").split()[0] for one in root.iter(f"{SVG}path")]
    assert shades == ["chart-shade-5", "chart-shade-3", "chart-shade-1"]
    said = [one.text for one in root.iter(f"{SVG}text")]
    assert said == ["甲镇", "1,200", "乙镇", "3", "丙镇", "0"]


def test_a_name_wider_than_its_area_is_left_to_the_table() -> None:
    narrow = square("名字特别长的一个街道办事处辖区", 7, side=0.001)
    root = drawn(square("甲镇", 1), narrow)
    assert "7" in [one.text for one in root.iter(f"{SVG}text")]
    assert narrow.name not in [one.text for one in root.iter(f"{SVG}text")]
    assert narrow.name in "".join(one.text or "" for one in root.iter(f"{SVG}title"))
    assert table(chart=Shades(WORDS, "超期", (narrow,))) == Table(("区域", "超期"), ((narrow.name, 7),))


def test_a_number_comes_before_its_neighbours_name() -> None:
    """The area with the most may be the smallest one: a wide neighbour's name gives way to its number."""
    wide = square("名字较长的镇", 1, side=0.1)
    small = square("乙", 31, west=112.935, south=28.1467, side=0.012)
    said = [one.text for one in drawn(wide, small).iter(f"{SVG}text")]
    assert said == ["1", "乙", "31"]
    apart = square("乙", 31, west=113.1, south=28.152, side=0.012)
    assert wide.name in [one.text for one in drawn(wide, apart).iter(f"{SVG}text")]


def test_it_is_true_to_shape_and_north_is_up() -> None:
    (west, south), (east, _south), (_east, north), *_rest = spots(drawn(square("甲", 1)))
    assert south > north
    assert (east - west) / (south - north) == pytest.approx(0.8815, abs=0.01), "a degree is narrower at 28 north"


@given(
    st.lists(
        st.tuples(st.floats(73, 135), st.floats(18, 53), st.floats(0.0001, 9), st.integers(0, 9999)),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from([256, 340, 640, 820]),
)
def test_nothing_lies_outside_the_canvas(areas: list[tuple[float, float, float, int]], width: int) -> None:
    root = drawn(*(square("甲", n, west=lon, south=lat, side=side) for lon, lat, side, n in areas), width=width)
    _x, _y, across, down = map(float, root.get("viewBox", "").split())
    assert all(0 <= x <= across and 0 <= y <= down for x, y in spots(root))


def test_there_is_no_map_of_nothing() -> None:
    with pytest.raises(ValueError, match="area"):
        Shades(WORDS, "超期", ())
    with pytest.raises(ValueError, match="finite"):
        Shades(WORDS, "超期", (square("甲", float("nan")),))
