"""Takes what identifies somebody out of a text: names, numbers, accounts and doors, each replaced by a stated token.

What stays is the matter. Nothing is concluded about who wrote. See docs/explanation/reading.md for how well it works.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from linli.reading.rules import addresses, names, numbers

Kind = Literal["identity", "card", "phone", "email", "account", "plate", "name", "address"]
Finest = Literal["village", "building", "door"]
"""The finest part of an address that may stay: the village or road; a house or building; everything."""

TOKENS: Mapping[Kind, tuple[str, str]] = {
    "identity": ("〔证件号〕", "[ID number]"),
    "card": ("〔卡号〕", "[card number]"),
    "phone": ("〔电话〕", "[phone]"),
    "email": ("〔邮箱〕", "[e-mail]"),
    "account": ("〔账号〕", "[account]"),
    "plate": ("〔车牌〕", "[plate]"),
    "name": ("〔姓名〕", "[name]"),
    "address": ("〔门牌〕", "[door]"),
}
"""What stands for each kind, in a text with Chinese characters and in one without."""

_HAN = re.compile("[\u4e00-\u9fff]")
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Full-width forms to plain ones, character for character, so that places in the text stay."""
_TAKEN = "〔"
_LOOKS = 3
"""How often a text is looked at: what one piece hid shows once it is filled up."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the original text that was taken out: characters `start` to before `end`."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what identifies somebody, and what was taken out where (places in the original, in order)."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def kinds(self) -> frozenset[Kind]:
        """Which kinds the text held."""
        return frozenset(span.kind for span in self.spans)


def mask(text: str, *, finest: Finest = "village") -> Masked:
    """The text with each such piece replaced by its token, in linear time; `finest` address stays."""
    rest = text.translate(_NARROW)
    spans: tuple[Span, ...] = ()
    for _look in range(_LOOKS):
        found = _apart([*spans, *_found(rest, finest)])
        if found == spans:
            break
        rest, spans = _filled(rest, found), found
    return Masked(_replaced(text, spans, 0 if _HAN.search(text) else 1), spans) if spans else Masked(text)


def _filled(text: str, spans: tuple[Span, ...]) -> str:
    """The text with what was found filled up, place for place, so that what it hid is found at the next look."""
    pieces: list[str] = []
    last = 0
    for span in spans:
        pieces += (text[last : span.start], _TAKEN * (span.end - span.start))
        last = span.end
    return "".join((*pieces, text[last:]))


def _found(text: str, finest: Finest) -> Iterator[Span]:
    """Everything found, the surest kind first; pieces may overlap."""
    yield from (Span(start, end, kind) for start, end, kind in numbers.numbers(text))
    yield from (Span(start, end, "name") for start, end in names.names(text))
    if finest != "door":
        found = addresses.addresses(text, keep_buildings=finest == "building")
        yield from (Span(start, end, "address") for start, end in found)


def _apart(found: list[Span]) -> tuple[Span, ...]:
    """Pieces in order that do not overlap; where two do, the one that was found first."""
    ranked = sorted(enumerate(found), key=lambda item: (item[1].start, item[0]))
    kept: list[tuple[int, Span]] = []
    for rank, span in ranked:
        if not kept or span.start >= kept[-1][1].end:
            kept.append((rank, span))
        elif rank < kept[-1][0]:
            kept[-1] = (rank, _joined(span, kept[-1][1]))
        else:
            kept[-1] = (kept[-1][0], _joined(kept[-1][1], span))
    return tuple(span for _rank, span in kept)


def _joined(sure: Span, other: Span) -> Span:
    """Both pieces as one, so that no rest of either stays, under the surer kind."""
    return Span(min(sure.start, other.start), max(sure.end, other.end), sure.kind)


def _replaced(text: str, spans: tuple[Span, ...], language: int) -> str:
    pieces: list[str] = []
    last = 0
    for span in spans:
        pieces += (text[last : span.start], TOKENS[span.kind][language])
        last = span.end
    return "".join((*pieces, text[last:]))
