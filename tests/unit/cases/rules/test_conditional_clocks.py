"""A clock that only some cases have, that a step stops, and that ends on a day that the case keeps."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from linli.cases.rules import clocks
from linli.cases.rules.clocks import Spot
from linli.cases.rules.state import ClockState
from linli.core.clock import Calendar
from linli.process.definition import ClockRule, Condition, Length, Pack
from linli.process.registry import registry

CHINA = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 2, tzinfo=UTC)
OFFICE = ((time(9), time(12)), (time(13), time(18)))
CALENDARS = {"default": Calendar(key="default", tz=CHINA, hours=(*[OFFICE] * 5, (), ()))}
RULE = ClockRule(
    key="referral",
    title={"zh": "反馈", "en": "Answer"},
    runs_in=frozenset({"registered", "mediating", "ended"}),
    lengths=(Length(45, "day"),),
    count_from="next_day",
    when=Condition("source", ("police",)),
    stopped_by=frozenset({"reply_referrer"}),
    until="referral_due",
)
REFERRED = {"source": "police"}
COUNTED = datetime(2026, 4, 17, tzinfo=CHINA)


@pytest.fixture
def pack() -> Pack:
    return replace(registry().pack("dispute"), clocks={RULE.key: RULE})


def follow(
    pack: Pack,
    items: tuple[ClockState, ...],
    stage: str,
    facts: Mapping[str, Any],
    *,
    action: str = "",
    was: Spot | None = None,
    now: datetime = NOW,
) -> tuple[ClockState, ...]:
    return clocks.follow(
        pack=pack, clocks=items, stage=stage, category="", urgency="normal", opened_at=NOW, now=now,
        calendars=CALENDARS, facts=facts, action=action, was=was,
    )  # fmt: skip


def test_a_case_of_which_it_is_not_so_has_none(pack: Pack) -> None:
    assert follow(pack, (), "registered", {"source": "applied"}) == ()
    (item,) = follow(pack, (), "registered", REFERRED)
    assert (item.state, item.due_at) == ("running", COUNTED)


def test_it_stops_when_the_fact_is_corrected_and_starts_when_it_is_told(pack: Pack) -> None:
    running = follow(pack, (), "registered", REFERRED)
    was = Spot("registered", REFERRED)
    (stopped,) = follow(pack, running, "mediating", {"source": "applied"}, action="accept", was=was, now=LATER)
    assert stopped.state == "stopped"
    (begun,) = follow(
        pack, (), "mediating", REFERRED, action="accept", was=Spot("registered", {"source": "applied"}), now=LATER
    )
    assert begun.started_at == LATER


def test_a_step_stops_it_until_its_stages_are_come_into_anew(pack: Pack) -> None:
    running = follow(pack, (), "mediating", REFERRED)
    (stopped,) = follow(
        pack, running, "mediating", REFERRED, action="reply_referrer", was=Spot("mediating", REFERRED), now=LATER
    )
    assert (stopped.state, stopped.stopped_at) == ("stopped", LATER)
    assert follow(pack, (), "ended", REFERRED, action="end", was=Spot("mediating", REFERRED), now=LATER) == ()
    (again,) = follow(pack, (), "registered", REFERRED, action="reopen", was=Spot("unmediated", REFERRED), now=LATER)
    assert again.state == "running"


@pytest.mark.parametrize(
    ("wanted", "due"),
    [
        ("", COUNTED),
        ("2026-03-20", datetime(2026, 3, 21, tzinfo=CHINA)),
        ("2026-03-02", datetime(2026, 3, 3, tzinfo=CHINA)),
        ("2026-03-01", COUNTED),
    ],
)
def test_it_ends_with_the_day_that_the_case_keeps(pack: Pack, wanted: str, due: datetime) -> None:
    facts = REFERRED | {"referral_due": wanted}
    (item,) = follow(pack, (), "registered", facts)
    assert item.due_at == due
    assert (item.unit == "fixed") is (due != COUNTED)
    (same,) = follow(pack, (item,), "mediating", facts, was=Spot("registered", facts), now=LATER)
    assert same.due_at == due


def test_a_day_that_is_told_later_moves_it_once(pack: Pack) -> None:
    running = follow(pack, (), "registered", REFERRED)
    wanted = REFERRED | {"referral_due": date(2026, 3, 20).isoformat()}
    (moved,) = follow(pack, running, "mediating", wanted, was=Spot("registered", REFERRED), now=LATER)
    assert (moved.unit, moved.length, moved.due_at) == ("fixed", None, datetime(2026, 3, 21, tzinfo=CHINA))
    assert moved.warn_at is not None
    assert moved.started_at < moved.warn_at < moved.due_at
