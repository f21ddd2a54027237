"""A database that restarts costs no request: a kept connection that it closed is replaced before it is used."""

from collections.abc import Iterator

import psycopg
import pytest
from django.core.signals import request_started
from django.db import OperationalError, connection

from linli.core.postgres import base

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[int]:
    """A connection that has just been used; the id of its process in the server."""
    connection.ensure_connection()
    yield process()
    connection.close()


def process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def kill(pid: int) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def test_a_request_after_the_server_went_away_is_answered(kept: int) -> None:
    kill(kept)
    request_started.send(sender=None)
    assert process() != kept


def test_a_busy_connection_that_lives_is_kept_and_asked_nothing(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(self: base.DatabaseWrapper) -> bool:
        raise AssertionError("a round trip that a busy connection does not need")

    monkeypatch.setattr(base.DatabaseWrapper, "is_usable", asked)
    request_started.send(sender=None)
    assert process() == kept


def test_a_connection_that_breaks_within_a_request_is_not_replaced_behind_its_back(kept: int) -> None:
    request_started.send(sender=None)
    process()
    kill(kept)
    with pytest.raises(OperationalError):
        process()
