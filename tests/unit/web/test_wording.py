"""How long until a deadline, in words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from linli.web import wording

DUE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "manner", "words"),
    [
        (timedelta(days=9), "fine", "9 days left"),
        (timedelta(hours=47), "fine", "47 hours left"),
        (timedelta(hours=2), "soon", "2 hours left"),
        (timedelta(minutes=1), "soon", "1 minute left"),
        (timedelta(hours=-3), "late", "3 hours overdue"),
        (timedelta(days=-3), "late", "3 days overdue"),
    ],
)
def test_it_counts_in_the_largest_whole_unit(before: timedelta, manner: wording.Manner, words: str) -> None:
    with override("en"):
        assert wording.remaining(due_at=DUE, now=DUE - before) == wording.Remaining(manner, words)


def test_a_warning_time_decides_what_is_soon() -> None:
    now = DUE - timedelta(days=2)
    assert wording.remaining(due_at=DUE, now=now, warn_at=now).manner == "soon"
    assert wording.remaining(due_at=DUE, now=now, warn_at=DUE).manner == "fine"


def test_it_speaks_chinese() -> None:
    with override("zh-hans"):
        assert wording.remaining(due_at=DUE, now=DUE - timedelta(days=9)).words == "还剩 9天"
        assert wording.text_of({"zh": "垃圾", "en": "Rubbish"}) == "垃圾"
