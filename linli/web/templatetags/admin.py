"""Filters of the administrators' pages."""

from typing import Protocol

from django import template

from linli.process.definition import Pack
from linli.web import roles
from linli.web.wording import text_of

register = template.Library()


class Named(Protocol):
    """What has a name in two languages."""

    name: str
    name_en: str


@register.filter
def role_title(role: str) -> str:
    """A role in the reader's language."""
    return roles.role_title(role=role)


@register.filter
def titled(place: Named | None) -> str:
    """The name of an area or organisation in the reader's language, where it has one."""
    return "—" if place is None else roles.named(name=place.name, name_en=place.name_en)


@register.filter
def holder_title(kind: str) -> str:
    """Who holds a stage, in the reader's language."""
    return roles.holder_title(kind=kind)


@register.filter
def unit_title(unit: str) -> str:
    """A unit of time, in the reader's language."""
    return roles.unit_title(unit=unit)


@register.filter
def category_title(pack: Pack, key: str) -> str:
    """`{{ pack|category_title:key }}`: a category of the pack in the reader's language."""
    return text_of(pack.categories[key].title) if key in pack.categories else key
