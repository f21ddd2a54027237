"""Parts of pages that repeat by the hundred: rows of lists, fields of forms. Rendered by Jinja2, which compiles them.

What a page is framed by stays with Django's templates (ADR 12). Text is escaped as everywhere; a fragment gets finished
values and looks nothing up.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Engine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from linli.web import wording
from linli.web.console import labels
from linli.web.templatetags import ui


def rendered(name: str, /, **values: Any) -> SafeString:
    """The fragment's HTML in the reader's language. Raises UndefinedError for a value that it names and nobody gave."""
    return SafeString(_template(name, wording.is_chinese()).render(values))


@lru_cache(maxsize=64)
def _template(name: str, is_chinese: bool) -> Template:
    return _environment(is_chinese).get_template(name)


@lru_cache(maxsize=2)
def _environment(is_chinese: bool) -> Environment:
    """For pages in Chinese or in another language: a list asks it of two hundred texts."""
    made = Environment(
        loader=FileSystemLoader([Path(folder) / "fragments" for folder in Engine.get_default().dirs]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": gettext, "url": _url, "part": _part, "icon": ui.icon, "options": ui.options}
    made.globals |= {"colon": wording.colon, "bracketed": ui.bracketed}
    made.filters |= {"as_spoken": str if is_chinese else ui.as_spoken, "label": _label}
    return made


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def _part(name: str, /, **values: Any) -> SafeString:
    """A part that Django renders, for what is rare in a fragment and used elsewhere too."""
    return render_to_string(name, values)


def _label(value: str, kind: str) -> str:
    return labels.label(kind=kind, value=value)
