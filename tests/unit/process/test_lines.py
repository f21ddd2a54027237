"""Every key and element of a TOML text is found at its line."""

import tomllib
from collections.abc import Iterator
from typing import Any

from config.paths import ROOT
from linli.process.lines import line_of, locate

TEXT = '''\
title = "a # b"  # a comment = 1
[one]
two.three = """
four = 4
"""
five = [
    1, "]",
    { six = 6, seven = [7,
        8] },
]
[[many]]
name = 'x'
[[many.deep]]
k = 1
[[many]]
name = "y"
"quoted key" = 2026-03-01
[[many.deep]]
k = 2
'''


def test_it_finds_keys_tables_and_elements() -> None:
    found = locate(TEXT)
    assert found["title",] == 1
    assert found["one",] == 2
    assert found["one", "two", "three"] == 3
    assert found["one", "five", 1] == 7
    assert found["one", "five", 2, "six"] == 8
    assert found["one", "five", 2, "seven", 1] == 9
    assert found["many", 1, "name"] == 16
    assert found["many", 1, "quoted key"] == 17
    assert found["many", 0, "deep", 0, "k"] == 14
    assert found["many", 1, "deep", 0, "k"] == 19


def test_it_falls_back_to_the_nearest_ancestor() -> None:
    found = locate(TEXT)
    assert line_of(found, ("one", "absent", "deeper")) == 2
    assert line_of(found, ("nothing",)) == 1


def test_it_finds_everything_in_every_shipped_pack() -> None:
    for file in ROOT.glob("packs/*/*.toml"):
        text = file.read_text(encoding="utf-8")
        found = locate(text)
        lines = text.splitlines()
        for path in _paths(tomllib.loads(text), ()):
            assert path in found, path
            key = path[-1]
            assert isinstance(key, int) or key in lines[found[path] - 1], path


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from _paths(inner, (*path, key))
