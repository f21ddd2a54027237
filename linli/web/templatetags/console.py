"""What console templates say of enumerations and mappings. No queries and no rules."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.safestring import SafeString

from linli.web import fragments
from linli.web.console import domain, labels
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


@register.filter
def item(value: Mapping[str, Any], key: str) -> Any:
    """`{{ mapping|item:key }}`."""
    return value.get(key, "")


@register.filter
def cue(key: str) -> str:
    """`{{ key|cue }}`: what a cue of urgency is called."""
    return text_of(domain.cue_title(key=key))
