"""Every text that a user can meet is in Chinese too, with the same names in it."""

import re

import polib

from config.paths import ROOT
from linli.cli.catalogues import missing

NAMES = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")


def test_every_text_has_a_translation() -> None:
    lacking = [
        f"{text.file.relative_to(ROOT)}:{text.line}: {text.message!r}"
        for text in missing(root=ROOT, language="zh-hans")
    ]
    assert lacking == []


def test_translations_keep_the_names_in_the_text() -> None:
    faults = []
    for catalogue in sorted(ROOT.glob("locale/*/*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(catalogue)):
            for translated in [entry.msgstr, *entry.msgstr_plural.values()]:
                if translated and _names(translated) - _names(entry.msgid + entry.msgid_plural):
                    faults.append(f"{catalogue.parent.parent.parent.name}: {entry.msgid!r}")
    assert faults == []


def test_no_catalogue_says_two_things_for_one_text() -> None:
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for catalogue in sorted(ROOT.glob("locale/*/*/LC_MESSAGES/*.po")):
        for entry in polib.pofile(str(catalogue)):
            if entry.msgstr:
                said.setdefault((entry.msgctxt, entry.msgid), {})[catalogue.parent.parent.parent.name] = entry.msgstr
    assert {key: by for key, by in said.items() if len(set(by.values())) > 1} == {}


def _names(text: str) -> set[str]:
    return {first or second for first, second in NAMES.findall(text)}
