"""What a person can set or call is written down."""

import re
from pathlib import Path
from pkgutil import resolve_name

import pytest

from config.paths import ROOT
from linli.cli.main import load
from linli.cli.reference import markdown

REFERENCE = ROOT / "docs" / "reference"
READERS = r"(?:text|boolean|integer|choice|words|path|folders|key|database|mail_server|identity_provider)"


def settings() -> set[str]:
    source = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "env.py", "paths.py"))
    named = re.findall(rf'{READERS}\(\s*"([A-Z_]+)"', source) + re.findall(r'environ\.get\("([A-Z_]+)"', source)
    return set(named)


def test_every_setting_is_documented() -> None:
    page = (REFERENCE / "settings.md").read_text()
    assert {name for name in settings() if f"`{name}" not in page} == set()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    page = (REFERENCE / "settings.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE))
    assert {name for name in documented if not any(name.startswith(known) for known in settings())} == set()


def test_every_command_is_documented() -> None:
    assert (REFERENCE / "commands.md").read_text() == markdown(root=load()), "run `./run reference`"


def test_every_decision_is_short_and_whole() -> None:
    for page in sorted((ROOT / "docs" / "adr").glob("[0-9]*.md")):
        text = page.read_text()
        assert len(text.splitlines()) <= 40, page.name
        for heading in ("## Context", "## Decision", "## Consequences"):
            assert heading in text, page.name


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "explanation").glob("*.md")), ids=lambda page: page.stem)
def test_what_an_explanation_names_in_the_code_is_there(page: Path) -> None:
    rooms = "|".join(folder.name for folder in (ROOT / "linli").iterdir() if (folder / "__init__.py").is_file())
    named = re.findall(rf"`(?:linli\.)?((?:{rooms})(?:\.\w+)+)`", page.read_text(encoding="utf-8"))
    for name in named:
        resolve_name(f"linli.{name}")
