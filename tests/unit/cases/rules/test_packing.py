"""Numbers that stand for places and kinds: they sort as the texts do, and what lies above is what is left of them."""

from collections.abc import Set

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.cases.rules.packing import KEPT, VIEWS, Packing, packing

WIDTHS = (2, 4, 6)
CODES = st.sets(
    st.builds(
        lambda digits, size: digits[:size], st.text("0123", min_size=8, max_size=8), st.sampled_from((2, 4, 6, 8))
    ),
    min_size=1,
    max_size=40,
)
KINDS = st.sets(st.tuples(st.sampled_from(["event", "hazard"]), st.text("abc.", max_size=4)), max_size=20)
CHANNELS = st.sets(st.sampled_from(["", "web", "phone", "grid"]))


def packed(codes: Set[str], kinds: Set[tuple[str, str]] = frozenset(), channels: Set[str] = frozenset()) -> Packing:
    return packing(
        codes=codes, widths=WIDTHS, measures=["opened", "closed"], kinds=kinds, channels=channels, orgs=[3, 20]
    )


@given(codes=CODES)
def test_areas_sort_as_their_codes(codes: set[str]) -> None:
    areas = packed(codes).areas
    assert sorted(areas, key=areas.__getitem__) == sorted(areas)
    assert len(set(areas.values())) == len(areas) >= len(codes)
    assert 0 not in areas.values()


@given(codes=CODES)
def test_an_area_holds_the_number_of_each_area_above(codes: set[str]) -> None:
    found = packed(codes)
    for code in codes:
        for width in WIDTHS:
            reaches = found.areas[code] & found.area_at(width) != 0
            assert reaches == (len(code) >= width)
            if reaches:
                assert found.areas[code] & found.area_down_to(width) == found.areas[code[:width]]


@given(kinds=KINDS, channels=CHANNELS)
def test_a_kind_without_its_category_or_channel_is_told_too(kinds: set[tuple[str, str]], channels: set[str]) -> None:
    found = packed({"10"}, kinds, channels)
    told = {(one.pack, one.category, one.channel): one.bits for one in found.what}
    assert len(told) == len(found.what) == len({one.bits for one in found.what})
    for pack, category in kinds:
        for channel in channels:
            bits = told[pack, category, channel]
            assert bits & found.of_kind("pack", "category") == told[pack, category, ""]
            assert bits & found.of_kind("pack", "channel") == told[pack, "", channel]
            assert bits & found.of_kind(*KEPT["org"]) == told[pack, "", ""]


@given(kinds=KINDS)
def test_kinds_sort_as_packs_and_categories_do(kinds: set[tuple[str, str]]) -> None:
    told = {(one.pack, one.category): one.bits for one in packed({"10"}, kinds).what}
    assert sorted(told, key=told.__getitem__) == sorted(told)


def test_views_are_numbered_as_their_names_sort() -> None:
    assert list(VIEWS) == sorted(KEPT)


def test_organisations_sort_as_texts_and_nobody_is_one_of_them() -> None:
    assert packed({"10"}).orgs == {0: 1, 20: 2, 3: 3}


def test_parts_of_a_kind_share_no_bit() -> None:
    found = packed({"10"}, {("event", "a"), ("event", "b")}, {"web", "phone"})
    parts = [found.of_kind(part) for part in found.kind_bits]
    assert sum(parts) == found.of_kind(*found.kind_bits)
    assert all(one & other == 0 for one in parts for other in parts if one != other)


def test_more_than_a_number_can_tell_apart_is_refused() -> None:
    levels = range(1, 16)
    with pytest.raises(OverflowError, match="bits"):
        packing(
            codes=[f"{'f' * above}{last}" for above in range(15) for last in "0123456789abcdef"],
            widths=levels,
            measures=["opened"],
            kinds=[("event", "")],
            channels=["web"],
            orgs=[],
        )
