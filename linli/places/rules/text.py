"""Which area a free Chinese text names. Pure.

Names of divisions are looked up with the forms that people write (村委会 for 村, a town without 街道). A name counts
when it does not stand inside a longer word, and when it does not contradict the county or town that the text also
names. Of what is left the deepest area wins; where several are named, the area that they share.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from linli.places.city import City

Strength = Literal["full", "short"]

_VILLAGE_ENDINGS = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")
_TOWN_ENDINGS = re.compile(r"(街道办事处|街道|民族乡|镇|乡)$")
_COUNTY_ENDINGS = re.compile(r"(区|县|市)$")
_MAY_STAND_BEFORE = frozenset(
    "市区县镇乡道村路街里组号处旁边在住于到是的和与及或从向由至去来为我本位家座属了往关反映询问诉议对就给请求让被"
    "将把当因也都又个这该此某那原现新老省内外东西南北前后中间段侧即以称叫下着过经靠近临附有位各全们说问求"
    "底时候年月日天知局办委会司"
)
"""Characters after which a place's name can begin. After any other letter it is the tail of a longer name."""
_STREETLIKE = frozenset("路街巷道")
_NO_VILLAGE_AFTER = ("国际", "公馆", "花园小区", "小区", "大厦", "广场", "小学", "中学", "公园", "站", "大道")
"""What follows when a village's name is only part of an estate's, a school's or a bus stop's."""
_NO_COUNTY_AFTER = re.compile("[东西南北中]?(路|大道|河|之都|南路|北路)")
"""A road or river called after a county is not the county: 芙蓉路, 浏阳河."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: where, as written, and the areas that are called so."""

    start: int
    written: str
    codes: tuple[str, ...]
    level: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class Reading:
    """The area that a text supports; `named` are the hits that it rests on, `why` the key of the reason."""

    area_code: str
    matched: str
    why: Literal["deepest", "only_one", "in_context", "shared", "alias"]
    context: tuple[str, ...]


_Readings = dict[str, tuple[Hit, tuple[str, ...]]]
"""By code, the name found and the names above it that support it."""


