"""What console templates say of enumerations and mappings. No queries and no rules."""

from collections.abc import Mapping
from typing import Any

from django import template

from linli.web.console import labels

register = template.Library()


@register.filter
def label(value: str, kind: str) -> str:
    """`{{ row.urgency|label:"urgency" }}`."""
    return labels.label(kind=kind, value=value)


@register.filter
def item(value: Mapping[str, Any], key: str) -> Any:
    """`{{ mapping|item:key }}`."""
    return value.get(key, "")
