"""Which area a text names."""

import csv

import pytest

from config.paths import ROOT
from linli.places.city import load
from linli.places.rules.text import NameIndex

ALIASES = {"A市": "4301", "A3区": "430104", "A7县": "430121", "A9市": "430181"}


@pytest.fixture(scope="module")
def names() -> NameIndex:
    with (ROOT / "cities/changsha/divisions.csv").open(encoding="utf-8") as file:
        rows = [(row["code"], row["name"], row["level"]) for row in csv.DictReader(file)]
    return NameIndex(rows, city=load(ROOT / "cities" / "changsha"), within="4301", aliases=ALIASES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("春华镇武塘村的路灯坏了", "430121106"),
        ("A7县泉塘街道泉星社区噪音扰民", "430121"),
        ("泉塘泉星社区有油烟", "430121"),
        ("芙蓉区马王堆街道古汉城社区停水", "430102010"),
        ("咨询办证\n本人住在A3区天顶街道青山新村社区，小区没有路灯", "430104"),
        ("浏阳市荷花街道杨家弄村委会不作为", "430181"),
    ],
)
def test_the_deepest_place_wins(names: NameIndex, text: str, code: str) -> None:
    reading = names.read(text)
    assert reading is not None
    assert len(reading.area_code) == 12
    assert reading.area_code.startswith(code)


def test_the_title_decides_and_the_text_makes_it_closer(names: NameIndex) -> None:
    reading = names.read("A7县春华镇修路\n武塘村和A3区麓泉社区一样")
    assert reading is not None
    assert (reading.matched, reading.why) == ("武塘村", "in_context")


def test_a_name_that_many_bear_needs_its_county_or_town(names: NameIndex) -> None:
    assert names.read("沙田村的路坏了") is None
    reading = names.read("芙蓉区朝阳街街道朝阳社区的路坏了")
    assert reading is not None
    assert reading.area_code.startswith("430102")


def test_several_places_give_what_they_share(names: NameIndex) -> None:
    reading = names.read("北山镇、青山铺镇和路口镇都停水了")
    assert reading is not None
    assert (reading.area_code, reading.why) == ("430121", "shared")


@pytest.mark.parametrize("text", ["丽发新城社区附近有搅拌站", "芙蓉区路口", "火星社区公园", "没有地名的一句话", ""])
def test_part_of_a_longer_name_is_no_place(names: NameIndex, text: str) -> None:
    reading = names.read(text)
    assert reading is None or len(reading.area_code) <= 6


def test_a_river_or_road_called_after_a_county_is_not_the_county(names: NameIndex) -> None:
    assert names.read("A9市河边有垃圾") is None
    assert names.read("浏阳河边有垃圾") is None


def test_a_place_that_contradicts_the_county_is_left_out(names: NameIndex) -> None:
    reading = names.read("A3区春华镇有人乱倒垃圾")
    assert reading is not None
    assert (reading.area_code, reading.why) == ("430104", "alias")
