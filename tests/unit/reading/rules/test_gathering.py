"""Reports of the same place and problem are gathered; nothing is chained, late or elsewhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linli.reading.rules import placing
from linli.reading.rules.gathering import BELONGS, WHAT, WHERE, WINDOW, Gathered, gather, join
from linli.reading.rules.vectors import NOTHING, General, Placed, Vectors, general, vectors

ORDINARY = general([
    "垃圾没人清运，臭气熏天", "路灯不亮，晚上看不见", "夜里施工噪音扰民，睡不着", "油烟扰民，味道很大",
    "井盖松动，有响声",
    "车辆乱停，堵住通道", "自来水停水，没有通知", "电梯故障，老人出不去", "公交车不按时发车", "房屋漏水，墙面开裂",
    "多天没有清运垃圾", "垃圾堆得到处都是", "施工到凌晨，噪音很大", "餐馆油烟直排", "小区门口", "学校旁边",
] * 20)  # fmt: skip
WIDTHS = (6, 9, 12)
RUBBISH = (
    "春江花园南门垃圾没人清运，臭气熏天",
    "春江花园南门的垃圾一直没人清运，臭气熏天",
    "春江花园南门，垃圾没人清运",
)
NOISE = ("春江花园夜里施工噪音扰民，睡不着", "春江花园夜里施工，噪音扰民")
ELSEWHERE = ("松泉公寓垃圾没人清运，臭气熏天", "松泉公寓的垃圾没人清运")
VILLAGE, TOWN, OTHER = "430102001001", "430102001", "430103002001"


def _vectors(texts: list[str], areas: list[str], ordinary: General = ORDINARY) -> tuple[Vectors, Placed]:
    placed = placing.placed(areas, widths=WIDTHS)
    return vectors(texts, placed=placed, general=ordinary), placed


def _gathered(texts: list[str], areas: list[str] | None = None, days: list[float] | None = None) -> Gathered:
    found, placed = _vectors(texts, areas or [""] * len(texts))
    return gather(found, days=days or [float(day) for day in range(len(texts))], parts=placed.parts)


def _sets(groups: np.ndarray, names: list[str]) -> set[frozenset[str]]:
    return {frozenset(names[at] for at in np.flatnonzero(groups == group)) for group in set(groups.tolist()) - {-1}}


def test_place_and_problem_together_make_a_group() -> None:
    texts = [*RUBBISH, *NOISE, *ELSEWHERE, "公交车不按时发车"]
    found = _sets(_gathered(texts).groups, texts)
    assert found == {frozenset(RUBBISH), frozenset(NOISE), frozenset(ELSEWHERE)}


def test_each_is_near_the_middle_of_the_others() -> None:
    found = _gathered([*RUBBISH, *NOISE, *ELSEWHERE])
    assert (found.scores[found.groups >= 0] >= BELONGS).all()
    assert (found.scores[found.groups < 0] == 0).all()


def test_what_comes_long_after_is_another_matter() -> None:
    days = [0.0, 1.0, 2.0, 2 * WINDOW + 3, 2 * WINDOW + 4]
    found = _gathered([*RUBBISH, RUBBISH[0], RUBBISH[1]], days=days).groups
    assert found[0] == found[1] == found[2] != found[3] == found[4]


def test_another_part_of_the_city_is_another_place() -> None:
    texts = [RUBBISH[0], RUBBISH[1], RUBBISH[0], RUBBISH[1], "路灯", "井盖"]
    found = _gathered(texts, [VILLAGE, TOWN, OTHER, OTHER, "430104001", "430105001"]).groups
    assert found[0] == found[1] != found[2] == found[3]


def test_a_place_that_nobody_read_may_be_any() -> None:
    found = _gathered(list(RUBBISH), ["", VILLAGE, TOWN]).groups
    assert found.tolist() == [0, 0, 0]


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(8)))
def test_the_order_in_which_reports_come_does_not_matter(order: list[int]) -> None:
    texts = [*RUBBISH, *NOISE, *ELSEWHERE, "公交车不按时发车"]
    days = [float(day) for day in range(8)]
    plain = _sets(_gathered(texts, days=days).groups, texts)
    mixed = [texts[at] for at in order]
    assert _sets(_gathered(mixed, days=[days[at] for at in order]).groups, mixed) == plain


def test_a_new_report_joins_where_it_belongs_and_nobody_leaves() -> None:
    texts = [*RUBBISH, *NOISE, "春江花园南门垃圾臭气熏天没人清运", "井盖松动，有响声"]
    found, placed = _vectors(texts, [""] * len(texts))
    known = np.array([0, 0, 0, 1, 1, -1, -1])
    joined = join(found, days=[0, 1, 2, 3, 4, 5, 6], parts=placed.parts, groups=known)
    assert joined.groups.tolist() == [0, 0, 0, 1, 1, 0, -1]
    assert joined.scores[5] >= BELONGS


@pytest.mark.parametrize("texts", [[], [""], ["春江花园"], ["", ""], ["，。", "！"]])
def test_too_little_gathers_nothing(texts: list[str]) -> None:
    assert _gathered(texts, days=[0.0] * len(texts)).groups.tolist() == [-1] * len(texts)


def test_rows_are_no_longer_than_one() -> None:
    found, _placed = _vectors([*RUBBISH, *NOISE], [VILLAGE] * 5, NOTHING)
    for rows in (found.where, found.what):
        assert np.sqrt(rows.multiply(rows).sum(axis=1)).max() <= 1.0001
    assert 0 < WHERE < BELONGS
    assert 0 < WHAT < BELONGS


def test_blocks_hold_every_report_once_and_few_enough() -> None:
    areas = [f"43010{part}00100{village}" for part in range(1, 6) for village in range(4)] + [""] * 10
    placed = placing.placed(areas, widths=WIDTHS)
    found = placing.blocks(placed, [float(at) for at in range(30)], most=7)
    assert sorted(np.concatenate(found).tolist()) == list(range(30))
    assert max(map(len, found)) <= 7
    assert [len(one) for one in placing.blocks(placed, [0.0] * 30, most=30)] == [30]


def test_the_shared_area_is_the_deepest_that_most_lie_in() -> None:
    assert placing.shared([VILLAGE, VILLAGE, TOWN], widths=WIDTHS) == VILLAGE
    assert placing.shared([VILLAGE, TOWN, "430102002"], widths=WIDTHS) == TOWN
    assert placing.shared(["", "", VILLAGE], widths=WIDTHS) == ""
