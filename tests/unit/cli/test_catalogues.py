"""Texts are found in source and templates as Django will ask for them."""

from pathlib import Path

import polib
import pytest

from linli.cli.catalogues import compile_catalogues, texts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("linli", "config", "packs", "templates", "locale/core/zh_Hans/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


def test_it_finds_texts_in_python(root: Path) -> None:
    (root / "linli" / "a.py").write_text(
        '_("one" " two")\nngettext("a day", "days", n)\npgettext("verb", "file")\nf("no")\n'
    )
    found = [(text.message, text.context, text.is_plural, text.line) for text in texts(root=root)]
    assert found == [("one two", "", False, 1), ("a day", "", True, 2), ("file", "verb", False, 3)]


def test_it_finds_texts_in_templates(root: Path) -> None:
    (root / "templates" / "a.html").write_text(
        "{% load i18n %}{% translate 'one' %}{% translate 'file' context 'verb' %}{{ _('two') }}\n"
        "{% blocktranslate trimmed count n=days %}\n  {{ n }} day\n{% plural %}{{ n }} days{% endblocktranslate %}"
    )
    found = [(text.message, text.context, text.is_plural) for text in texts(root=root)]
    assert found == [("one", "", False), ("file", "verb", False), ("two", "", False), ("%(n)s day", "", True)]


def test_it_compiles_what_changed(root: Path) -> None:
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="one", msgstr="一"))
    catalogue.save(str(root / "locale/core/zh_Hans/LC_MESSAGES/django.po"))
    assert compile_catalogues(root=root) == 1
    assert compile_catalogues(root=root) == 0
