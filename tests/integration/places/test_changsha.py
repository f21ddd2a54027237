"""The tests' short way to the whole of Changsha leads to the same rows as the long one."""

from datetime import datetime

import pytest
from django.db import connection, transaction

from tests import changsha

pytestmark = pytest.mark.django_db


def test_it_is_brought_back_as_it_was_loaded(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changsha, "_kept", {})
    empty = _everything()
    before = transaction.savepoint()
    changsha.load(now=now)
    loaded = _everything()
    transaction.savepoint_rollback(before)
    assert _everything() == empty
    changsha.load(now=now)
    assert _everything() == loaded
    assert len(loaded["places_area"]) > 3000


def _everything() -> dict[str, list[bytes]]:
    """Every table's rows."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
    return {table: sorted(changsha.rows_of(table).splitlines()) for table in tables}
