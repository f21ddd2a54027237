"""Which pieces are worth knowing: those that stick together, and words that come apart by spaces."""

import numpy as np

from linli.reading.rules import grams, lexicon


def _pieces(texts: list[str], **least: int) -> set[str]:
    known = lexicon.learned(texts, least=least.get("least", 2), most=least.get("most", 1000))
    return {_word(int(code)) for code in known}


def _word(code: int) -> str:
    return "".join(chr(code >> shift & 0xFFFF) for shift in (48, 32, 16, 0) if code >> shift & 0xFFFF)


def test_what_sticks_together_is_kept_and_chance_neighbours_are_not() -> None:
    signs = [chr(0x4E00 + place) for place in range(0, 3000, 10)]
    random = np.random.default_rng(2)
    texts = [
        "".join(random.choice(signs[:12], 30)) + "路灯" + "".join(random.choice(signs[:12], 30)) for _ in range(60)
    ]
    found = _pieces(texts)
    assert "路灯" in found
    assert not any(set(piece) <= set(signs[:12]) for piece in found if len(piece) == 2)


def test_words_that_come_apart_are_kept_however_loose() -> None:
    texts = ["人人 人 大小 小区", "小区 大小 人 人人"] * 3
    assert {"人人", "大小", "小区"} <= _pieces(texts, least=100)


def test_at_most_so_many_the_most_frequent() -> None:
    rest = "，".join(chr(0x5000 + place) for place in range(100))
    assert _pieces([f"路灯，路灯，路灯，井盖，{rest}"], least=1, most=1) == {"路灯"}


def test_the_codes_are_sorted() -> None:
    known = lexicon.learned(["路灯不亮", "井盖坏了"], least=1, most=1000)
    assert (np.diff(known.astype(object)) > 0).all()
    assert grams.looked_up(known, known)[1].all()
