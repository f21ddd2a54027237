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
        assert all("203.0" not in row[0] for row in cursor.fetchall())


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


def test_a_wide_rate_is_taken_ahead(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    wide = throttle.rate("600/m")
    throttle.forget()
    with django_assert_num_queries(2):
        verdicts = [throttle.take(scope="api", key="lease", limit=wide, now=NOW) for _ in range(12)]
    assert [verdict.remaining for verdict in verdicts] == list(range(599, 587, -1))
    assert verdicts[-1].resets_after == 2


def test_taking_ahead_never_allows_more_than_the_rate() -> None:
    wide = throttle.rate("300/m")
    throttle.forget()
    at_once = [throttle.take(scope="api", key="all", limit=wide, now=NOW).is_allowed for _ in range(310)]
    assert (at_once[:300], at_once[300:]) == ([True] * 300, [False] * 10)
    refused = throttle.take(scope="api", key="all", limit=wide, now=NOW)
    assert (refused.retry_after, refused.resets_after) == (1, 60)


def test_what_was_taken_ahead_lapses_after_a_period() -> None:
    wide = throttle.rate("600/m")
    throttle.forget()
    assert throttle.take(scope="api", key="late", limit=wide, now=NOW).remaining == 599
    later = throttle.take(scope="api", key="late", limit=wide, now=NOW + timedelta(minutes=5))
    assert later.remaining == 599
