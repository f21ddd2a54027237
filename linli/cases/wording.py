"""The words that a pack brings, in the reader's language."""

from django.utils.translation import get_language

from linli.process.definition import Texts


def said(texts: Texts, *, language: str = "") -> str:
    """The text in the language asked for, else in the active one."""
    wanted = language or get_language() or "zh"
    return texts["en" if wanted.startswith("en") else "zh"]
