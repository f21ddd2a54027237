"""The words of a case, and which of them a search asks the index for."""

import pytest

from linli.cases.rules.words import document_of, telling, window_word, words_of

SHARES = {
    "小区": 0.5,
    "门口": 0.3,
    "区门": 0.2,
    "社区": 0.4,
    "in:4301": 1.0,
    "in:430102": 0.11,
    "垃圾": 0.12,
    "圾堆": 0.12,
}


def test_chinese_becomes_bigrams_and_everything_else_words() -> None:
    assert words_of("小区门口 A12，灯") == ["小区", "区门", "门口", "a12", "灯"]


def test_a_case_has_the_words_of_its_areas_and_windows() -> None:
    words = document_of(text="路灯", areas=("4301", "430102"), case_id=5 << 17)

    assert words == ["路灯", "in:4301", "in:430102", "w12:160", "w17:5"]


@pytest.mark.parametrize(("case_id", "word"), [(0, "w12:0"), (4095, "w12:0"), (4096, "w12:1")])
def test_a_window_ends_before_the_next_begins(case_id: int, word: str) -> None:
    assert window_word(case_id, bits=12) == word


def test_a_rare_word_is_enough() -> None:
    shares = SHARES | {"路灯": 0.002}

    assert telling(["小区", "潇湘", "in:430102"], shares=shares) == ["潇湘"]


def test_common_words_join_until_few_cases_can_hold_them_all() -> None:
    assert telling(["垃圾", "小区", "门口", "in:430102"], shares=SHARES) == ["in:430102", "垃圾", "门口", "小区"]
    assert telling(["垃圾", "in:430102"], shares=SHARES | {"in:430102": 0.01}) == ["in:430102", "垃圾"]


def test_neighbours_in_a_text_tell_little_more_than_one() -> None:
    assert telling(["小区", "区门", "门口"], shares=SHARES) == ["区门"]
    assert telling(["垃圾", "圾堆"], shares=SHARES) == ["垃圾"]


def test_without_statistics_every_word_is_asked_for() -> None:
    assert telling(["小区", "区门", "门口"], shares={}) == ["小区", "区门", "门口"]
