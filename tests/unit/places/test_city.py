"""The city's levels and codes."""

import pytest

from config.paths import ROOT
from linli.places.city import City, load
from linli.places.errors import CityInvalid


@pytest.fixture
def changsha() -> City:
    return load(ROOT / "cities" / "changsha")


def test_it_reads_levels_of_any_depth(changsha: City) -> None:
    assert [level.total for level in changsha.levels] == [2, 4, 6, 9, 12, 15]
    assert [level.total for level in load(ROOT / "cities" / "boston").levels] == [2, 5, 10, 12]


def test_a_code_knows_its_level_and_everything_above(changsha: City) -> None:
    assert changsha.level_of("430102001") == "town"
    assert changsha.parent_code("430102001") == "430102"
    assert changsha.ancestors("430102001") == ("43", "4301", "430102")
    assert changsha.prefix_at("430102001", "county") == "430102"
    assert changsha.prefix_at("4301", "county") == ""
    assert changsha.parent_code("43") == ""


def test_descendants_are_a_range_of_codes(changsha: City) -> None:
    lo, hi = changsha.range("430109")
    assert [code for code in ("430108999", "430109", "430109999999", "43010A", "430110") if lo <= code < hi] == [
        "430109",
        "430109999999",
    ]


@pytest.mark.parametrize(
    ("published", "code"),
    [
        ("430000", "43"),
        ("430100", "4301"),
        ("430102000000", "430102"),
        ("430102001000", "430102001"),
        ("430102001001", "430102001001"),
        ("430110", "430110"),
        ("430102001001001", "430102001001001"),
    ],
)
def test_padding_is_cut(changsha: City, published: str, code: str) -> None:
    assert changsha.cut(published) == code


def test_it_refuses_a_length_of_no_level(changsha: City) -> None:
    with pytest.raises(CityInvalid):
        changsha.level_of("43010")
