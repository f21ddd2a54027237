"""A city's own folder on the ordinary command line: a fresh shell, no database, every fault by its line, exit 2."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.paths import ROOT

NAMED = ("--zh", "河道清洁专项", "--en", "River campaign", "--prefix", "RV", "--like", "campaign")
PLAIN = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}


def run(*arguments: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """As somebody types it in a shell of their own, in a folder of their own."""
    command = [sys.executable, str(ROOT / "run"), *arguments]
    if not (ROOT / ".venv").exists():
        command = [sys.executable, "-m", "linli", *arguments]
    environment = PLAIN | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment, timeout=120)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    made = run("pack", "new", "river", *NAMED, "--into", "my campaigns", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "pack check 'my campaigns/river'" in made.stdout
    return tmp_path / "my campaigns" / "river"


def test_it_is_made_checked_and_explained(river: Path) -> None:
    home = river.parent.parent
    for place in ("my campaigns/river", "my campaigns", str(river)):
        checked = run("pack", "check", place, cwd=home)
        assert (checked.returncode, checked.stdout, checked.stderr) == (0, "1 pack without a fault\n", "")
    told = run("pack", "explain", "my campaigns/river", cwd=home)
    assert told.returncode == 0
    for words in ("River campaign 河道清洁专项", "whistle", "working", "default"):
        assert words in told.stdout


def test_every_fault_is_listed_at_once_by_its_line(river: Path) -> None:
    file, walks = river / "pack.toml", river / "scenarios.toml"
    text = file.read_text(encoding="utf-8").replace('holder = "verifier"', 'holder = "boss"', 1)
    file.write_text(text, encoding="utf-8")
    walks.write_text(walks.read_text(encoding="utf-8").replace('who = "lead"', 'who = "boss"', 1), encoding="utf-8")
    (river / "guards.py").write_text("")
    checked = run("pack", "check", str(river), cwd=river)
    assert (checked.returncode, checked.stdout) == (2, "")
    at = next(number for number, line in enumerate(text.splitlines(), 1) if '"boss"' in line)
    assert f"{file}:{at}: " in checked.stderr
    assert f"{walks}:" in checked.stderr
    assert f"{river / 'guards.py'}:0: may not come" in checked.stderr
    assert "faults found" in checked.stderr.splitlines()[-1]


def test_a_prefix_or_key_of_linli_is_refused_before_the_upload(river: Path) -> None:
    file = river / "pack.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('prefix = "RV"', 'prefix = "EV"'), encoding="utf-8")
    checked = run("pack", "check", str(river), cwd=river)
    assert checked.returncode == 2
    assert f"{file}:" in checked.stderr
    assert "prefix 'EV' is that of 'event': choose another" in checked.stderr


def test_files_of_other_editors_are_read_or_refused_in_words(river: Path) -> None:
    file, walks = river / "pack.toml", river / "scenarios.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    walks.write_bytes(b"\xef\xbb\xbf" + walks.read_bytes())
    assert run("pack", "check", str(river), cwd=river).returncode == 0
    walks.write_bytes(walks.read_text(encoding="utf-8-sig").encode("gb18030"))
    checked = run("pack", "check", str(river), cwd=river)
    assert (checked.returncode, "is not UTF-8 text: save it as UTF-8" in checked.stderr) == (2, True)


def test_what_is_not_there_is_one_line(river: Path) -> None:
    shutil.rmtree(river)
    for command in (("check", "nowhere"), ("explain", "nowhere"), ("check", str(river.parent))):
        refused = run("pack", *command, cwd=river.parent)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "Traceback" not in refused.stderr
