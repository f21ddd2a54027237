"""Packs of a city's own folders on the command line: kept, refused by line, written back into a folder."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from linli.cli.main import load
from linli.packs import queries
from linli.packs.models import KeptPack

NAMED = ("--zh", "河道清洁专项", "--en", "River campaign", "--prefix", "RV")

pytestmark = pytest.mark.django_db


@pytest.fixture
def river(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("django.db.connection.close", lambda: None)  # the test's own transaction stays
    run("new", "river", *NAMED, "--like", "campaign", "--into", str(tmp_path))
    settings.EXTRA_PACKS = [tmp_path]
    return tmp_path / "river"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(load(), ["pack", *arguments])


def test_it_is_published_once(river: Path) -> None:
    assert run("keep").stdout == "published river 1\n"
    assert run("keep").stdout == ""
    assert "river" in {pack.key for pack in queries.installed().current()}


def test_a_missing_folder_is_said_and_stops_nothing(river: Path, settings: LazySettings) -> None:
    run("keep")
    settings.EXTRA_PACKS = [river / "gone"]
    kept = run("keep")
    assert (kept.exit_code, "is not there" in kept.stderr) == (0, True)


def test_every_fault_is_listed_and_it_exits_2(river: Path) -> None:
    file = river / "pack.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('holder = "org"', 'holder = "o"').replace('by = ["desk"]', 'by = ["d"]', 1))
    kept = run("keep")
    assert kept.stderr.count(f"{file}:") == 2
    assert not KeptPack.objects.exists()


def test_a_kept_one_is_written_back(river: Path, tmp_path: Path) -> None:
    run("keep")
    out = run("export", "river", "--into", str(tmp_path / "back"))
    assert out.exit_code == 0, out.output
    for name in ("pack.toml", "scenarios.toml", "README.md"):
        assert (tmp_path / "back" / "river" / name).read_bytes() == (river / name).read_bytes()


def test_export_names_what_is_not_there(river: Path, tmp_path: Path) -> None:
    assert (
        "keeps no published river 9" in run("export", "river", "--version", "9", "--into", str(tmp_path / "x")).stderr
    )
    assert "exists already" in run("export", "river", "--into", str(tmp_path)).stderr
