"""A session as a calendar file."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from linli.mediation.rules.calendar_file import Meeting, write

ZONE = ZoneInfo("Asia/Shanghai")
MEETING = Meeting(
    id=UUID(int=7),
    sequence=0,
    starts_at=datetime(2026, 3, 5, 6, 30, tzinfo=UTC),
    ends_at=datetime(2026, 3, 5, 7, 30, tzinfo=UTC),
    stamped_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
    summary="调解（JF-1）",
    where="综治中心, 二楼; 调解室\n右手",
)


def lines(meeting: Meeting, zone: ZoneInfo = ZONE) -> list[str]:
    """The unfolded lines."""
    return write(meeting=meeting, zone=zone).decode().replace("\r\n ", "").split("\r\n")


def test_it_is_told_on_the_wall_clock_of_the_city() -> None:
    found = lines(MEETING)
    assert "DTSTART;TZID=Asia/Shanghai:20260305T143000" in found
    assert "DTEND;TZID=Asia/Shanghai:20260305T153000" in found
    assert found[found.index("BEGIN:VTIMEZONE") + 1] == "TZID:Asia/Shanghai"
    assert "TZOFFSETTO:+0800" in found
    assert "DTSTAMP:20260302T010000Z" in found
    assert [found[0], found[1], found[-2], found[-1]] == ["BEGIN:VCALENDAR", "VERSION:2.0", "END:VCALENDAR", ""]


def test_the_offset_is_that_of_the_day() -> None:
    summer = replace(MEETING, starts_at=datetime(2026, 7, 1, 6, 30, tzinfo=UTC))
    assert "TZOFFSETTO:-0400" in lines(summer, ZoneInfo("America/New_York"))
    assert "TZOFFSETTO:-0500" in lines(MEETING, ZoneInfo("America/New_York"))
    assert "TZOFFSETTO:+0530" in lines(MEETING, ZoneInfo("Asia/Kolkata"))


def test_it_keeps_its_uid_and_counts_its_changes_until_it_is_cancelled() -> None:
    first, last = lines(MEETING), lines(replace(MEETING, sequence=2, is_off=True))
    assert next(one for one in first if one.startswith("UID:")) == next(one for one in last if one.startswith("UID:"))
    assert {"METHOD:PUBLISH", "STATUS:CONFIRMED", "SEQUENCE:0"} <= set(first)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:2"} <= set(last)


def test_texts_are_escaped_and_long_lines_folded_between_characters() -> None:
    content = write(meeting=replace(MEETING, where="芙蓉区" * 40 + ", 二楼"), zone=ZONE)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert "LOCATION:综治中心\\, 二楼\\; 调解室\\n右手" in lines(MEETING)
    assert f"LOCATION:{'芙蓉区' * 40}\\, 二楼" in lines(replace(MEETING, where="芙蓉区" * 40 + ", 二楼"))
