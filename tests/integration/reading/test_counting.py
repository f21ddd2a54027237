"""What became of suggestions is counted, folded and summed; the database refuses what cannot be."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.reading.actions.counting import count, fold
from linli.reading.models import SuggestionCount
from linli.reading.queries.counting import by_category, by_model, by_situation
from linli.reading.types import Counted, Outcome

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
Statements = Callable[[int], Any]


def _count(now: datetime, *outcomes: Outcome, version: str = "1", suggested: str = "utility.streetlight") -> None:
    for outcome in outcomes:
        named = "" if outcome == "unsure" else suggested
        count(pack="event", version=version, suggested=named, outcome=outcome, now=now)


def _said() -> tuple[tuple[Counted, ...], tuple[Counted, ...]]:
    counted = by_category(since=date(2026, 1, 1))
    return counted, by_model(counted)


def test_it_sums_by_category_and_by_model(now: datetime) -> None:
    _count(now, "first", "first", "third", "other", "unsure")
    _count(now, "other", suggested="utility.manhole")
    _count(now, "first", version="10")
    counted, models = _said()
    light = next(one for one in counted if (one.version, one.category) == ("1", "utility.streetlight"))
    assert (light.first, light.second, light.third, light.other, light.shown, light.precision) == (2, 0, 1, 1, 4, 0.5)
    assert [(one.version, one.shown, one.unsure) for one in models] == [("10", 1, 0), ("1", 5, 1)]


def test_past_days_are_folded_and_say_the_same(now: datetime) -> None:
    _count(now - timedelta(days=1), "first", "first", "first", "unsure", "unsure", "other")
    _count(now, "first", "first")
    before = _said()
    assert fold(today=now.date()) == 5
    assert _said() == before
    assert sorted(SuggestionCount.objects.values_list("n", flat=True)) == [1, 1, 1, 2, 3]
    assert fold(today=now.date()) == 0


def test_one_count_is_one_statement(now: datetime, django_assert_num_queries: Statements) -> None:
    with django_assert_num_queries(1):
        _count(now, "first")
    with django_assert_num_queries(1):
        by_category(since=TODAY)


def test_what_is_old_is_left_out(now: datetime) -> None:
    _count(now, "first")
    assert by_category(since=now.date() + timedelta(days=1)) == ()


@pytest.mark.parametrize(
    "change",
    [{"n": 0}, {"subject": "person"}, {"outcome": "maybe"}, {"suggested": ""}, {"outcome": "unsure"}],
)
def test_the_database_refuses_what_cannot_be(change: dict[str, object]) -> None:
    row = {"date": TODAY, "pack": "event", "version": "1", "suggested": "utility.manhole", "outcome": "first", "n": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        SuggestionCount.objects.create(**(row | change))


def test_nothing_of_a_case_or_a_person_is_kept() -> None:
    kept = {field.name for field in SuggestionCount._meta.get_fields()}
    assert kept == {"id", "date", "subject", "pack", "version", "suggested", "outcome", "n"}


def test_other_subjects_are_counted_apart_and_folded_apart(now: datetime) -> None:
    yesterday = now - timedelta(days=1)
    _count(yesterday, "first", "first")
    for outcome in ("first", "first", "other"):
        count(subject="owner", pack="event", version="differ", suggested="a.b", outcome=outcome, now=yesterday)
    count(subject="same", pack="event", version="", suggested="event", outcome="other", now=now)
    before = by_situation(since=date(2026, 1, 1))
    assert [(one.version, one.first, one.other) for one in before] == [("differ", 2, 1), ("same", 0, 1)]
    assert [one.first for one in _said()[0]] == [2]
    assert fold(today=now.date()) == 4
    assert by_situation(since=date(2026, 1, 1)) == before
