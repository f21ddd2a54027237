"""`linli indicators`."""

from pathlib import Path

from click.testing import CliRunner
from django.conf import LazySettings

from linli.cli.main import load


def test_it_lists_what_is_in_force_with_the_citys_own(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    (tmp_path / "indicators.toml").write_text('publish = ["redone"]\n', encoding="utf-8")
    answer = CliRunner().invoke(load(), ["indicators", "list"])
    assert answer.exit_code == 0
    lines = answer.output.splitlines()
    assert "on_time | Closed on time | on_time / (on_time + late) | percent | n >= 30 | ranks" in lines
    assert any(line.startswith("redone") and line.endswith("ranks | published") for line in lines)


def test_check_names_every_fault_by_line_and_fails(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    (tmp_path / "indicators.toml").write_text('publish = ["none",\n"closed"]\n', encoding="utf-8")
    answer = CliRunner().invoke(load(), ["indicators", "check"])
    assert answer.exit_code == 1
    assert "indicators.toml:1: publish names 'none'" in answer.output
    assert "indicators.toml:2: publish names 'closed'" in answer.output


def test_check_says_that_there_is_none(settings: LazySettings, tmp_path: Path) -> None:
    settings.CITY_ROOT = tmp_path
    assert CliRunner().invoke(load(), ["indicators", "check"]).output == "no faults found\n"
