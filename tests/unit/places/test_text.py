"""Which area a text names."""

import csv

import pytest

from config.paths import ROOT
from linli.places.city import load
from linli.places.rules.text import NameIndex

ALIASES = {"A市": "4301", "A3区": "430104", "A7县": "430121", "A8县": "430182", "A9市": "430181"}


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


@pytest.mark.parametrize(
    ("text", "code", "matched"),
    [
        ("A8县夏铎铺工业园排放废气", "430182104", "夏铎铺"),
        ("A7县泉塘小区麻将馆扰民", "430121002", "泉塘"),
        ("A7县榔梨综合市场油烟扰民", "430121004", "榔梨"),
        ("A7县榔梨镇的路坏了", "430121004", "榔梨镇"),
        ("芙蓉区朝阳街道马路市场", "430102002", "朝阳街道"),
        ("天心区坡子街办事处没有答复", "430103002", "坡子街办事处"),
    ],
)
def test_names_as_people_write_them(names: NameIndex, text: str, code: str, matched: str) -> None:
    reading = names.read(text)
    assert reading is not None
    assert (reading.area_code, reading.matched) == (code, matched)


def test_a_town_in_short_has_the_county_before_it_as_its_reason(names: NameIndex) -> None:
    reading = names.read("A8县夏铎铺工业园排放废气")
    assert reading is not None
    assert (reading.why, reading.context) == ("partial", ("A8县",))
    reading = names.read("星沙泉塘安置小区的路灯坏了")
    assert reading is not None
    assert (reading.area_code, reading.why, reading.context) == ("430121002", "only_one", ())


def test_a_town_in_short_counts_in_the_title_only(names: NameIndex) -> None:
    reading = names.read("A8县修高速公路的建议\n应修到A8县黄材")
    assert reading is not None
    assert reading.area_code == "430182"


@pytest.mark.parametrize(
    "text", ["A7县泉塘路的路灯坏了", "A7县黄花机场的车", "A3区观沙岭派出所不受理", "A7县的路口没有红绿灯"]
)
def test_a_road_station_or_common_word_is_no_town(names: NameIndex, text: str) -> None:
    reading = names.read(text)
    assert reading is not None
    assert len(reading.area_code) == 6


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("A市梅溪湖草地上堆满器材", "430104"),
        ("A市四方坪商贸城的喇叭", "430105"),
        ("A市海德公元认筹\n星沙海德公元", "430121"),
    ],
)
def test_what_people_call_a_part_of_the_city_says_its_county(names: NameIndex, text: str, code: str) -> None:
    reading = names.read(text)
    assert reading is not None
    assert (reading.area_code, reading.why) == (code, "known_as")


def test_what_people_call_a_part_gives_way_to_what_is_firmer(names: NameIndex) -> None:
    reading = names.read("从星沙到A3区的公交")
    assert reading is not None
    assert reading.area_code == "430104"


def test_a_town_written_out_goes_before_one_in_short(names: NameIndex) -> None:
    reading = names.read("A3区含浦学士街道污染路面")
    assert reading is not None
    assert reading.matched == "学士街道"


def test_the_very_town_named_outweighs_another_county_named_besides(names: NameIndex) -> None:
    reading = names.read("希望长沙市土城社区早日回复\n请示观沙岭街道办后，被开福区法院限制")
    assert reading is not None
    assert (reading.area_code, reading.matched) == ("430104005003", "土城社区")


def test_where_somebody_is_from_is_not_where_it_happened(names: NameIndex) -> None:
    reading = names.read("A8县星河湾小区的房屋质量太差\n本人男，汉族，43岁，住A8县流沙河镇扶冲村")
    assert reading is not None
    assert reading.area_code == "430182"
    reading = names.read("宿舍房顶漏水\n我家住在芙蓉区二里牌社区")
    assert reading is not None
    assert len(reading.area_code) == 12


def test_the_span_is_where_the_words_stand(names: NameIndex) -> None:
    text = "咨询办证\n本人住在A3区天顶街道青山新村社区"
    reading = names.read(text)
    assert reading is not None
    assert [text[start:end] for start, end in reading.spans] == ["青山新村社区"]


def test_whatever_the_city_calls_an_area_besides_is_an_area() -> None:
    city = load(ROOT / "cities" / "changsha")
    with (ROOT / "cities/changsha/divisions.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert city.also_called
    assert set(city.also_called.values()) <= codes
