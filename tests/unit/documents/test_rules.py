"""Dates, amounts and numbers as official documents write them."""

import itertools
import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.documents.rules import amounts, dates, numbering


def test_a_date_has_no_noughts() -> None:
    assert dates.plain(day=date(2026, 3, 2), language="zh") == "2026年3月2日"
    assert dates.plain(day=date(2026, 3, 2), language="en") == "2 March 2026"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 2), "二〇二六年三月二日"),
        (date(2030, 10, 20), "二〇三〇年十月二十日"),
        (date(2019, 12, 31), "二〇一九年十二月三十一日"),
    ],
)
def test_a_formal_date(day: date, said: str) -> None:
    assert dates.formal(day=day) == said


@pytest.mark.parametrize(
    ("at", "day", "time"),
    [
        (datetime(2026, 3, 24), "2026年3月23日", "2026年3月23日24时"),
        (datetime(2026, 1, 1), "2025年12月31日", "2025年12月31日24时"),
        (datetime(2026, 3, 24, 0, 1), "2026年3月24日", "2026年3月24日0时1分"),
        (datetime(2026, 3, 24, 15), "2026年3月24日", "2026年3月24日15时"),
        (datetime(2026, 3, 24, 10, 30), "2026年3月24日", "2026年3月24日10时30分"),
    ],
)
def test_a_period_ends_with_its_last_day(at: datetime, day: str, time: str) -> None:
    assert dates.end(at=at, language="zh") == day
    assert dates.end(at=at, language="zh", has_time=True) == time


def test_the_end_of_a_period_in_english() -> None:
    assert dates.end(at=datetime(2026, 3, 24), language="en") == "23 March 2026"
    assert dates.end(at=datetime(2026, 3, 24), language="en", has_time=True) == "23 March 2026, 24:00"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10", "壹拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("107000.53", "壹拾万零柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("100000000", "壹亿元整"),
        ("100010001", "壹亿零壹万零壹元整"),
        ("20000345", "贰仟万零叁佰肆拾伍元整"),
        ("1000000000000", "壹万亿元整"),
        ("1234500000000", "壹万贰仟叁佰肆拾伍亿元整"),
        ("1000020000000", "壹万亿零贰仟万元整"),
        ("300500000", "叁亿零伍拾万元整"),
        ("20000", "贰万元整"),
    ],
)
def test_an_amount_in_capitals(amount: str, said: str) -> None:
    assert amounts.capitals(Decimal(amount)) == said


@given(st.integers(min_value=0, max_value=10**14))
def test_an_amount_in_capitals_reads_back(cents: int) -> None:
    said = amounts.capitals(Decimal(cents) / 100)
    assert _read(said) == cents
    assert "零零" not in said
    assert said.endswith("分") or said.endswith("整")


def _read(said: str) -> int:
    """Cents, read as a teller reads them: figures times places, 万 and 亿 over all before."""
    figures = {word: at for at, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
    yuan, _mark, rest = said.partition("元") if "元" in said else ("", "", said)
    high, _mark, low = yuan.rpartition("亿")
    cents = (_below(high) * 10**8 + _below(low)) * 100
    for figure, place in itertools.pairwise(rest):
        cents += figures.get(figure, 0) * {"角": 10, "分": 1}.get(place, 0)
    return cents


def _below(said: str) -> int:
    """A number below a hundred million."""
    high, _mark, low = said.rpartition("万")
    return _four(high) * 10**4 + _four(low)


def _four(said: str) -> int:
    places = {"拾": 10, "佰": 100, "仟": 1000}
    figures = {word: at for at, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
    found = re.findall(r"([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", said)
    return sum(figures[figure] * places.get(place, 1) for figure, place in found)


def test_a_negative_amount_has_none() -> None:
    with pytest.raises(ValueError, match="capitals"):
        amounts.capitals(Decimal("-1"))


def test_a_number_takes_the_mark_of_the_issuer() -> None:
    city = numbering.of_city(documents={"marks": {"4301-xf": "长信访", "rs": "长人社"}}, city_name="长沙市")
    assert [city.mark(code="4301-xf", kind="xf"), city.mark(code="x", kind="rs"), city.mark(code="x", kind="")] == [
        "长信访",
        "长人社",
        "长沙",
    ]
    assert numbering.written(numbering=city, mark="长信访", year=2026, n=12, language="zh") == "长信访〔2026〕12号"
    assert numbering.written(numbering=city, mark="CX", year=2026, n=12, language="en") == "CX [2026] No. 12"


def test_a_number_not_taken_yet_leaves_a_gap() -> None:
    city = numbering.of_city(documents={}, city_name="长沙市")
    assert numbering.written(numbering=city, mark="长沙", year=2026, n=None, language="zh") == "长沙〔2026〕＿＿号"


def test_a_moment_has_its_time() -> None:
    at = datetime(2026, 3, 2, 8, 5)
    assert dates.moment(at=at, language="zh") == "2026年3月2日8时5分"
    assert dates.moment(at=at.replace(minute=0), language="en") == "2 March 2026, 08:00"
