"""Every message that a pack or the engine names has its words in both languages, and says nothing it must not."""

import re
from pathlib import Path

import pytest

from config.paths import ROOT
from linli.process.registry import registry

FOLDER = ROOT / "templates" / "notify"
ENGINE = {"received", "clock_warning", "clock_breach", "confirm_subscription", "area_digest"}
LANGUAGES = ("zh-hans", "en")


def named_by_packs() -> set[str]:
    return {
        told.template for pack in registry().current() for action in pack.actions.values() for told in action.notifies
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_named_has_its_words(language: str) -> None:
    written = {path.name.removesuffix(f".{language}.txt") for path in FOLDER.glob(f"*.{language}.txt")}
    assert named_by_packs() | ENGINE <= written


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.name)
def test_a_message_begins_with_a_subject_and_speaks_its_language(path: Path) -> None:
    text = path.read_text()
    plain = re.sub(r"{[{%].*?[%}]}", "", text)
    if path.name.endswith(".zh-hans.txt"):
        assert re.search("[\u4e00-\u9fff]", plain)
    else:
        assert not re.search("[\u4e00-\u9fff]", plain.replace("邻里", ""))
    if not path.name.startswith("reporter_link"):
        assert text.split("\n")[1] == ""
    assert not re.search(r"{{ *(name|phone|email|title|text)\b", text)
