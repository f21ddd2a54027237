"""Paths of organisations, locks and passwords."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.people.rules import lock_until, next_path, password_classes

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@given(count=st.integers(min_value=2, max_value=60))
def test_paths_of_siblings_rise_and_share_their_parents(count: int) -> None:
    paths, last = [], ""
    for _child in range(count):
        last = next_path(parent="0001", last=last)
        paths.append(last)
    assert paths == sorted(set(paths))
    assert all(path.startswith("0001") and len(path) == 8 for path in paths)


def test_a_full_parent_is_refused() -> None:
    assert next_path(parent="", last="000Z") == "0010"
    with pytest.raises(OverflowError):
        next_path(parent="", last="ZZZZ")


def test_the_fifth_failure_locks() -> None:
    assert lock_until(failures=4, now=NOW) is None
    assert lock_until(failures=5, now=NOW) == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("password", "classes"), [("abcdefgh", 1), ("abcdEFGH", 2), ("abcdEF12", 3), ("abEF12!?", 4), ("密码ab12", 3)]
)
def test_classes_of_characters(password: str, classes: int) -> None:
    assert password_classes(password=password) == classes
