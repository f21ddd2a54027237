"""Filters of the administrators' pages."""

from django import template

from linli.web import roles

register = template.Library()


@register.filter
def role_title(role: str) -> str:
    """A role in the reader's language."""
    return roles.role_title(role=role)


@register.filter
def holder_title(kind: str) -> str:
    """Who holds a stage, in the reader's language."""
    return roles.holder_title(kind=kind)


@register.filter
def unit_title(unit: str) -> str:
    """A unit of time, in the reader's language."""
    return roles.unit_title(unit=unit)