class NameIndex:
    """All names of the areas under one, with the forms in which they are written."""

    def __init__(
        self,
        areas: Iterable[tuple[str, str, str]],
        *,
        city: City,
        within: str,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """`areas` are (code, name, level); `aliases` further names for codes, such as A3区 for 430104."""
        self.city = city
        self.within = within
        self.aliases = dict(aliases or {})
        self._names: dict[str, tuple[set[str], Strength]] = {}
        for code, name, level in areas:
            for form, strength in forms(name=name, level=level):
                self._add(form, code, strength)
        for alias, code in self.aliases.items():
            self._names[alias] = ({code}, "full")
        self._county_total = city.levels[city.level(city.level_of(city.root)).depth + 1].total
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for form, (codes, _strength) in self._names.items():
            self._add_stem(form, min(codes))
        self._by_start: dict[str, list[str]] = {}
        for form in sorted(self._names, key=lambda form: -len(form)):
            self._by_start.setdefault(form[:2], []).append(form)

    def _add(self, form: str, code: str, strength: Strength) -> None:
        codes, known = self._names.setdefault(form, (set(), strength))
        if known == "short" and strength == "full":
            self._names[form] = ({code}, "full")
        elif known == strength:
            codes.add(code)

    def _add_stem(self, form: str, code: str) -> None:
        stem = _TOWN_ENDINGS.sub("", form)
        if len(code) > self._county_total and 2 <= len(stem) < len(form):
            self._stems.setdefault(stem[-1], []).append((stem, code[: self._county_total]))

    def _is_county(self, form: str) -> bool:
        return all(len(code) == self._county_total for code in self._names[form][0])

    def hits(self, text: str) -> list[Hit]:
        """Every name in the text, longest first at each place, none inside another."""
        found: list[Hit] = []
        at, free_after = 0, -1
        while at < len(text) - 1:
            form = self._form_at(text, at, at == free_after)
            if form is None:
                at += 1
                continue
            codes, strength = self._names[form]
            level = self.city.level_of(min(codes, key=len))
            found.append(Hit(at, form, tuple(sorted(codes)), level, strength))
            at = free_after = at + len(form)
        return found

    def _form_at(self, text: str, at: int, follows_a_name: bool) -> str | None:
        for form in self._by_start.get(text[at : at + 2], ()):
            if text.startswith(form, at) and self._stands_alone(text, at, form, follows_a_name):
                return form
        return None

    def _stands_alone(self, text: str, at: int, form: str, follows_a_name: bool) -> bool:
        if form in self.aliases or self._is_county(form):
            return not _NO_COUNTY_AFTER.match(text, at + len(form))
        before = text[at - 1] if at else ""
        if before and not follows_a_name and "一" <= before <= "鿿" and before not in _MAY_STAND_BEFORE:
            return self._follows_a_stem(text[:at], form)
        return not (_VILLAGE_ENDINGS.search(form) and text.startswith(_NO_VILLAGE_AFTER, at + len(form)))

    def _follows_a_stem(self, before: str, form: str) -> bool:
        """泉塘泉星社区: the town's name without its ending, right before a village of the same county."""
        return any(
            before.endswith(stem) and any(code[: self._county_total] == county for code in self._names[form][0])
            for stem, county in self._stems.get(before[-1:], ())
        )

    def read(self, text: str) -> Reading | None:
        """The deepest area that the text supports without contradiction, or None when it names none.

        The first line (a title) says where; the rest may say it more closely, but not contradict it.
        """
        title, _newline, _rest = text.partition("\n")
        hits = self.hits(text)
        whole = self._readings(hits, hits)
        head = self._decide(self._readings([hit for hit in hits if hit.start < len(title)], hits))
        if head is None or len(head.area_code) < self._county_total:
            return self._decide(whole)
        closer = {code: found for code, found in whole.items() if code.startswith(head.area_code)}
        return self._decide(closer) or head

    def _readings(self, hits: Sequence[Hit], context: Sequence[Hit]) -> _Readings:
        readings: _Readings = {}
        for hit in hits:
            code, support = self._resolve(hit, context)
            if code and (code not in readings or len(support) > len(readings[code][1])):
                readings[code] = (hit, support)
        return readings

    def _decide(self, readings: _Readings) -> Reading | None:
        leaves = [code for code in readings if not any(other != code and other.startswith(code) for other in readings)]
        chained = [code for code in leaves if self._is_chained(code, readings)]
        leaves = chained if len(chained) == 1 else leaves
        if not leaves:
            return None
        if len(leaves) == 1:
            hit, support = readings[leaves[0]]
            return Reading(leaves[0], hit.written, self._why(hit, support), support)
        return self._shared(leaves, readings)

    def _is_chained(self, code: str, readings: _Readings) -> bool:
        """Written as an address: the area right behind one above it, as in A3区天顶街道青山新村社区."""
        start = readings[code][0].start
        return any(
            code.startswith(above) and above != code and hit.start < start <= hit.start + len(hit.written) + 1
            for above, (hit, _support) in readings.items()
        )

    def _why(self, hit: Hit, support: tuple[str, ...]) -> Literal["deepest", "only_one", "in_context", "alias"]:
        if hit.written in self.aliases:
            return "alias"
        if support:
            return "in_context"
        return "only_one" if len(hit.codes) == 1 else "deepest"

    def _shared(self, leaves: list[str], readings: _Readings) -> Reading | None:
        shared = leaves[0]
        while shared and not all(code.startswith(shared) for code in leaves):
            shared = self.city.parent_code(shared)
        if len(shared) < len(self.city.root) or not shared.startswith(self.within[: len(shared)]):
            return None
        written = "、".join(dict.fromkeys(readings[code][0].written for code in leaves))
        return Reading(shared, written, "shared", ())

    def _resolve(self, hit: Hit, context: Sequence[Hit]) -> tuple[str, tuple[str, ...]]:
        """The one area a name can mean beside the names above it in the text, and those names."""
        if hit.written in self.aliases:
            return hit.codes[0], ()
        codes: tuple[str, ...] = hit.codes
        support: tuple[str, ...] = ()
        for level in self.city.levels:
            above = [other for other in context if other.level == level.key and other.start != hit.start]
            above = [other for other in above if self._counts(other)]
            if level.total < len(codes[0]) and above:
                kept = tuple(code for code in codes if any(code.startswith(up) for o in above for up in o.codes))
                if not kept and level.total > len(self.city.root):
                    return "", ()
                support = (*support, *(o.written for o in above)) if kept else support
                codes = kept or codes
        if len(codes) > 1 or (hit.strength == "short" and not self._is_supported(support)):
            return "", ()
        return codes[0], tuple(dict.fromkeys(support))

    def _counts(self, hit: Hit) -> bool:
        return hit.strength == "full" or hit.written in self.aliases

    def _is_supported(self, support: Sequence[str]) -> bool:
        return any(
            len(code) > len(self.city.root) for written in support for code in self._names.get(written, (set(), ""))[0]
        )


def forms(*, name: str, level: str) -> list[tuple[str, Strength]]:
    """The ways a division's name is written. A short form counts only beside a name above it."""
    makers = {"village": _village_forms, "town": _town_forms, "county": _county_forms}
    written = makers[level](name) if level in makers else _full("", (name,))
    return [(form, strength) for form, strength in written if len(form) >= 2]


def _village_forms(name: str) -> list[tuple[str, Strength]]:
    found = _VILLAGE_ENDINGS.search(name)
    if not found:
        return [(name, "full")]
    stem, ending = name[: found.start()], found.group()
    if len(stem) < 2:
        return [(name, "full")] if len(name) > 3 else [(name, "short")]
    if "村" in ending:
        tails: tuple[str, ...] = ("村", "村委会", "村村委会", "村民委员会", "村村民委员会")
    else:
        tails = ("社区", "社区居委会", "居委会", "社区居民委员会", "居民委员会", "社区委员会")
    return _full(stem, (*tails, "") if stem.endswith(("村", "社区")) else tails)


def _town_forms(name: str) -> list[tuple[str, Strength]]:
    found = _TOWN_ENDINGS.search(name)
    if not found:
        return [(name, "full")]
    stem, ending = name[: found.start()], found.group()
    written: list[tuple[str, Strength]] = [(name, "full")]
    if ending == "街道":
        written += [(stem + "街道办", "full"), (stem + "街道办事处", "full"), (stem + "街办", "full")]
    if len(stem) >= 2 and stem[-1] not in _STREETLIKE:
        # A street office was a town not long ago, and is still called so.
        written += [(stem + "镇", "short"), (stem + "乡", "short")]
    return list(dict.fromkeys(written))


def _county_forms(name: str) -> list[tuple[str, Strength]]:
    stem = _COUNTY_ENDINGS.sub("", name)
    return _full("", (name, stem) if len(stem) >= 2 and name.endswith("市") else (name,))


def _full(stem: str, tails: Sequence[str]) -> list[tuple[str, Strength]]:
    return [(stem + tail, "full") for tail in tails]
