"""`linli index`."""

from pathlib import Path

from click.testing import CliRunner
from django.conf import LazySettings

from linli.cli.main import load


def test_it_lists_what_is_in_force_and_what_the_city_publishes(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    (tmp_path / "indices.toml").write_text('publish = ["fire_and_roads"]\n', encoding="utf-8")
    answer = CliRunner().invoke(load(), ["index", "list"])
    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    start = "fire_and_roads 1 | Safe-place index (fire and roads) | 2020-01-01 to further notice | fire 50, roads 50"
    assert f"{start} | published" in lines
    assert sum(line.endswith("published") for line in lines) == 1


def test_check_names_every_fault_by_line_and_fails(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    (tmp_path / "indices.toml").write_text('publish = ["none",\n"nor_this"]\n', encoding="utf-8")
    answer = CliRunner().invoke(load(), ["index", "check"])
    assert answer.exit_code == 1
    assert "indices.toml:1: publish names 'none'" in answer.output
    assert "indices.toml:2: publish names 'nor_this'" in answer.output


def test_check_says_that_there_is_none(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    assert CliRunner().invoke(load(), ["index", "check"]).output == "no faults found\n"
