"""Layers of a tile as bytes: the few messages of Mapbox Vector Tile 2.1, written by hand as protobuf."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from linli.core.tiles.frame import EXTENT

Value = str | bool | int
_KIND = {"point": 1, "polygon": 3}
_BYTES = 2
"""Protobuf's wire type of what has a length."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Shapes of one kind, each as its commands and with its own properties. Shapes without commands are left out."""

    name: str
    kind: Literal["point", "polygon"]
    shapes: Sequence[bytes]
    properties: Sequence[Mapping[str, Value]]


def encode(layers: Iterable[Layer]) -> bytes:
    """A tile; layers without shapes are left out."""
    return b"".join(_field(3, _layer(layer)) for layer in layers if any(layer.shapes))


def _layer(layer: Layer) -> bytes:
    keys: dict[str, int] = {}
    values: dict[tuple[type, Value], int] = {}
    written = [_field(1, layer.name.encode())]
    kind = b"\x18" + _varint(_KIND[layer.kind])
    for shape, properties in zip(layer.shapes, layer.properties, strict=True):
        if shape:
            tags = bytearray()
            for key, value in properties.items():
                tags += _varint(keys.setdefault(key, len(keys)))
                tags += _varint(values.setdefault((type(value), value), len(values)))
            written.append(_field(2, _field(2, bytes(tags)) + kind + _field(4, shape)))
    written += [_field(3, key.encode()) for key in keys]
    written += [_field(4, _value(value)) for _type, value in values]
    written += [b"\x28" + _varint(EXTENT), b"\x78\x02"]
    return b"".join(written)


def _value(value: Value) -> bytes:
    """A text, a truth, or a whole number that is not negative."""
    if isinstance(value, str):
        return _field(1, value.encode())
    return (b"\x38" if isinstance(value, bool) else b"\x28") + _varint(int(value))


def _field(number: int, content: bytes) -> bytes:
    return bytes((number << 3 | _BYTES,)) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
