"""What console templates say of enumerations and mappings. No queries and no rules."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from linli.web import fragments
from linli.web.console import domain, labels
from linli.web.shell import Link
from linli.web.wording import text_of

register = template.Library()


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


@register.filter
def item(value: Mapping[str, Any], key: str) -> Any:
    """`{{ mapping|item:key }}`."""
    return value.get(key, "")


@register.filter
def cue(key: str) -> str:
    """`{{ key|cue }}`: what a cue of urgency is called."""
    return text_of(domain.cue_title(key=key))
