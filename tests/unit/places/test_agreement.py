"""Answers held against labels."""

import pytest

from config.paths import ROOT
from linli.places.city import City, load
from linli.places.rules.agreement import Agreement, Outcome, Pair, Share, agreement, outcome


@pytest.fixture(scope="module")
def city() -> City:
    return load(ROOT / "cities" / "changsha")


@pytest.mark.parametrize(
    ("label", "answer", "unsure", "expected"),
    [
        ("430121106", "430121106", False, "right"),
        ("430121106", "430121", False, "right"),
        ("430121106", "", False, "abstained"),
        ("430121", "430121106", False, "deeper"),
        ("430121", "430121106", True, "arguable"),
        ("430121106", "430121107", True, "wrong"),
        ("", "4301", False, "right"),
        ("", "430121", False, "deeper"),
        ("", "", False, "abstained"),
    ],
)
def test_an_answer_is_right_if_it_is_the_label_or_holds_it(
    city: City, label: str, answer: str, unsure: bool, expected: Outcome
) -> None:
    assert outcome(pair=Pair(label, answer, unsure), city=city) == expected


def test_what_pairs_come_to(city: City) -> None:
    pairs = [
        Pair("430121106", "430121106", unsure=False),
        Pair("430121106", "430121", unsure=False),
        Pair("430121", "430104", unsure=False),
        Pair("430121", "430121106", unsure=True),
        Pair("", "4301", unsure=False),
        Pair("", "430104", unsure=False),
    ]
    found = agreement(pairs=pairs, city=city)
    assert found.outcomes == {"right": 3, "wrong": 1, "arguable": 1, "deeper": 1}
    assert found.precision == Share(2, 4), (
        "the city itself is no answer to count, nor is what people could differ about"
    )
    assert found.recall == {"county": Share(3, 4), "town": Share(1, 2)}


def test_nothing_is_nothing(city: City) -> None:
    assert agreement(pairs=[], city=city) == Agreement()
