"""A danger that is there now is found; one that is denied, supposed, past or only a word in another is not."""

import time

import pytest

from linli.reading.rules import cues
from linli.reading.rules.cues import CuesInvalid

LEXICON = cues.read()


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("楼道里有很重的煤气味", ["gas"]),
        ("燃气泄漏了，快来人", ["gas"]),
        ("三楼着火了！有人被困", ["fire", "trapped"]),
        ("电动车起火，楼道全是烟", ["fire"]),
        ("围墙刚刚倒塌，压到人了", ["collapse"]),
        ("路面塌陷一个大坑", ["collapse"]),
        ("我们困在电梯里了", ["trapped"]),
        ("有人摔倒，头上流血", ["blood"]),
        ("路灯杆漏电，孩子触电了", ["shock"]),
        ("电线掉在地上冒火花", ["shock"]),
        ("人行道井盖不见了", ["manhole"]),
        ("这里没有井盖，很危险", ["manhole"]),
        ("暴雨后车库被淹", ["flood"]),
        ("有小孩落水", ["drowning"]),
        ("氨气泄漏", ["poison"]),
        ("There is a gas leak in the hall", ["gas"]),
        ("A car is ON FIRE", ["fire"]),
        ("Two people trapped", ["trapped"]),
        ("missing manhole cover at the corner", ["manhole"]),
        ("没有路灯，三楼着火了", ["fire"]),
        ("施工挖断管道造成燃气泄漏", ["gas"]),
        ("电动车充电引起着火", ["fire"]),
        ("三楼着火消防通道被堵", ["fire"]),
        ("煤气味很重报警器响了", ["gas"]),
        ("着火报警没有人来", ["fire"]),
        ("曾女士家着火了", ["fire"]),
        ("十分钟之前着火了", ["fire"]),
        ("半个小时以前有人触电", ["shock"]),
        ("大约2个多小时前三楼着火", ["fire"]),
    ],
)
def test_it_is_found(text: str, keys: list[str]) -> None:
    assert [found.key for found in LEXICON.find(text)] == keys


@pytest.mark.parametrize(
    "text",
    [
        "消防通道被堵",
        "没有起火",
        "并没有发生火灾",
        "未发生爆炸",
        "万一起火怎么办",
        "电动车乱停，容易起火",
        "存在坍塌的风险",
        "担心房屋倒塌",
        "去年这里着火",
        "几个月之前着火了",
        "2018年小区起火",
        "曾经有人触电",
        "电动车乱停会造成火灾发生",
        "电梯困人现象严重",
        "燃气泄漏报警器坏了",
        "消防演练着火点在三楼",
        "请安装漏电保护器",
        "落水管坏了",
        "防溺水宣传",
        "贫困人口名单",
        "严重伤害业主利益",
        "燃气费太高",
        "燃气管道什么时候接通",
        "井盖响，晚上睡不着",
        "大火炉烤肉店油烟",
        "火车站附近路灯坏了",
        "the fire lane is blocked",
        "no gas leak was found",
        "the firework shop",
        "last year the hall was flooded",
        "it might have collapsed",
        "",
    ],
)
def test_it_is_not(text: str) -> None:
    assert LEXICON.find(text) == ()


def test_a_report_may_say_todays_date() -> None:
    text = "2026年3月2日晚上三楼着火了"

    assert [one.key for one in LEXICON.find(text, year=2026)] == ["fire"]
    assert LEXICON.find(text, year=2027) == ()


def test_it_tells_the_word_that_said_so() -> None:
    assert [(one.key, one.word) for one in LEXICON.find("楼道煤气味很重")] == [("gas", "煤气味")]


def test_every_cue_has_both_languages_and_finds_each_of_its_words() -> None:
    for cue in LEXICON.cues.values():
        assert cue.title["zh"]
        assert cue.title["en"]
        for word in cue.words:
            assert cue.key in {
                one.key for one in LEXICON.find(f"{word}，快来" if not word.isascii() else f"{word}!")
            }, word


def test_a_city_adds_words_and_cues() -> None:
    own = '[gas]\nwords = ["坛子气味"]\n[ice]\ntitle = { zh = "结冰", en = "Ice" }\nwords = ["桥面结冰"]\n'

    lexicon = cues.read(own)

    assert [one.key for one in lexicon.find("坛子气味，桥面结冰，煤气味")] == ["gas", "ice"]
    assert lexicon.cues["gas"].title["en"] == "Gas leak"


def test_no_more_than_five_are_told() -> None:
    text = "着火，煤气味，坍塌，被困，流血，触电，落水"

    assert [one.key for one in LEXICON.find(text)] == ["fire", "gas", "collapse", "trapped", "blood"]


@pytest.mark.parametrize(
    "own",
    [
        "x =",
        "gas = 3",
        "[ice]\nwords = ['结冰']",
        "[ice]\ntitle = { zh = '结冰' }\nwords = ['结冰']",
        "[ice]\ntitle = { zh = '结冰', en = 'Ice' }\nwords = ['冰']",
        "[ice]\ntitle = { zh = '结冰', en = 'Ice' }\nwords = '结冰'",
        "['ice floe']\ntitle = { zh = '浮冰', en = 'Ice' }\nwords = ['浮冰']",
        "[ice_on_the_bridge_over_the_river]\ntitle = { zh = '结冰', en = 'Ice' }\nwords = ['结冰']",
        "[gas]\nword = ['x']",
        "[gas]\ntitle = '燃气'",
        "[gas]\ntitle = { zh = 3 }",
        "calm = ['没有']",
        "[calm]\nbefore = '没有'",
        "[calm]\nbefore = ['']",
        "[calm]\nbehind = ['没有']",
    ],
)
def test_a_file_that_cannot_be_used_is_refused(own: str) -> None:
    with pytest.raises(CuesInvalid, match="cues"):
        cues.read(own)


def test_it_costs_less_than_a_fifth_of_a_millisecond() -> None:
    plain = "小区门口的路灯坏了三天，晚上很黑，老人出门不方便，请尽快派人来修。" * 6
    texts = [plain] * 9 + [f"{plain}三楼着火了，有人被困。"]
    start = time.process_time()
    for _round in range(20):
        for text in texts:
            LEXICON.find(text)
    assert (time.process_time() - start) / 200 < 0.0002
