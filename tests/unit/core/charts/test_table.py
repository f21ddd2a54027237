"""The numbers of a chart as a table."""

from datetime import date

from linli.core.charts.definition import Bar, Bars, Columns, Level, Series, Trend, Words
from linli.core.charts.table import Table, table

WORDS = Words("上报", "日期")
DATES = (date(2026, 10, 1), date(2026, 11, 1))


def test_days_stay_dates_and_months_become_text() -> None:
    series = (Series("上报", (3, None)), Series("办结", (1, 2)))
    assert table(chart=Trend(WORDS, DATES, series)) == Table(
        ("日期", "上报", "办结"), ((DATES[0], 3, 1), (DATES[1], None, 2))
    )
    assert table(chart=Columns(WORDS, DATES, series, grain="month")).rows[0] == ("2026-10", 3, 1)


def test_a_level_has_a_column() -> None:
    found = table(chart=Trend(WORDS, DATES, (Series("上报", (3, 4)),), levels=(Level("平均", 3.5),)))
    assert found == Table(("日期", "上报", "平均"), ((DATES[0], 3, 3.5), (DATES[1], 4, 3.5)))


def test_a_comparison_has_its_intervals_and_its_level_below() -> None:
    bars = (Bar("甲", 80, 70, 90), Bar("乙", None, text="过少"))
    found = table(chart=Bars(Words("率", "单位"), "按时率", bars, Level("全市", 75), ("下限", "上限")))
    assert found.head == ("单位", "按时率", "下限", "上限")
    assert found.rows == (("甲", 80, 70, 90), ("乙", None, None, None), ("全市", 75, None, None))
    plain = table(chart=Bars(Words("率", "单位"), "按时率", (Bar("甲", 80),)))
    assert plain == Table(("单位", "按时率"), (("甲", 80),))
