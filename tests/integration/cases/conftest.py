"""A small city with everybody in it, and a way to open cases there and to count statements."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase, NewContact, Opened
from linli.people.access import PUBLIC
from tests.world import World, build

Open = Callable[..., Opened]
Count = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def report(world: World, now: datetime) -> Open:
    """Opens a report in the first grid."""

    def opened(text: str = "路灯坏了，晚上很黑", **given: Any) -> Opened:
        at = given.pop("at", now)
        contact = given.pop("contact", NewContact(name="演示居民", phone="13800000001", email="r@example.org"))
        kind = {"pack": "event", "channel": "web", "area_code": "430102001001001"} | given
        new = NewCase(text=text, contact=contact, **kind)
        return open_case(report=new, by=PUBLIC, now=at)

    return opened


@pytest.fixture
def statements() -> Count:
    """Records the SQL statements of a block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            sent.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield sent

    return counting
