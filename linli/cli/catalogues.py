"""Translations on disk: which texts the source asks for, which the catalogues lack, and the compiled files."""

import ast
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = {
    "_": 1,
    "gettext": 1,
    "gettext_lazy": 1,
    "gettext_noop": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "pgettext": 1,
    "pgettext_lazy": 1,
    "npgettext": 2,
    "npgettext_lazy": 2,
}
"""Functions that ask for a translation, and how many forms of the text they take."""
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
MARKED = re.compile(rf"\b(n?p?gettext|_)\(({LITERAL}(?:\s*,\s*{LITERAL})*)", re.DOTALL)


@dataclass(frozen=True)
class Text:
    """A text that the source asks to be translated, and where."""

    message: str
    context: str
    is_plural: bool
    file: Path
    line: int


def compile_catalogues(*, root: Path) -> int:
    """Write each `.mo` that is older than its `.po`; returns how many."""
    import polib

    written = 0
    for source in sorted(root.glob("locale/*/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        part = target.with_suffix(f".{os.getpid()}.mo")  # several processes may find the same file old
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(target)
        written += 1
    return written


def texts(*, root: Path) -> Iterator[Text]:
    """Every text in the source and in the templates."""
    for folder in ("linli", "config", "packs"):
        for file in sorted((root / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield from _in_python(file)
    for file in sorted((root / "templates").rglob("*")):
        if file.suffix in {".html", ".txt", ".svg", ".xml"}:
            yield from _in_template(file)


def missing(*, root: Path, language: str) -> list[Text]:
    """The texts that no catalogue, ours or a package's, has in the language. Needs Django set up."""
    from django.utils.translation import trans_real

    catalogue = trans_real.translation(language)._catalog  # type: ignore[attr-defined]

    def is_known(text: Text) -> bool:
        key = f"{text.context}\x04{text.message}" if text.context else text.message
        return bool(catalogue.get((key, 0)) or (not text.is_plural and catalogue.get(key)))

    return [text for text in texts(root=root) if text.message and not is_known(text)]


def _in_python(file: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            literals = [part.value for part in node.args if isinstance(part, ast.Constant)]
            words = [literal for literal in literals if isinstance(literal, str)]
            yield from _text(name, words, file, node.lineno)


def _in_template(file: Path) -> Iterator[Text]:
    from django.utils.translation.template import templatize

    source = templatize(file.read_text(encoding="utf-8"), origin=str(file))
    for match in MARKED.finditer(source):
        words = [ast.literal_eval(literal) for literal in re.findall(LITERAL, match[2], re.DOTALL)]
        yield from _text(match[1], words, file, source.count("\n", 0, match.start()) + 1)


def _text(name: str, words: list[str], file: Path, line: int) -> Iterator[Text]:
    if name not in CALLS or not words:
        return
    context = words.pop(0) if "pgettext" in name and len(words) > 1 else ""
    yield Text(message=words[0], context=context, is_plural=CALLS[name] == 2, file=file, line=line)
