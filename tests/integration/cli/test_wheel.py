"""The wheel carries everything: unpacked anywhere, it has its packs, pages, translations and cities."""

import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from config.paths import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = made.glob("linli-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made / "site")
    return made / "site"


def environment(unpacked: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LINLI_", "DATABASE_URL"))}
    return kept | {"PYTHONPATH": str(unpacked), "PYTHONSAFEPATH": "1"}


def test_its_command_works_anywhere(unpacked: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "linli", "--help"]
    result = subprocess.run(
        command, cwd=tmp_path, env=environment(unpacked), capture_output=True, text=True, check=True, timeout=60
    )
    assert "demo" in result.stdout
    assert list(tmp_path.iterdir()) == []


def test_it_carries_what_the_checkout_has(unpacked: Path) -> None:
    assets = unpacked / "linli" / "assets"
    for folder in ("packs", "templates", "static", "cities", "locale"):
        ours = {f.relative_to(ROOT) for f in (ROOT / folder).rglob("*") if f.is_file() and f.name[0] != "."}
        ours = {f for f in ours if f.suffix not in {".mo", ".pyc"}}
        assert {f for f in ours if not (assets / f).is_file()} == set()
    catalogues = sorted(assets.glob("locale/*/*/*/*.po"))
    assert catalogues
    assert all(catalogue.with_suffix(".mo").stat().st_size > 100 for catalogue in catalogues)


@pytest.mark.slow
def test_its_demo_answers(unpacked: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "linli", "demo", "--port", "8119", "--no-open"]
    process = subprocess.Popen(command, cwd=tmp_path, env=environment(unpacked))
    try:
        deadline = time.monotonic() + 400
        while not (tmp_path / "var" / "demo.json").exists():
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.5)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
