"""Indicators: the formula language, and a file whose faults are listed all at once by line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.scores.indicators.definition import MEASURES
from linli.scores.indicators.formula import parse, value
from linli.scores.indicators.queries import NATIONAL
from linli.scores.indicators.reading import read
from linli.scores.rules.measuring import measured

GOOD = """publish = ["swift"]
[indicators.swift]
title = { zh = "快", en = "Swift" }
kind = "rate"
formula = "on_time / (on_time + late)"
better = "higher"
unit = "percent"
source = { zh = "本市", en = "The city" }
verified = true
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "indicators.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_file_that_comes_with_linli_has_no_fault() -> None:
    found = read(NATIONAL, known=MEASURES)
    assert found.faults == ()
    assert found.catalogue is not None
    assert found.catalogue.published == ()
    assert {"on_time", "resolved", "satisfied"} <= set(found.catalogue.indicators)
    assert not any(one.is_verified for one in found.catalogue.indicators.values())


def test_a_city_adds_and_replaces(tmp_path: Path) -> None:
    base = read(NATIONAL, known=MEASURES).catalogue
    assert base is not None
    text = GOOD + GOOD.replace('publish = ["swift"]', "").replace("[indicators.swift]", "[indicators.on_time]")
    found = read(written(tmp_path, text), known=MEASURES, base=base.indicators)
    assert found.faults == ()
    assert found.catalogue is not None
    assert len(found.catalogue.indicators) == len(base.indicators) + 1
    assert found.catalogue.indicators["on_time"].title["en"] == "Swift"
    assert found.catalogue.published == ("swift",)


def test_every_fault_is_listed_by_its_line(tmp_path: Path) -> None:
    text = """publish = ["nothing", "sum"]
[indicators.swift]
title = { zh = "快" }
kind = "rate"
formula = "on_tme / __import__('os')"
better = "best"
unit = "percent"
source = { zh = "本市", en = "The city" }
verified = true
color = "red"
[indicators.sum]
title = { zh = "和", en = "Sum" }
kind = "rate"
formula = "closed"
better = "higher"
unit = "case"
least = 1
source = { zh = "本市", en = "The city" }
verified = true
"""
    found = read(written(tmp_path, text), known=MEASURES)
    said = {(fault.line, fault.message.split(":")[0].split(",")[0]) for fault in found.faults}
    assert found.catalogue is None
    assert {line for line, _text in said} == {1, 3, 5, 6, 10, 14, 16, 17}
    messages = "\n".join(fault.message for fault in found.faults)
    for words in (
        "'on_tme', which nobody counts",
        "may not hold `__import__('os')`",
        "color is not known",
        "'nothing'",
    ):
        assert words in messages


def test_a_file_that_is_no_toml_is_said_to_be_none(tmp_path: Path) -> None:
    assert "is not TOML" in str(read(written(tmp_path, "publish = ["), known=MEASURES).faults[0])
    assert "cannot be read" in str(read(tmp_path / "gone.toml", known=MEASURES).faults[0])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("closed.real", "may not hold"),
        ("closed if late else 1", "may not hold"),
        ("abs(closed)", "may not hold"),
        ("closed ** 2", "may not hold"),
        ("'closed'", "may not hold"),
        ("True", "may not hold"),
        ("[closed]", "may not hold"),
        ("(lambda: closed)()", "may not hold"),
        ("closed * late", "multiplies measures"),
        ("closed / late / on_time", "more than once"),
        ("closed / late + 1", "adds to a quotient"),
        ("1 - closed", "a number of its own"),
        ("closed / (late + 1)", "a number of its own"),
        ("closed / 0", "divides by nothing"),
        ("0", "names no measure"),
        ("closed +", "is no formula"),
        ("", "is no formula"),
        ("(" * 150 + "closed" + ")" * 150, "longer than"),
        ("closed\nlate", "is no formula"),
        ("people", "which nobody counts"),
    ],
)
def test_everything_else_is_refused(text: str, fault: str) -> None:
    parsed = parse(text, known=MEASURES)
    assert parsed.formula is None
    assert fault in "; ".join(parsed.faults)


@given(a=st.integers(0, 9999), b=st.integers(0, 9999), scale=st.integers(1, 99), folded=st.booleans())
def test_a_formula_comes_to_what_it_says(a: int, b: int, scale: int, folded: bool) -> None:
    text = f"{scale} * (late - 2 * closed) / (closed + late) / 4" if folded else f"(late - closed - closed) * {scale}"
    formula = parse(text, known=MEASURES).formula
    assert formula is not None
    sums = {"late": a, "closed": b}
    assert value(formula.numerator, sums) == pytest.approx((a - 2 * b) * scale / (4 if folded else 1))
    assert (formula.denominator is not None) == folded
    if formula.denominator is not None:
        assert value(formula.denominator, sums) == a + b


@given(st.text(max_size=60))
def test_no_text_is_more_than_refused(text: str) -> None:
    parsed = parse(text, known=MEASURES)
    assert (parsed.formula is None) == bool(parsed.faults)


def test_a_rate_has_its_n_and_its_interval_and_none_is_shown_under_its_least() -> None:
    catalogue = read(NATIONAL, known=MEASURES).catalogue
    assert catalogue is not None
    on_time = catalogue.indicators["on_time"]
    shown = measured(indicator=on_time, measures={"on_time": 24, "late": 6})
    assert (shown.value, shown.n, shown.k) == (0.8, 30, 24)
    assert shown.interval is not None
    assert (round(shown.interval.low, 3), round(shown.interval.high, 3)) == (0.627, 0.905)
    few = measured(indicator=on_time, measures={"on_time": 23, "late": 6})
    assert (few.value, few.n, few.why, few.interval) == (None, 29, "few", None)
    odd = measured(indicator=on_time, measures={"on_time": 50, "late": -6})
    assert (odd.value, odd.why) == (None, "odd")
    days = measured(indicator=catalogue.indicators["mean_days"], measures={"took_minutes": 28800, "closed": 10})
    assert days.value == pytest.approx(2.0)
    assert measured(indicator=catalogue.indicators["closed"], measures={}).value == 0
