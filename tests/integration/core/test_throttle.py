"""Rates: so many at once, then evenly; a refusal says when to come back and costs nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from linli.core import throttle

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
RATE = throttle.rate("3/m")


def allowed(key: str, seconds: float = 0) -> bool:
    return throttle.take(scope="report", key=key, limit=RATE, now=NOW + timedelta(seconds=seconds)).is_allowed


def test_it_allows_a_burst_and_then_an_even_pace() -> None:
    assert [allowed("a") for _ in range(4)] == [True, True, True, False]
    assert not allowed("a", 19)
    assert allowed("a", 20)
    assert not allowed("a", 21)
    assert allowed("a", 40)


def test_keys_and_scopes_do_not_disturb_each_other() -> None:
    assert [allowed("a") for _ in range(4)][-1] is False
    assert allowed("b")
    assert throttle.take(scope="api", key="a", limit=RATE, now=NOW).is_allowed


def test_a_refusal_says_when_and_does_not_prolong_the_wait() -> None:
    for _ in range(3):
        allowed("a")
    for _ in range(5):
        assert throttle.take(scope="report", key="a", limit=RATE, now=NOW).retry_after == 20
    with pytest.raises(throttle.TooMany) as refusal:
        throttle.check(scope="report", key="a", limit=RATE, now=NOW)
    assert refusal.value.retry_after == 20
    assert allowed("a", 20)


def test_it_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        allowed("a")


def test_a_rate_of_zero_is_no_limit(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert throttle.take(scope="report", key="a", limit=throttle.rate("0/h"), now=NOW).is_allowed


def test_no_key_is_kept_in_clear() -> None:
    allowed("203.0.113.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(key, 'escape') FROM core_throttle")
        assert all("203" not in row[0] for row in cursor.fetchall())


def test_old_keys_are_pruned() -> None:
    allowed("a")
    assert throttle.prune(now=NOW) == 0
    assert throttle.prune(now=NOW + timedelta(minutes=1)) == 1


@pytest.mark.parametrize("text", ["", "30", "x/h", "3/y", "-1/h"])
def test_a_faulty_rate_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        throttle.rate(text)


def test_a_verdict_says_what_is_left() -> None:
    verdicts = [throttle.take(scope="report", key="a", limit=RATE, now=NOW) for _ in range(4)]
    assert [verdict.remaining for verdict in verdicts] == [2, 1, 0, 0]
    assert [verdict.resets_after for verdict in verdicts] == [20, 40, 60, 60]
