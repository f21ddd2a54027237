"""The commands for those who write packs."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from linli.cli.main import load


def run(*arguments: str) -> Result:
    return CliRunner().invoke(load(), ["pack", *arguments])


def new(into: Path, key: str = "campaign") -> Result:
    return run("new", key, "--zh", "专项治理", "--en", "Campaign", "--prefix", "CP", "--into", str(into))


def test_it_makes_a_new_pack_that_is_sound(tmp_path: Path) -> None:
    assert new(tmp_path).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "campaign").iterdir()) == [
        "README.md", "pack.toml", "scenarios.toml",
    ]  # fmt: skip
    checked = run("check", str(tmp_path / "campaign"))
    assert checked.exit_code == 0
    assert checked.stdout == "1 pack without a fault\n"


@pytest.mark.parametrize("key", ["Campaign", "1st", "a-b"])
def test_it_refuses_a_key_that_cannot_be_one(tmp_path: Path, key: str) -> None:
    assert new(tmp_path, key).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_it_refuses_to_write_over_a_pack(tmp_path: Path) -> None:
    new(tmp_path)
    again = new(tmp_path)
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def test_it_lists_faults_by_line(tmp_path: Path) -> None:
    new(tmp_path)
    file = tmp_path / "campaign" / "pack.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('holder = "org"', 'holder = "orgs"'), encoding="utf-8")
    checked = run("check", str(tmp_path / "campaign"))
    assert checked.exit_code != 0
    assert f"{file}:45: stages.handling: holder must be" in checked.stderr
    assert "1 fault found" in checked.stderr


def test_it_explains_a_pack() -> None:
    told = run("explain", "event")
    assert told.exit_code == 0
    for word in ("close_on_spot", "现场办结", "suspension"):
        assert word in told.stdout


def test_it_names_the_packs_when_asked_for_another() -> None:
    told = run("explain", "nothing")
    assert told.exit_code == 2
    assert "event" in told.stderr


def test_reference_pages_are_checked_without_writing() -> None:
    assert run("reference", "--check").exit_code == 0
