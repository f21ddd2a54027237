"""What the checklist finds in an answer, and that it neither fails nor dawdles on any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.reading.rules.answers import check, points_of

REPORT = "您好！一、小区南门的垃圾堆了三天没人清运。二、3栋楼下路灯不亮，晚上老人出行不安全。望尽快解决，谢谢！"
GOOD = (
    "您反映的南门垃圾堆放问题，3月2日已安排清运车清理完毕。楼下路灯因线路老化不亮，已更换灯头并恢复照明。"
    "下一步物业将每天清运两次。如有疑问请联系文艺路街道，电话0731-84123456。"
)


def states(report: str, answer: str) -> dict[str, str]:
    return {one.key: one.state for one in check(report=report, answer=answer)}


def test_points_are_told_apart_without_greetings() -> None:
    assert points_of(REPORT) == ("小区南门的垃圾堆了三天没人清运", "3栋楼下路灯不亮，晚上老人出行不安全")


def test_a_whole_answer_meets_every_line() -> None:
    assert set(states(REPORT, GOOD).values()) <= {"met", "not_needed"}


def test_what_is_not_taken_up_is_quoted() -> None:
    answer = GOOD.replace("楼下路灯因线路老化不亮，已更换灯头并恢复照明。", "")
    (points, *_rest) = check(report=REPORT, answer=answer)
    assert (points.state, points.found) == ("missing", ("3栋楼下路灯不亮，晚上老人出行不安全",))


@pytest.mark.parametrize(
    ("answer", "missing"),
    [
        ("您反映的南门垃圾和楼下路灯不亮的问题收到，我们高度重视。", {"done", "when", "next", "ask"}),
        ("南门垃圾、楼下路灯不亮问题不属于我局职责，无法处理。电话12345。", {"done", "when", "next", "rule"}),
    ],
)
def test_an_empty_phrase_is_seen_through(answer: str, missing: set[str]) -> None:
    assert {key for key, state in states(REPORT, answer).items() if state == "missing"} == missing


def test_a_no_with_its_rule_is_enough() -> None:
    answer = "根据《物业管理条例》第三十五条，南门垃圾清运由物业负责，我局不能代为清运。"
    assert states(REPORT, answer)["rule"] == "met"


def test_a_long_sentence_and_a_person_are_quoted() -> None:
    answer = "经核实，" + "该处垃圾由物业公司负责清运而物业公司与业主存在纠纷" * 5 + "。车主湘A12345已联系。"
    found = {one.key: one for one in check(report=REPORT, answer=answer)}
    assert found["sentences"].state == "missing"
    assert found["people"].found == ("湘A12345",)


def test_english_is_read_too() -> None:
    report = "Rubbish has been piling up at the south gate for three days. The street light at block 3 is broken."
    answer = (
        "The rubbish at the south gate was removed on 2 March. The street light at block 3 has been repaired. "
        "The company will empty the bins twice a day. Call 12345 with questions."
    )
    assert set(states(report, answer).values()) <= {"met", "not_needed"}


def test_nothing_is_said_of_nothing() -> None:
    assert check(report=REPORT, answer=" \n") == ()


@given(report=st.text(max_size=400), answer=st.text(max_size=400))
def test_no_text_breaks_it(report: str, answer: str) -> None:
    for one in check(report=report, answer=answer):
        assert all(len(found) <= 40 or one.key == "people" for found in one.found)


@pytest.mark.parametrize("piece", ["已", "电话", "1", "《", "a ", "的垃圾", "经核实，"])
def test_a_long_text_takes_its_time_in_proportion(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = time.process_time()
    check(report=text, answer=text)
    assert time.process_time() - started < 2
