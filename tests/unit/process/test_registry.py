"""Finding a folder is the registration; a case keeps its version; it is read once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from linli.process import registry
from linli.process.errors import BadPackError, UnknownPackError

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    registry.use(roots=())


def test_it_finds_the_shipped_packs() -> None:
    found = registry.registry()
    assert found.pack("event").prefix == "EV"
    assert found.pack("event") in found.current()


def test_it_adds_a_citys_own_packs_and_drops_nothing(write: Write) -> None:
    registry.use(roots=[write().parent])
    assert {pack.key for pack in registry.registry().current()} >= {"event", "lost"}


def test_it_keeps_older_versions_within_reach(write: Write) -> None:
    folder = write()
    (folder / "versions").mkdir()
    (folder / "pack.toml").rename(folder / "versions" / "1.toml")
    write(('version = "1"', 'version = "2"'), ("Lost thing", "Lost property"))
    registry.use(roots=[folder.parent])
    assert registry.registry().pack("lost").title["en"] == "Lost property"
    assert registry.registry().pack("lost", "1").title["en"] == "Lost thing"
    assert registry.registry().pack("lost", "1") is registry.registry().pack("lost", "1")


def test_it_reads_a_changed_folder_again_when_told(write: Write) -> None:
    registry.use(roots=[write().parent])
    assert registry.registry().pack("lost").title["en"] == "Lost thing"
    write(("Lost thing", "Lost property"))
    assert registry.reload().pack("lost").title["en"] == "Lost property"


def test_it_refuses_an_unknown_pack_or_version() -> None:
    with pytest.raises(UnknownPackError, match="no pack 'nothing'"):
        registry.registry().pack("nothing")
    with pytest.raises(UnknownPackError, match=r"no version '0\.9'"):
        registry.registry().pack("event", "0.9")


def test_it_refuses_to_start_with_a_faulty_pack_and_lists_its_faults(write: Write) -> None:
    registry.use(roots=[write(('holder = "org"', 'holder = "orgs"')).parent])
    with pytest.raises(BadPackError, match=r"pack\.toml:32: stages\.search: holder must be") as caught:
        registry.registry()
    assert len(caught.value.faults) == 1


def test_it_refuses_two_packs_of_one_prefix(write: Write) -> None:
    registry.use(roots=[write(('prefix = "LO"', 'prefix = "EV"')).parent])
    with pytest.raises(BadPackError, match="key or prefix is already that of"):
        registry.registry()


def test_it_reads_once() -> None:
    assert registry.registry() is registry.registry()
