"""What else a text could mean: ranked, with the words that say so, and nothing claimed where the reading abstains."""

import csv

import pytest

from config.paths import ROOT
from linli.places.city import load
from linli.places.rules.candidates import Candidate, candidates
from linli.places.rules.text import NameIndex

ALIASES = {"A市": "4301", "A3区": "430104", "A7县": "430121", "A8县": "430182"}


@pytest.fixture(scope="module")
def names() -> NameIndex:
    with (ROOT / "cities/changsha/divisions.csv").open(encoding="utf-8") as file:
        rows = [(row["code"], row["name"], row["level"]) for row in csv.DictReader(file)]
    return NameIndex(rows, city=load(ROOT / "cities" / "changsha"), within="4301", aliases=ALIASES)


def found(names: NameIndex, text: str, most: int = 5) -> list[Candidate]:
    return list(candidates(names, text, most=most))


def test_the_first_is_the_answer_and_its_span_is_where_it_stands(names: NameIndex) -> None:
    text = "A7县春华镇修路\n武塘村的路坏了，像A3区一样"
    first, second = found(names, text)[:2]
    assert first.is_answer
    assert not second.is_answer
    assert (first.matched, first.why) == ("武塘村", "in_context")
    assert [text[start:end] for start, end in first.spans] == ["武塘村"]
    assert [text[start:end] for start, end in second.spans] == ["A3区"]


def test_it_abstains_and_still_says_what_it_could_be(names: NameIndex) -> None:
    text = "沙田村的路坏了"
    assert names.read(text) is None
    guesses = found(names, text)
    assert len(guesses) >= 2
    assert {guess.why for guess in guesses} == {"one_of_several"}
    assert not any(guess.is_answer for guess in guesses)
    assert {text[start:end] for guess in guesses for start, end in guess.spans} == {"沙田村"}


def test_several_places_that_share_one_are_all_given_below_it(names: NameIndex) -> None:
    text = "北山镇、青山铺镇和路口镇都停水了"
    answer, *others = found(names, text)
    assert (answer.area_code, answer.why) == ("430121", "shared")
    assert [text[start:end] for start, end in answer.spans] == ["北山镇", "青山铺镇", "路口镇"]
    assert [other.matched for other in others] == ["北山镇", "青山铺镇", "路口镇"]


def test_a_contradicted_name_comes_after_the_answer(names: NameIndex) -> None:
    answer, other = found(names, "A3区春华镇有人乱倒垃圾")
    assert (answer.area_code, answer.is_answer) == ("430104", True)
    assert (other.matched, other.why, other.area_code) == ("春华镇", "contradicted", "430121106")


def test_where_somebody_is_from_is_a_guess_only(names: NameIndex) -> None:
    answer, other = found(names, "A8县星河湾小区的房屋质量太差\n本人男，汉族，43岁，住A8县流沙河镇扶冲村")
    assert (answer.area_code, answer.is_answer) == ("430182", True)
    assert (other.matched, other.why, other.is_answer) == ("扶冲村", "home", False)


def test_a_road_called_after_a_community_of_the_county_is_a_guess(names: NameIndex) -> None:
    answer, other = found(names, "A3区桐梓坡路的路灯坏了")
    assert answer.area_code == "430104"
    assert (other.matched, other.why) == ("桐梓坡", "short")
    assert not found(names, "A7县桐梓坡路的路灯坏了")[1:], "it lies in another county"


def test_no_more_than_asked_for_and_none_that_holds_one_before_it(names: NameIndex) -> None:
    text = "A7县北山镇、青山铺镇、路口镇、春华镇武塘村都停水了"
    assert len(found(names, text, most=2)) == 2
    codes = [one.area_code for one in found(names, text, most=9)]
    assert len(codes) == len(set(codes))
    assert not any(later != code and code.startswith(later) for at, code in enumerate(codes) for later in codes[at:])


def test_nothing_named_nothing_given(names: NameIndex) -> None:
    assert found(names, "没有地名的一句话") == []
    assert found(names, "") == []
