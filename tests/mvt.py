"""Reads a vector tile, written from the specification and apart from what writes them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Feature:
    """One shape: its kind, its properties, and its points ring by ring, in steps of the tile."""

    kind: int = 0
    properties: dict[str, Any] = field(default_factory=dict)
    rings: list[list[tuple[int, int]]] = field(default_factory=list)


def decode(tile: bytes) -> dict[str, list[Feature]]:
    """The shapes of each layer by its name."""
    layers = {}
    for number, content in _fields(tile):
        assert number == 3
        parts = list(_fields(content))
        name = next(value.decode() for at, value in parts if at == 1)
        assert next(value for at, value in parts if at == 15) == 2
        keys = [value.decode() for at, value in parts if at == 3]
        values = [_value(value) for at, value in parts if at == 4]
        layers[name] = [_feature(value, keys, values) for at, value in parts if at == 2]
    return layers


def _feature(content: bytes, keys: list[str], values: list[Any]) -> Feature:
    feature = Feature()
    for number, value in _fields(content):
        if number == 2:
            tags = list(_varints(value))
            feature.properties = {keys[a]: values[b] for a, b in zip(tags[::2], tags[1::2], strict=True)}
        elif number == 3:
            feature.kind = value
        elif number == 4:
            feature.rings = _rings(list(_varints(value)))
    return feature


def _rings(numbers: list[int]) -> list[list[tuple[int, int]]]:
    rings: list[list[tuple[int, int]]] = []
    x = y = at = 0
    while at < len(numbers):
        command, count = numbers[at] & 7, numbers[at] >> 3
        at += 1
        if command == 7:
            assert count == 1
            continue
        for _step in range(count):
            x += (numbers[at] >> 1) ^ -(numbers[at] & 1)
            y += (numbers[at + 1] >> 1) ^ -(numbers[at + 1] & 1)
            at += 2
            if command == 1:
                rings.append([])
            rings[-1].append((x, y))
    return rings


def _value(content: bytes) -> Any:
    ((number, value),) = _fields(content)
    if number == 1:
        return value.decode()
    return bool(value) if number == 7 else value


def _fields(content: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        value, at = _varint(content, at)
        if tag & 7 == 2:
            yield tag >> 3, content[at : at + value]
            at += value
        else:
            assert tag & 7 == 0
            yield tag >> 3, value


def _varints(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        value, at = _varint(content, at)
        yield value


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at
