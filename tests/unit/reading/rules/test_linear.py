"""What a model makes of one text: probabilities, the words that said so, and when it is not sure."""

import dataclasses

import numpy as np
import pytest

from linli.reading.rules import grams, linear
from linli.reading.rules.linear import Model


@pytest.fixture
def model() -> Model:
    """Two labels; 路灯 and 不亮 speak for light, 井盖 for cover."""
    leans = {"路灯": (2.0, -1.0), "不亮": (1.0, -1.0), "井盖": (-1.0, 2.0)}
    codes = {int(grams.codes_of(grams.plain(word).characters, 2)[0][0]): lean for word, lean in leans.items()}
    return Model(
        labels=("light", "cover"),
        codes=np.array(sorted(codes), dtype=np.uint64),
        rarity=np.ones(3, dtype=np.float32),
        weights=np.array([codes[code] for code in sorted(codes)], dtype=np.float16),
        offsets=np.zeros(2, dtype=np.float32),
        sharpness=2.0,
        slope=1.0,
        lift=0.0,
        sure_from=0.9,
        least_score=0.5,
        least_pieces=2,
    )


def test_the_likeliest_label_comes_first_with_the_words_as_written(model: Model) -> None:
    found = linear.read(model, "巷子里的路灯都不亮")
    assert [one.label for one in found.likely] == ["light", "cover"]
    assert found.likely[0].words == ("路灯", "不亮")
    assert sum(one.probability for one in found.likely) == pytest.approx(1)
    assert found.is_sure


def test_one_known_piece_is_not_enough_to_be_sure(model: Model) -> None:
    found = linear.read(model, "井盖")
    assert found.likely[0].label == "cover"
    assert not found.is_sure


def test_a_text_that_speaks_for_both_is_not_sure(model: Model) -> None:
    assert not linear.read(model, "路灯旁边的井盖").is_sure


def test_a_low_score_is_an_unknown_kind_however_probable(model: Model) -> None:
    assert not linear.read(dataclasses.replace(model, least_score=5.0), "路灯不亮").is_sure


def test_nothing_known_is_nothing_likely(model: Model) -> None:
    assert linear.read(model, "今天天气真好") == linear.Reading((), is_sure=False)
    assert linear.read(model, "") == linear.Reading((), is_sure=False)


def test_words_may_be_left_out(model: Model) -> None:
    assert linear.read(model, "路灯不亮", says_words=False).likely[0].words == ()


def test_the_first_probability_is_bent_and_stays_the_first() -> None:
    chances = np.array([[0.5, 0.3, 0.2], [0.4, 0.35, 0.25]])
    doubtful = linear.honest(chances, 1.0, -2.0)
    assert doubtful.sum(axis=1) == pytest.approx(1)
    assert (doubtful[:, 0] >= doubtful.max(axis=1) - 1e-9).all()
    certain = linear.honest(chances, 1.0, 2.0)
    assert certain[0, 0] == pytest.approx(1 / (1 + np.exp(-2)))
    assert linear.honest(chances, 1.0, 0.0) == pytest.approx(chances)
