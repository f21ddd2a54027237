"""Which area a free Chinese text names. Pure.

Names of divisions are looked up with the forms that people write (村委会 for 村, a town without 街道). A name counts
when it does not stand inside a longer word, and when it does not contradict the county or town that the text also
names. Of what is left the deepest area wins; where several are named, the area that they share. In the title a town
may lack its ending (A8县夏铎铺工业园); loose names (梅溪湖 for a part of 岳麓区) count where nothing firmer is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from linli.places.city import City
from linli.places.rules.hits import Hit, NameTable, title_of

Why = Literal["deepest", "only_one", "in_context", "shared", "alias", "partial", "known_as"]


@dataclass(frozen=True, slots=True)
class Reading:
    """The area that a text supports; `spans` are the words that it rests on, `why` the key of the reason."""

    area_code: str
    matched: str
    why: Why
    context: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


_Readings = dict[str, tuple[Hit, tuple[str, ...]]]
"""By code, the name found and the names above it that support it."""


class NameIndex(NameTable):
    """All names of the areas under one, and what a text that has some of them says."""

    def __init__(
        self,
        areas: Iterable[tuple[str, str, str]],
        *,
        city: City,
        within: str,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """`areas` are (code, name, level); `aliases` further names for codes, such as A3区 for 430104."""
        super().__init__(areas, city=city, aliases=aliases)
        self.within = within

    def read(self, text: str) -> Reading | None:
        """The deepest area that the text supports without contradiction, or None when it names none.

        The first line (a title) says where; the rest may say it more closely, but not contradict it.
        """
        title, hits = title_of(text), self.hits(text)
        firm = self._read_firm([hit for hit in hits if hit.strength not in ("loose", "home")], title)
        if firm is not None and (firm.why == "shared" or len(firm.area_code) >= self._county_total):
            return firm
        loose = [hit for hit in hits if hit.strength == "loose" and not text[title : hit.start].strip()]
        return self._read_loose(loose) or firm

    def _read_firm(self, hits: Sequence[Hit], title: int) -> Reading | None:
        whole = self._readings(hits, hits)
        head = self._decide(self._readings([hit for hit in hits if hit.start < title], hits))
        if head is None or len(head.area_code) < self._county_total:
            return self._decide(whole)
        closer = {code: found for code, found in whole.items() if code.startswith(head.area_code)}
        return self._decide(closer) or head

    def _read_loose(self, hits: Sequence[Hit]) -> Reading | None:
        """What loose names in the title or the first words behind it say together; None where they do not agree."""
        if len({hit.codes for hit in hits}) != 1:
            return None
        return Reading(hits[0].codes[0], hits[0].written, "known_as", (), (hits[0].span,))

    def _readings(self, hits: Sequence[Hit], context: Sequence[Hit]) -> _Readings:
        readings: _Readings = {}
        for hit in hits:
            code, support = self.resolve(hit, context)
            if code and (code not in readings or len(support) > len(readings[code][1])):
                readings[code] = (hit, support)
        return readings

    def _decide(self, readings: _Readings) -> Reading | None:
        leaves = [code for code in readings if not any(other != code and other.startswith(code) for other in readings)]
        bare = {code for code in leaves if readings[code][0].strength == "bare"}
        if any(len(code) > self._county_total for code in leaves if code not in bare):
            leaves = [code for code in leaves if code not in bare]
        chained = [code for code in leaves if self._is_chained(code, readings)]
        leaves = chained if len(chained) == 1 else leaves
        if not leaves:
            return None
        if len(leaves) == 1:
            return self.reading(leaves[0], *readings[leaves[0]])
        return self._shared(leaves, readings)

    def reading(self, code: str, hit: Hit, support: tuple[str, ...]) -> Reading:
        """What one name says."""
        return Reading(code, hit.written, self._why(hit, support), support, (hit.span,))

    def _is_chained(self, code: str, readings: _Readings) -> bool:
        """Written as an address: the area right behind one above it, as in A3区天顶街道青山新村社区."""
        start = readings[code][0].start
        return any(
            code.startswith(above) and above != code and hit.start < start <= hit.span[1] + 1
            for above, (hit, _support) in readings.items()
        )

    def _why(self, hit: Hit, support: tuple[str, ...]) -> Why:
        if hit.written in self.aliases:
            return "alias"
        if support:
            return "partial" if hit.strength == "bare" else "in_context"
        return "only_one" if len(hit.codes) == 1 else "deepest"

    def _shared(self, leaves: list[str], readings: _Readings) -> Reading | None:
        shared = leaves[0]
        while shared and not all(code.startswith(shared) for code in leaves):
            shared = self.city.parent_code(shared)
        if len(shared) < len(self.city.root) or not shared.startswith(self.within[: len(shared)]):
            return None
        written = "、".join(dict.fromkeys(readings[code][0].written for code in leaves))
        return Reading(shared, written, "shared", (), tuple(sorted(readings[code][0].span for code in leaves)))

    def resolve(self, hit: Hit, context: Sequence[Hit]) -> tuple[str, tuple[str, ...]]:
        """The one area a name can mean beside the names above it in the text, and those names."""
        if hit.written in self.aliases:
            return hit.codes[0], ()
        codes, support = self.fitting(hit, context)
        if len(codes) != 1 or (hit.strength == "short" and not self._is_supported(support)):
            return "", ()
        return codes[0], support

    def fitting(self, hit: Hit, context: Sequence[Hit]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The areas that a name can still mean beside the names above it, and those names; none if they contradict."""
        codes: tuple[str, ...] = hit.codes
        support: tuple[str, ...] = ()
        for level in self.city.levels:
            above = [other for other in context if other.level == level.key and other.start != hit.start]
            above = [other for other in above if self._counts(other)]
            if level.total < len(codes[0]) and above:
                kept = tuple(code for code in codes if any(code.startswith(up) for o in above for up in o.codes))
                if not kept and self._contradicts(above) and not self._has_town(codes, hit, context):
                    return (), ()
                support = (*support, *(o.written for o in above)) if kept else support
                codes = kept or codes
        return codes, tuple(dict.fromkeys(support))

    def _contradicts(self, above: Sequence[Hit]) -> bool:
        return any(other.strength != "bare" and len(other.codes[0]) > len(self.city.root) for other in above)

    def _has_town(self, codes: Sequence[str], hit: Hit, context: Sequence[Hit]) -> bool:
        """Whether the text names the very town: a county named besides (a court's) does not contradict that."""
        return any(
            self._counts(other)
            and other.start != hit.start
            and self._county_total < len(up) < len(code)
            and code.startswith(up)
            for other in context
            for up in other.codes
            for code in codes
        )

    def _counts(self, hit: Hit) -> bool:
        return hit.strength in ("full", "bare") or hit.written in self.aliases

    def _is_supported(self, support: Sequence[str]) -> bool:
        return any(
            len(code) > len(self.city.root) for written in support for code in self._names.get(written, (set(), ""))[0]
        )
