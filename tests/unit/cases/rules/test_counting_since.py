"""A clock that counts from a day that the case keeps, and not from the step that told of it."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linli.cases.rules import clocks
from linli.core.clock import Calendar
from linli.process.definition import ClockRule, Length

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 5, 2, tzinfo=UTC)
OFFICE = ((time(9), time(12)), (time(13), time(18)))
CALENDARS = {"default": Calendar(key="default", tz=CHINA, hours=(*[OFFICE] * 5, (), ()))}
RULE = ClockRule(
    key="window",
    title={"zh": "期间", "en": "Window"},
    runs_in=frozenset({"agreed"}),
    lengths=(Length(30, "day"),),
    count_from="next_day",
    since="effect_date",
)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, datetime(2026, 4, 5, tzinfo=CHINA)),
        ({"effect_date": ""}, datetime(2026, 4, 5, tzinfo=CHINA)),
        ({"effect_date": "2026-03-05"}, datetime(2026, 4, 5, tzinfo=CHINA)),
        ({"effect_date": "2026-03-02"}, datetime(2026, 4, 2, tzinfo=CHINA)),
    ],
)
def test_it_counts_from_the_day_that_is_known(facts: dict[str, Any], due: datetime) -> None:
    item = clocks.started(
        rule=RULE, category="", urgency="normal", opened_at=NOW, now=NOW, calendars=CALENDARS, facts=facts
    )
    assert item.due_at == due


def test_a_pause_moves_it_like_any_other() -> None:
    facts = {"effect_date": "2026-03-02"}
    item = clocks.started(
        rule=RULE, category="", urgency="normal", opened_at=NOW, now=NOW, calendars=CALENDARS, facts=facts
    )
    still = clocks.paused(item, now=datetime(2026, 3, 6, tzinfo=CHINA))
    again = clocks.resumed(still, rule=RULE, now=datetime(2026, 3, 9, tzinfo=CHINA), calendars=CALENDARS)
    assert again.due_at == datetime(2026, 4, 5, tzinfo=CHINA)
