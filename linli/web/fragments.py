"""Parts of pages that repeat by the hundred: rows of lists, fields of forms. Rendered by Jinja2, which compiles them.

What a page is framed by stays with Django's templates (ADR 12). Text is escaped as everywhere; a fragment gets finished
values and looks nothing up.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Engine
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from linli.core.same import Same
from linli.process.definition import Action
from linli.web import wording
from linli.web.console import labels
from linli.web.console.asking import Ask, Asked
from linli.web.templatetags import ui

_MARKS = ("\ue000", "\ue001", "\ue002")
"""Where the case's address, the page's token and the case's version go in a step that is kept. No text has them."""


def rendered(name: str, /, **values: Any) -> SafeString:
    """The fragment's HTML in the reader's language. Raises UndefinedError for a value that it names and nobody gave."""
    return SafeString(_template(name, get_language() or "").render(values))


@lru_cache(maxsize=64)
def _template(name: str, language: str) -> Template:
    return _environment(language).get_template(name)


@lru_cache(maxsize=8)
def _environment(language: str) -> Environment:
    """For pages in one language: what is said in every row is looked up once."""
    made = Environment(
        loader=FileSystemLoader([Path(folder) / "fragments" for folder in Engine.get_default().dirs]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": lru_cache(maxsize=1024)(gettext), "url": _url, "part": _part, "icon": ui.icon}
    made.globals |= {
        "options": ui.options,
        "colon": wording.colon,
        "bracketed": ui.bracketed,
        "field": _field,
        "step": _step,
    }
    made.filters |= {"as_spoken": str if language.startswith("zh") else ui.as_spoken, "label": _label}
    return made


def _step(form: Asked, address: str, token: object, version: int) -> str:
    language = get_language() or ""
    macro = _step_macro(language)
    if not form.is_plain:
        return macro(form, address, token, str(version))
    drawn = _plain_step(Same(form.action), form.fields, language)
    for mark, value in zip(_MARKS, (address, str(token), str(version)), strict=True):
        drawn = drawn.replace(mark, value)
    return Markup(drawn)  # noqa: S704  (of an address, a token and a number, which hold nothing to escape)


@lru_cache(maxsize=1024)  # the same steps are offered on case after case
def _plain_step(action: Same[Action], fields: tuple[Ask, ...], language: str) -> str:
    return str(_step_macro(language)(Asked(action=action.it, fields=fields), *_MARKS))


def _step_macro(language: str) -> Callable[..., str]:
    macro: Callable[..., str] = _template("step.html", language).module.step  # type: ignore[attr-defined]
    return macro


def _field(ask: Ask, is_open: bool) -> str:
    language = get_language() or ""
    return _plain_field(ask, language) if ask.is_plain else _drawn(ask, is_open, language)


@lru_cache(maxsize=1024)  # the same steps are offered on case after case
def _plain_field(ask: Ask, language: str) -> str:
    return _drawn(ask, False, language)


def _drawn(ask: Ask, is_open: bool, language: str) -> str:
    macro: Callable[[Ask, bool], str] = _template("field.html", language).module.field  # type: ignore[attr-defined]
    return macro(ask, is_open)


@lru_cache(maxsize=256)
def _here(name: str) -> str:
    return reverse(name)


def _url(name: str, *args: object) -> str:
    return reverse(name, args=args) if args else _here(name)


def _part(name: str, /, **values: Any) -> SafeString:
    """A part that Django renders, for what is rare in a fragment and used elsewhere too."""
    return render_to_string(name, values)


def _label(value: str, kind: str) -> str:
    return labels.label(kind=kind, value=value)
