"""A published version never changes, and what was published stays within reach."""

from collections.abc import Callable
from pathlib import Path

import pytest

from linli.process import lock
from linli.process.errors import BadPackError

Write = Callable[..., Path]


def test_it_locks_what_is_new(write: Write) -> None:
    root = write().parent
    assert [pack.key for pack in lock.publish(root)] == ["lost"]
    assert lock.publish(root) == ()
    assert lock.check_root(root) == ()


def test_it_finds_a_published_version_that_was_changed(write: Write) -> None:
    root = write().parent
    lock.publish(root)
    write(("length = 3", "length = 4"))
    (fault,) = lock.check_root(root)
    assert "version 1 is published and must not change" in fault.message
    with pytest.raises(BadPackError, match="must not change"):
        lock.publish(root)


def test_it_revises_a_pack_and_keeps_the_published_text(write: Write) -> None:
    folder = write()
    lock.publish(folder.parent)
    before = (folder / "pack.toml").read_text(encoding="utf-8")
    kept = lock.revise(folder, version="1.1")
    assert kept.read_text(encoding="utf-8") == before
    assert lock.check_root(folder.parent) == ()
    assert [pack.version for pack in lock.publish(folder.parent)] == ["1.1"]


def test_it_finds_a_published_version_that_is_gone(write: Write) -> None:
    folder = write()
    lock.publish(folder.parent)
    lock.revise(folder, version="2").unlink()
    (fault,) = lock.check_root(folder.parent)
    assert "its file is gone" in fault.message


def test_it_finds_a_published_pack_that_is_gone(write: Write) -> None:
    folder = write()
    lock.publish(folder.parent)
    (folder / "pack.toml").unlink()
    (fault,) = lock.check_root(folder.parent)
    assert "its folder is gone" in fault.message


def test_it_refuses_to_revise_what_is_not_published(write: Write) -> None:
    with pytest.raises(BadPackError, match="no need to revise"):
        lock.revise(write(), version="2")


def test_it_refuses_a_version_that_is_not_later(write: Write) -> None:
    folder = write()
    lock.publish(folder.parent)
    with pytest.raises(BadPackError, match="is not later than 1"):
        lock.revise(folder, version="1")


def test_it_locks_nothing_when_a_pack_has_faults(write: Write) -> None:
    root = write(('holder = "org"', 'holder = "orgs"')).parent
    with pytest.raises(BadPackError):
        lock.publish(root)
    assert not (root / "lock.toml").exists()
