"""Texts as pieces: raw ones and ones that were cut into words come to the same, and every place is known."""

import numpy as np

from linli.reading.rules import grams


def _read(text: str) -> str:
    return "".join(chr(code) if code else "|" for code in grams.plain(text).characters)


def test_a_raw_text_and_its_words_without_stop_words_come_to_the_same() -> None:
    assert _read("我们小区的路灯都不亮了") == _read("小区 路灯 不亮") == "小区路灯不亮"


def test_signs_digits_and_what_was_masked_part_the_text() -> None:
    assert _read("路灯，3号楼〔电话〕不亮") == "路灯||号楼||||不亮"


def test_words_of_letters_stay_small_and_single_letters_go() -> None:
    assert _read("Street LIGHT") == "street|light"
    assert _read("A区").strip("|") == "区"


def test_each_character_knows_its_place() -> None:
    text = "我们小区的路灯"
    plain = grams.plain(text)
    assert [text[place] for place in plain.places] == list("小区路灯")


def test_codes_are_exact_and_never_cross_a_part() -> None:
    codes, starts = grams.codes_of(grams.plain("路灯，井盖").characters, 2)
    assert codes.tolist() == [ord("路") << 16 | ord("灯"), ord("井") << 16 | ord("盖")]
    assert starts.tolist() == [0, 3]


def test_a_text_shorter_than_a_piece_has_none() -> None:
    assert grams.codes_of(grams.plain("灯").characters, 2)[0].tolist() == []
    assert grams.codes_of(grams.plain("").characters, 2)[0].tolist() == []


def test_many_texts_keep_their_rows_and_places() -> None:
    joined = grams.joined(["路灯", "", "井盖坏"])
    assert joined.rows.tolist() == [0, 0, 0, 1, 2, 2, 2, 2]
    assert joined.places.tolist() == [0, 1, 2, 0, 0, 1, 2, 3]


def test_the_first_words_count_more() -> None:
    first, later = grams.stress(np.array([0, 400]))
    assert first == 3.5
    assert 0.5 <= later < 0.51


def test_unknown_codes_are_said_to_be_unknown() -> None:
    known = np.array([3, 7], dtype=np.uint64)
    columns, is_known = grams.looked_up(np.array([7, 8, 3], dtype=np.uint64), known)
    assert columns[is_known].tolist() == [1, 0]
    assert is_known.tolist() == [True, False, True]
    assert not grams.looked_up(known, np.zeros(0, dtype=np.uint64))[1].any()
