"""What is generated from packs is up to date, what is published is locked, and every message of a pack has a text."""

import pytest

from config.paths import ROOT
from linli.process import lock, reference, registry, scenarios
from linli.process.check import check

PACKS = registry.registry().current()


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_the_reference_page_is_up_to_date(key: str) -> None:
    page = ROOT / "docs" / "reference" / "packs" / f"{key}.md"
    assert page.is_file(), "run `linli pack reference`"
    assert page.read_text(encoding="utf-8") == reference.markdown(registry.registry().pack(key)), (
        "out of date: run `linli pack reference`"
    )


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_a_pack_is_sound_and_says_what_it_is(key: str) -> None:
    folder = registry.HOME / key
    assert check(folder) == ()
    assert scenarios.check(folder) == ()
    assert (folder / "README.md").is_file()


def test_published_versions_are_unchanged() -> None:
    assert lock.check_root(registry.HOME) == ()
