"""The house keeps its own rules: where lines live, how long they are, what they may name."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import ROOT

ROOMS = ("core", "places", "people", "process", "notify", "packs", "cases", "intake", "walks")
NOT_ROOMS = ("utils", "helpers", "services", "managers", "signals")
LONGEST = 400


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def modules() -> Iterator[Path]:
    for folder in ("config", "linli", "tests", "packs"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts and "assets" not in file.parts:
                yield file


def test_every_module_says_what_lives_in_it() -> None:
    silent = [
        str(file.relative_to(ROOT))
        for file in modules()
        if file.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_is_longer_than_it_may_be() -> None:
    long = {
        str(file.relative_to(ROOT)): count
        for file in modules()
        if (count := len(file.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_is_python_3_11() -> None:
    for file in [*modules(), ROOT / "run"]:
        ast.parse(file.read_text(encoding="utf-8"), filename=str(file), feature_version=(3, 11))


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(file.relative_to(ROOT)) for file in modules() if file.stem in NOT_ROOMS] == []


def test_rooms_hold_no_http() -> None:
    pattern = re.compile(
        r"^\s*(from django\.(http|shortcuts|views)|from django.urls import (?!reverse$)|from ninja)",
        re.MULTILINE,
    )
    talkers = [
        str(file.relative_to(ROOT))
        for room in ROOMS
        for file in sorted((ROOT / "linli" / room).rglob("*.py"))
        if pattern.search(file.read_text(encoding="utf-8"))
    ]
    assert talkers == []


def test_no_rule_hides_in_save_or_in_a_signal() -> None:
    pattern = re.compile(r"^\s+def save\(self|django\.dispatch|django\.db\.models\.signals", re.MULTILINE)
    assert [str(f.relative_to(ROOT)) for f in modules() if "linli" in f.parts and pattern.search(f.read_text())] == []


def test_every_package_is_declared_to_the_layers() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in settings if contract["type"] == "layers")
    declared = {name.strip() for layer in layers for name in layer.split("|")}
    packages = {f"linli.{child.name}" for child in (ROOT / "linli").iterdir() if (child / "__init__.py").exists()}
    assert packages - declared == set()
    assert "config" in declared


def test_no_file_names_a_machine_or_a_registry() -> None:
    pattern = re.compile(
        "|".join(["/" + "work/", "/ro" + "ot/", r"pypi\." + "org", r"registry\.npm" + "js", "files.python" + "hosted"])
    )
    found = []
    for file in tracked():
        if file.suffix in {".png", ".jpg", ".ico", ".woff2", ".pbf", ".xlsx", ".mo"} or "vendor" in file.parts:
            continue
        text = file.read_text(encoding="utf-8", errors="replace")
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []


def test_the_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text()
        assert "http" not in text
        pinned = re.findall(r"^(\S+)==(?:[^\\]*)\\\n((?:    --hash=\S+(?: \\)?\n)+)", text, re.MULTILINE)
        assert len(pinned) == len(re.findall(r"^\S+==", text, re.MULTILINE))


def test_the_test_lock_agrees_with_the_lock() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([\w.-]+)(?:\[[\w,]+\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE))

    main, test = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name: test.get(name) for name in main} == main


def test_ci_calls_the_command_that_people_call() -> None:
    assert "./run test" in (ROOT / ".ci" / "run").read_text()
