"""The page on messages names every template and every variable that templates use, and no other."""

import re

from config.paths import ROOT

PAGE = (ROOT / "docs" / "reference" / "messages.md").read_text()
FOLDER = ROOT / "templates" / "notify"


def test_every_message_is_documented_and_none_that_is_not_there() -> None:
    written = {path.name.split(".")[0] for path in FOLDER.iterdir()}
    table = PAGE.partition("A template may use")[0]
    named = set(re.findall(r"`([a-z_]+)`", table)) - {"notifies"}
    assert named == written


def test_every_message_stands_once() -> None:
    rows = [line for line in PAGE.partition("A template may use")[0].splitlines() if line.startswith("|")]
    readers = [row.split("|")[1] for row in rows]
    named = [name for row in rows for name in re.findall(r"`([a-z_]+)`", row)]
    assert len(readers) == len(set(readers))
    assert len(named) == len(set(named))


def test_every_variable_is_documented() -> None:
    table = PAGE.partition("A template may use")[2].partition("##")[0]
    known = set(re.findall(r"`([a-z_]+)`", table))
    for path in FOLDER.glob("*.txt"):
        text = path.read_text()
        used = set(re.findall(r"{{ (\w+)", text)) | set(re.findall(r"{% (?:el)?if (?:not )?(\w+)", text))
        assert used <= known, path.name
