"""Dates, amounts and numbers as official documents write them."""

from datetime import date
from decimal import Decimal

import pytest

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
    ],
)
def test_an_amount_in_capitals(amount: str, said: str) -> None:
    assert amounts.capitals(Decimal(amount)) == said


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
