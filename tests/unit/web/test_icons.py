"""Every icon that a page names is in the sprite; one that is not would be an empty space."""

import re
from pathlib import Path

import pytest

from config.paths import ROOT
from linli.web import shell
from linli.web.console import reading
from linli.web.public import stories, tiles
from linli.web.templatetags import ui

SPRITE = ROOT / "static" / "vendor" / "tabler-icons" / "icons.svg"
DRAWN = frozenset(re.findall(r'id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("mapping", [reading.ICONS, stories.ICONS, tiles.ICONS, ui.CLOCK_ICONS])
def test_those_of_mappings_are_drawn(mapping: dict[str, str]) -> None:
    assert set(mapping.values()) - DRAWN == set()


def test_those_of_the_navigation_are_drawn() -> None:
    assert {entry.icon for entry in shell.ENTRIES} - DRAWN == set()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_those_of_templates_are_drawn(template: Path) -> None:
    named = set(re.findall(r'{%\s*icon\s+"([a-z0-9-]+)"', template.read_text(encoding="utf-8")))
    assert named - DRAWN == set()
