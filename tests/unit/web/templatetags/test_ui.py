"""Dates as pages write them: what happened at a minute, and what ends with a day."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from linli.web.templatetags import ui


def at(day: int, hour: int, minute: int = 0, year: int | None = None) -> datetime:
    """A moment of March on the wall clock here."""
    local = datetime(year or timezone.localtime().year, 3, day, hour, minute, tzinfo=timezone.get_default_timezone())
    return local.astimezone(UTC)


@pytest.mark.parametrize(
    ("language", "ends", "happened"),
    [("zh-hans", "3月23日 24:00", "3月24日 00:00"), ("en", "23 Mar, 24:00", "24 Mar, 00:00")],
)
def test_a_period_ends_with_its_last_day(language: str, ends: str, happened: str) -> None:
    with translation.override(language):
        assert ui.until(at(24, 0)) == ends
        assert ui.moment(at(24, 0)) == happened, "what happened at midnight happened on the new day"


def test_a_period_that_ends_within_a_day_is_told_by_its_minute() -> None:
    with translation.override("en"):
        assert ui.until(at(24, 0, 1)) == ui.moment(at(24, 0, 1)) == "24 Mar, 00:01"
        assert ui.until(at(24, 17, 30)) == "24 Mar, 17:30"
        assert ui.until(None) == "—"


def test_the_year_is_that_of_the_day_that_ends() -> None:
    with translation.override("en"):
        assert ui.until(at(24, 0, year=2019)) == "23 Mar 2019, 24:00"
