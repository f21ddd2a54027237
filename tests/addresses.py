"""Every address of the installation, as the URL resolver knows it: a new page is met as soon as it has one."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.urls import URLPattern, get_resolver, reverse

NOBODYS: Mapping[str, list[Any]] = {
    "token": ["x"],
    "name": ["x"],
    "digest": ["x"],
    "provider_id": ["x"],
    "uidb36": ["1"],
    "participant": [UUID(int=1)],
    "link": ["not-the-link"],
    "section": ["parties"],
    "session": [UUID(int=1)],
    "line": [UUID(int=1)],
    "surge": [1],
    "stage": ["explained"],
    "strike": [1],
    "version": [1],
    "level": ["town"],
    "z": [0],
    "x": [0],
    "y": [0],
    "book": [0],
    "brief": [0],
    "target": [0],
    "report": [0],
}
"""Values of parts that open nothing, or what everybody may open."""


def names() -> Iterator[tuple[str, frozenset[str]]]:
    """Every named address, with the parts of it that take a value."""

    def walk(resolver: Any, room: str, parts: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for one in resolver.url_patterns:
            wanted = parts | set(one.pattern.regex.groupindex)
            if not isinstance(one, URLPattern):
                yield from walk(one, f"{one.namespace}:" if one.namespace else room, wanted)
            elif one.name:
                yield f"{room}{one.name}", wanted

    return walk(get_resolver(), "", frozenset())


def path_of(name: str, values: Mapping[str, Any]) -> str:
    """The address with a value for each of its parts."""
    return reverse(name, kwargs=dict(values))
