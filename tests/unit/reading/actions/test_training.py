"""Learning from what people decided."""

import pytest

from linli.reading.actions import training
from linli.reading.errors import TooFewExamples
from linli.reading.rules import linear
from linli.reading.types import Example


def test_it_learns_and_says_how_well(examples: list[Example]) -> None:
    trained = training.train(examples=examples)
    found = linear.read(trained.model, "广场边上的路灯不亮了")
    assert found.likely[0].label == "utility.streetlight"
    assert any("路灯" in word for word in found.likely[0].words)
    assert trained.scores.count == trained.examples == 72
    assert trained.scores.macro_f1 > 0.8


def test_a_text_about_something_else_is_not_read_surely(examples: list[Example]) -> None:
    trained = training.train(examples=examples)
    assert not linear.read(trained.model, "请问离婚后孩子的抚养费怎么计算").is_sure


def test_personal_data_is_never_learned(examples: list[Example]) -> None:
    named = [Example(f"{one.text}，联系电话13812345678，我叫王小明", one.label) for one in examples]
    codes = training.train(examples=named).model.codes
    words = {"".join(chr(int(code) >> shift & 0xFFFF) for shift in (16, 0)) for code in codes if code < 1 << 32}
    assert "路灯" in words
    assert not {"王小", "小明"} & words


def test_copies_of_a_text_never_stand_on_both_sides() -> None:
    """Labels that chance gave: whoever scores above chance has seen the text."""
    texts = [
        f"{chr(0x5000 + 97 * place % 3000) * 2}{chr(0x6000 + 53 * place % 3000) * 3}的事情需要处理"
        for place in range(60)
    ]
    copies = [
        Example(text + "谢谢" * (copy % 2), f"label{place % 2}")
        for copy in range(4)
        for place, text in enumerate(texts)
    ]
    assert training.train(examples=copies).scores.accuracy < 0.75


def test_the_fingerprint_knows_every_example_and_no_order(examples: list[Example]) -> None:
    first = training.train(examples=examples).fingerprint
    assert training.train(examples=examples[::-1]).fingerprint == first
    assert training.train(examples=examples[1:]).fingerprint != first


def test_a_label_with_too_few_texts_is_left_out_and_said_so(examples: list[Example]) -> None:
    rare = [Example("古树被人剥皮", "greenery.old_tree"), Example("古树快枯死", "greenery.old_tree")]
    trained = training.train(examples=[*examples, *rare])
    assert trained.left_out == ("greenery.old_tree",)
    assert "greenery.old_tree" not in trained.model.labels


def test_what_is_given_is_learned_and_never_scored(examples: list[Example]) -> None:
    trained = training.train(examples=examples, given=[Example("路灯、照明、灯坏", "utility.streetlight")])
    assert trained.scores.count == 72
    assert linear.read(trained.model, "照明").likely[0].label == "utility.streetlight"


def test_two_labels_are_enough_and_one_is_not(examples: list[Example]) -> None:
    two = [one for one in examples if one.label.startswith("utility")]
    assert linear.read(training.train(examples=two).model, "井盖没了").likely[0].label == "utility.manhole"
    with pytest.raises(TooFewExamples):
        training.train(examples=[one for one in two if one.label == "utility.manhole"])


def test_it_says_how_far_it_is(examples: list[Example]) -> None:
    told: list[tuple[str, int, int]] = []
    training.train(examples=examples, progress=lambda *step: told.append(step))
    assert {("masking", 72, 72), ("finding words", 72, 72), ("counting", 72, 72), ("scoring", 5, 5)} <= set(told)
    assert told[-1] == ("learning", 1, 1)
