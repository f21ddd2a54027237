"""Placeholders are documented; the shipped templates are what letters.toml describes, and name no stranger."""

from pathlib import Path

import pytest

from config.paths import ROOT
from linli.cases.queries.letters import names_of
from linli.documents import drafting, rendering
from linli.documents.words import GROUPS, PLAIN
from linli.process.definition import Pack
from linli.process.registry import registry

PAGE = (ROOT / "docs" / "reference" / "documents.md").read_text(encoding="utf-8")
DRAFTED = sorted((ROOT / "packs").glob("*/documents/letters.toml"))
ISSUING = [
    (pack, key, language)
    for pack in registry().current()
    for key in sorted({action.document for action in pack.actions.values() if action.document})
    for language in drafting.LANGUAGES
]


def test_every_placeholder_is_documented() -> None:
    for zh, en in PLAIN.items():
        assert f"| {zh} | {en} |" in PAGE
    for zh, en in GROUPS.items():
        assert f"| {zh}.… | {en}.… |" in PAGE


@pytest.mark.parametrize("source", DRAFTED, ids=lambda source: source.parent.parent.name)
def test_the_templates_are_what_is_described(source: Path) -> None:
    folder = source.parent
    assert [file.name for file, content in drafting.made(folder) if file.read_bytes() != content] == []


@pytest.mark.parametrize(("pack", "key", "language"), ISSUING, ids=lambda one: getattr(one, "key", one))
def test_a_shipped_template_has_no_fault(pack: Pack, key: str, language: str) -> None:
    file = ROOT / "packs" / pack.key / "documents" / drafting.file_name(key=key, language=language)
    assert rendering.check(content=file.read_bytes(), names=names_of(pack=pack, document=key)) == ()
