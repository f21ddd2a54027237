"""What console templates say of enumerations and mappings. No queries and no rules."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.web import fragments
from linli.web.console import domain, labels
from linli.web.context import Site
from linli.web.shell import Link
from linli.web.wording import text_of

register = template.Library()
_TOKEN, _BACK = "\ue000", "\ue001"
"""Where a page's token and its address go in a part that is kept. No text has them."""


@register.filter
def label(value: str, kind: str) -> str:
    """`{{ row.urgency|label:"urgency" }}`."""
    return labels.label(kind=kind, value=value)


@register.simple_tag
def fragment(name: str, /, **values: Any) -> SafeString:
    """`{% fragment "rows.html" lines=lines may_tick=False next="" %}`: see `web.fragments`."""
    return fragments.rendered(name, **values)


@register.simple_tag
def links(shown: tuple[Link, ...], manner: str) -> SafeString:
    """The pages that the console leads to: `side`, `main` (a phone's bar) or `more` (its menu)."""
    return _links(shown, manner, get_language() or "")


@lru_cache(maxsize=512)
def _links(shown: tuple[Link, ...], manner: str, language: str) -> SafeString:
    return fragments.rendered("links.html", links=shown, manner=manner)


@register.simple_tag
def settled(name: str) -> SafeString:
    """`{% settled "components/confirm.html" %}`: an include that says the same on every page of a language."""
    return _settled(name, get_language() or "")


@lru_cache(maxsize=64)
def _settled(name: str, language: str) -> SafeString:
    return render_to_string(name)


@register.simple_tag(takes_context=True)
def preferences(context: Mapping[str, Any]) -> SafeString:
    """The switches of language, size and colours; drawn once for each choice of them."""
    frame: Site = context["linli"]
    drawn = _preferences(replace(frame, back=_BACK), get_language() or "")
    token, back = escape(str(context.get("csrf_token", ""))), escape(frame.back)
    return SafeString(drawn.replace(_TOKEN, token).replace(_BACK, back))


@lru_cache(maxsize=64)
def _preferences(frame: Site, language: str) -> str:
    return render_to_string("components/preferences.html", {"linli": frame, "csrf_token": _TOKEN})


@register.filter
def item(value: Mapping[str, Any], key: str) -> Any:
    """`{{ mapping|item:key }}`."""
    return value.get(key, "")


@register.filter
def cue(key: str) -> str:
    """`{{ key|cue }}`: what a cue of urgency is called."""
    return text_of(domain.cue_title(key=key))
