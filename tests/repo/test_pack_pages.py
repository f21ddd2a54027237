"""What is generated from packs is up to date, what is published is locked, and every message of a pack has a text."""

import tomllib

import pytest
from django.conf import settings

from config.paths import ROOT
from linli.process import lock, periods, reference, registry, scenarios
from linli.process.check import check

PACKS = registry.registry().current()


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_the_reference_page_is_up_to_date(key: str) -> None:
    page = ROOT / "docs" / "reference" / "packs" / f"{key}.md"
    assert page.is_file(), "run `linli pack reference`"
    assert page.read_text(encoding="utf-8") == reference.markdown(registry.registry().pack(key)), (
        "out of date: run `linli pack reference`"
    )


def test_the_table_of_periods_is_up_to_date() -> None:
    page = ROOT / "docs" / "reference" / "periods.md"
    assert page.read_text(encoding="utf-8") == periods.markdown(PACKS), "out of date: run `linli pack reference`"


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_a_pack_is_sound_and_says_what_it_is(key: str) -> None:
    folder = registry.HOME / key
    assert check(folder) == ()
    assert scenarios.check(folder) == ()
    assert (folder / "README.md").is_file()


def test_published_versions_are_unchanged() -> None:
    assert lock.check_root(registry.HOME) == ()


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_what_is_shipped_is_published(key: str) -> None:
    pack = registry.registry().pack(key)
    locked = tomllib.loads((registry.HOME / lock.NAME).read_text(encoding="utf-8"))
    assert locked.get(key, {}).get(pack.version) == pack.digest, "run `linli pack lock`"


@pytest.mark.parametrize("key", [pack.key for pack in PACKS])
def test_full_tables_can_be_sent(key: str) -> None:
    pack = registry.registry().pack(key)
    forms = {"report": pack.fields, **{name: action.asks for name, action in pack.actions.items()}}
    cells = {name: sum(one.max_rows * len(one.columns) for one in asks) for name, asks in forms.items()}
    others = 200
    most = int(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS or 0)
    assert {name: count for name, count in cells.items() if count + others > most} == {}


def test_every_message_of_a_pack_has_its_text_in_both_languages() -> None:
    named = {told.template for pack in PACKS for action in pack.actions.values() for told in action.notifies}
    folder = ROOT / "templates" / "notify"
    assert [name for name in named for tag in ("zh-hans", "en") if not (folder / f"{name}.{tag}.txt").is_file()] == []
