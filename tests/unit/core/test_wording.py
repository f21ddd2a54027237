"""Due dates in plain words, in both languages."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from linli.core.clock import Calendar, explain
from linli.core.wording import describe, describe_length

CHINA = ZoneInfo("Asia/Shanghai")
CALENDAR = Calendar(
    key="test",
    tz=CHINA,
    hours=(*(((time(9), time(18)),) for _ in range(5)), (), ()),
    holidays={date(2026, 10, day): "国庆节" for day in range(1, 8)},
    workdays={date(2026, 10, 10): "国庆节调休上班"},
    names_en={date(2026, 10, day): "National Day" for day in range(1, 8)},
)
START = datetime(2026, 9, 30, 17, tzinfo=CHINA)


def test_it_names_the_holiday_and_the_exchanged_day_in_english() -> None:
    steps = explain(start=START, length=5, unit="working_day", calendar=CALENDAR)
    told = describe(steps, "en", tz=CHINA)
    assert told.sentence == (
        "Due by Tuesday 13 October 2026, 17:00: 5 working days from Wednesday 30 September 2026, 17:00. "
        "Days off not counted: 1 October to 7 October (National Day). "
        "10 October is a working day in exchange for a day off and counts."
    )
    assert "Not counted: 11 October (weekend)." in told.items


def test_it_speaks_chinese() -> None:
    steps = explain(start=START, length=5, unit="working_day", calendar=CALENDAR)
    told = describe(steps, "zh-hans", tz=CHINA)
    assert told.sentence == (
        "应于2026年10月13日 星期二 17:00前办结：自2026年9月30日 星期三 17:00起5个工作日。"
        "放假日不计入：10月1日至10月7日（国庆节）。10月10日调休上班，计入工作日。"
    )


def test_the_end_of_a_day_is_told_as_24_00() -> None:
    steps = explain(start=START, length=15, unit="day", calendar=CALENDAR, count_from="next_day")
    assert describe(steps, "en", tz=CHINA).sentence.startswith("Due by Thursday 15 October 2026, 24:00: 15 days")


def test_pauses_and_extensions_are_told() -> None:
    pauses = [(datetime(2026, 10, 8, 9, tzinfo=CHINA), datetime(2026, 10, 8, 11, tzinfo=CHINA)), (START, None)]
    steps = explain(
        start=START, length=2, unit="working_hour", calendar=CALENDAR, pauses=pauses, extensions=[(1, "working_hour")]
    )
    told = describe(steps, "en", tz=CHINA)
    assert "Extended by 1 working hour." in told.sentence
    assert "Paused from Thursday 8 October 2026, 09:00 to Thursday 8 October 2026, 11:00" in told.sentence
    assert "Paused since Wednesday 30 September 2026, 17:00" in told.sentence
    assert "Working hours of 8 October counted." in told.items


def test_a_last_day_that_moved_is_told_with_its_reason() -> None:
    steps = explain(
        start=datetime(2026, 9, 1, 10, tzinfo=CHINA),
        length=30,
        unit="day",
        calendar=CALENDAR,
        count_from="next_day",
        ends="working_day",
    )
    assert describe(steps, "en", tz=CHINA).items == (
        "Starts Tuesday 1 September 2026, 10:00; the period is 30 days.",
        "Counting begins Wednesday 2 September 2026, 00:00.",
        "2 September to 1 October: 30 days, every day counted.",
        "The last day, 1 October (National Day), is a day off: "
        "the period ends on the next working day, Thursday 8 October 2026.",
        "Due by Thursday 8 October 2026, 24:00.",
    )
    assert describe(steps, "zh-hans", tz=CHINA).items[2:4] == (
        "9月2日至10月1日：共30天，逐日计算。",
        "期间最后一日10月1日（国庆节）为休息日，顺延至其后第一个工作日2026年10月8日 星期四。",
    )


def test_lengths_agree_in_number() -> None:
    assert describe_length(1, "working_day", "en") == "1 working day"
    assert describe_length(2, "month", "en") == "2 months"
    assert describe_length(2, "month", "zh-hans") == "2个月"
