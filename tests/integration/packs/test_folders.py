"""Packs of the city's own folders: kept when first seen, in force without the folder, never two of one version."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from linli.cases.actions.acting import act
from linli.cases.actions.opening import open_case
from linli.cases.types import NewCase
from linli.packs import queries
from linli.packs.actions.folders import keep_folders
from linli.packs.models import KeptPack
from linli.people.models import AdminChange
from linli.process import registry
from linli.process.errors import BadPackError
from tests import world as worlds
from tests.world import World


def write(root: Path, *, key: str = "litter", prefix: str = "LT", version: str = "1") -> Path:
    words = {"KEY": key, "TITLE_ZH": "清理垃圾专项", "TITLE_EN": "Litter campaign", "PREFIX": prefix}
    folder = root / key
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("pack.toml", "scenarios.toml"):
        source = (registry.HOME / "_new" / f"{name}.template").read_text(encoding="utf-8")
        text = re.sub(r"@([A-Z_]+)@", lambda match: words[match[1]], source)
        (folder / name).write_text(text.replace('version = "1"', f'version = "{version}"'), encoding="utf-8")
    return folder


def current() -> dict[str, str]:
    queries.forget()
    return {pack.key: pack.version for pack in queries.installed().current()}


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def reported(world: World, now: datetime) -> str:
    report = NewCase(pack="litter", text="河边有垃圾", channel="web", area_code=worlds.NAMED["@village"])
    return open_case(report=report, by=world.actor("resident"), now=now).number


def test_its_cases_go_on_when_the_folder_is_gone(world: World, tmp_path: Path, now: datetime) -> None:
    folder = write(tmp_path)
    assert [pack.key for pack in keep_folders(roots=[tmp_path], now=now)] == ["litter"]
    number = reported(world, now)
    shutil.rmtree(folder)
    assert keep_folders(roots=[tmp_path], now=now) == ()
    inputs = {"lead": world.organisations["lead"].pk, "task": "清理"}
    assert act(number=number, action="dispatch", inputs=inputs, by=world.actor("desk"), now=now).stage == "handling"
    assert current()["litter"] == "1"


def test_it_is_kept_once_and_logged(world: World, tmp_path: Path, now: datetime) -> None:
    write(tmp_path)
    assert len(keep_folders(roots=[tmp_path], now=now)) == 1
    assert keep_folders(roots=[tmp_path], now=now) == ()
    assert KeptPack.objects.count() == 1
    assert list(AdminChange.objects.values_list("kind", "subject")) == [("pack.take_up", "litter 1")]


def test_older_versions_come_along(world: World, tmp_path: Path, now: datetime) -> None:
    folder = write(tmp_path, version="1")
    (folder / "versions").mkdir()
    shutil.copy(folder / "pack.toml", folder / "versions" / "1.toml")
    write(tmp_path, version="2")
    assert [pack.version for pack in keep_folders(roots=[tmp_path], now=now)] == ["1", "2"]
    assert current()["litter"] == "2"
    assert queries.installed().pack("litter", "1").version == "1"


def test_a_retired_one_stays_retired(world: World, tmp_path: Path, now: datetime) -> None:
    write(tmp_path)
    keep_folders(roots=[tmp_path], now=now)
    KeptPack.objects.update(state="retired")
    assert keep_folders(roots=[tmp_path], now=now) == ()
    assert "litter" not in current()


def test_the_same_version_with_other_content_is_refused_and_nothing_is_kept(
    world: World, tmp_path: Path, now: datetime
) -> None:
    folder = write(tmp_path)
    keep_folders(roots=[tmp_path], now=now)
    text = (folder / "pack.toml").read_text(encoding="utf-8")
    (folder / "pack.toml").write_text(text.replace("清理垃圾专项", "清理河道专项"), encoding="utf-8")
    write(tmp_path, key="noise", prefix="NS")
    with pytest.raises(BadPackError) as refusal:
        keep_folders(roots=[tmp_path], now=now)
    (fault,) = refusal.value.faults
    at = text.splitlines().index('version = "1"') + 1
    assert (fault.file, fault.line) == (folder / "pack.toml", at)
    assert "published on 2026-03-02 with other content" in fault.message
    assert "give this one a higher version" in fault.message
    assert set(KeptPack.objects.values_list("key", flat=True)) == {"litter"}


def test_two_folders_with_one_version_are_refused(world: World, tmp_path: Path, now: datetime) -> None:
    write(tmp_path / "a")
    folder = write(tmp_path / "b")
    assert len(keep_folders(roots=[tmp_path / "a"], now=now)) == 1
    with (folder / "pack.toml").open("a") as file:
        file.write("# another\n")
    with pytest.raises(BadPackError) as refusal:
        keep_folders(roots=[tmp_path / "a", tmp_path / "b"], now=now)
    assert any("under the same key and version" in fault.message for fault in refusal.value.faults)


def test_line_endings_and_notes_beside_it_make_no_other_content(world: World, tmp_path: Path, now: datetime) -> None:
    folder = write(tmp_path)
    keep_folders(roots=[tmp_path], now=now)
    (folder / "pack.toml").write_bytes((folder / "pack.toml").read_bytes().replace(b"\n", b"\r\n"))
    (folder / "README.md").write_text("# Litter\n")
    assert keep_folders(roots=[tmp_path], now=now) == ()


def test_a_draft_of_the_same_version_with_other_content_is_named(world: World, tmp_path: Path, now: datetime) -> None:
    write(tmp_path)
    keep_folders(roots=[tmp_path], now=now)
    row = KeptPack.objects.get()
    KeptPack.objects.create(
        key="noise", version="1", content=bytes(row.content), sha256=row.sha256, put_at=now, changed_at=now
    )
    write(tmp_path, key="noise", prefix="NS")
    with pytest.raises(BadPackError) as refusal:
        keep_folders(roots=[tmp_path], now=now)
    assert "discard that one first" in refusal.value.faults[0].message


def test_code_is_refused_with_every_other_fault(world: World, tmp_path: Path, now: datetime) -> None:
    folder = write(tmp_path)
    (folder / "guards.py").write_text("")
    write(tmp_path, key="event", prefix="XX")
    write(tmp_path, key="noise", prefix="EV")
    with pytest.raises(BadPackError) as refusal:
        keep_folders(roots=[tmp_path], now=now)
    assert (folder / "guards.py") in {fault.file for fault in refusal.value.faults}
    assert not KeptPack.objects.exists()


def test_a_shipped_key_and_prefix_are_refused(world: World, tmp_path: Path, now: datetime) -> None:
    write(tmp_path, key="event", prefix="XX")
    write(tmp_path, key="noise", prefix="EV")
    with pytest.raises(BadPackError) as refusal:
        keep_folders(roots=[tmp_path], now=now)
    assert {fault.message.split(" ")[0] for fault in refusal.value.faults} == {"key", "prefix"}
