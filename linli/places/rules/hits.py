"""The names of areas that stand in a free Chinese text: found, and told from the tails and heads of longer names. Pure.

What they say together about a place is read in `text`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from linli.places.city import City
from linli.places.rules.forms import COUNTY_ENDINGS, TOWN_ENDINGS, VILLAGE_ENDINGS, Strength, bare_form, forms

_MAY_STAND_BEFORE = frozenset(
    "市区县镇乡道村路街里组号处旁边在住于到是的和与及或从向由至去来为我本位家座属了往关反映询问诉议对就给请求让被"
    "将把当因也都又个这该此某那原现新老省内外东西南北前后中间段侧即以称叫下着过经靠近临附有位各全们说问求"
    "底时候年月日天知局办委会司而且找促系令跟听据庇"
)
"""Characters after which a place's name can begin. After any other letter it is the tail of a longer name."""
_NO_VILLAGE_AFTER = ("国际", "公馆", "花园小区", "小区", "大厦", "广场", "小学", "中学", "公园", "站", "大道")
"""What follows when a village's name is only part of an estate's, a school's or a bus stop's."""
_NO_COUNTY_AFTER = re.compile("[东西南北中]?(路(?!口镇)|大道|河(?![东西](?!岸))|之都|嘉苑|广场(?!舞))")
"""A road, river, square or estate called after a county is not the county: 芙蓉路, 浏阳河."""
_NO_BARE_AFTER = re.compile(
    "[东西南北中]?[一二三四五]?(路|大道|大桥|桥|立交|高架|隧道|段|街|村|社区|镇|乡|河|站|地铁|机场|收费|公园|湿地|学校|"
    "小学|中学|实验|幼儿园|医院|派出所|支行|营业厅|供电所|考场|校区|店)"
)
"""A road, school, station or shop called after a town may lie elsewhere."""
_HOME_BEFORE = re.compile(r"([男女][，,、]|汉族|\d岁|籍贯|现住)[^。；！？\n]{0,20}$")
"""Somebody says who they are, not where it happened: 男，汉族，43岁，住A8县市流沙河镇. 我家住在 often says both."""
_HOME_REACH = 28
_FREE_BARE = 3
"""Characters of a town's name without its ending that tell it from a word, right behind the city's name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found: where, as written, and the areas that are called so."""

    start: int
    written: str
    codes: tuple[str, ...]
    level: str
    strength: Strength

    @property
    def span(self) -> tuple[int, int]:
        """From the first character to behind the last."""
        return self.start, self.start + len(self.written)


class NameTable:
    """All names of the areas under one, with the forms in which they are written."""

    def __init__(
        self,
        areas: Iterable[tuple[str, str, str]],
        *,
        city: City,
        aliases: Mapping[str, str] | None = None,
    ) -> None:
        """`areas` are (code, name, level); `aliases` further names for codes, such as A3区 for 430104.

        What the city itself declares as `also_called` is added for the areas that are given.
        """
        self.city = city
        self.aliases = dict(aliases or {})
        self._names: dict[str, tuple[set[str], Strength]] = {}
        self._bare: dict[str, list[str]] = {}
        self._areas = list(areas)
        for code, name, level in self._areas:
            self._add_area(code, name, level)
        self._add_other_names({code for code, _name, _level in self._areas})
        for alias, code in self.aliases.items():
            self._names[alias] = ({code}, "full")
        self._county_total = city.levels[city.level(city.level_of(city.root)).depth + 1].total
        self._stems: dict[str, list[tuple[str, str]]] = {}
        for form, (codes, _strength) in self._names.items():
            self._add_stem(form, min(codes))
        self._by_start = _by_start(self._names)
        self._bare_by_start = _by_start(form for form in self._bare if form not in self._names)

    def _add_area(self, code: str, name: str, level: str) -> None:
        for form, strength in forms(name=name, level=level):
            self._add(form, code, strength)
        if level == "town" and (stem := bare_form(name=name, level=level)):
            self._bare.setdefault(stem, []).append(code)

    def _add_other_names(self, given: set[str]) -> None:
        for name, code in self.city.also_called.items():
            if code not in given:
                continue
            level = self.city.level_of(code)
            if level == "county" and not COUNTY_ENDINGS.search(name):
                self._names[name] = ({code}, "loose")
            else:
                self._add_area(code, name, level)

    def _add(self, form: str, code: str, strength: Strength) -> None:
        codes, known = self._names.setdefault(form, (set(), strength))
        if known == "short" and strength == "full":
            self._names[form] = ({code}, "full")
        elif known == strength:
            codes.add(code)

    def _add_stem(self, form: str, code: str) -> None:
        stem = TOWN_ENDINGS.sub("", form)
        if len(code) > self._county_total and 2 <= len(stem) < len(form):
            self._stems.setdefault(stem[-1], []).append((stem, code[: self._county_total]))

    def county_of(self, code: str) -> str:
        """The county's part of a code; empty for the city's own."""
        return code[: self._county_total] if len(code) >= self._county_total else ""

    def _is_county(self, form: str) -> bool:
        return all(len(code) == self._county_total for code in self._names[form][0])

    def hits(self, text: str) -> list[Hit]:
        """Every name in the text, longest first at each place, none inside another."""
        found: list[Hit] = []
        title, starts = title_of(text), self._by_start
        at, free_after = 0, -1
        while at < len(text) - 1:
            if at != free_after and text[at : at + 2] not in starts:
                at += 1
                continue
            form = self._form_at(text, at, at == free_after)
            hit = self._hit(at, form) if form else None
            if hit is None and at == free_after < title:
                hit = self._bare_at(text, at, found[-1])
            if hit is None:
                at += 1
                continue
            is_home = at > title and _HOME_BEFORE.search(text, max(title, at - _HOME_REACH), at)
            found.append(replace(hit, strength="home") if is_home else hit)
            at = free_after = hit.span[1]
        return found

    def _hit(self, at: int, form: str) -> Hit:
        codes, strength = self._names[form]
        return Hit(at, form, tuple(sorted(codes)), self.city.level_of(min(codes, key=len)), strength)

    def _form_at(self, text: str, at: int, follows_a_name: bool) -> str | None:
        for form in self._by_start.get(text[at : at + 2], ()):
            if text.startswith(form, at) and self._stands_alone(text, at, form, follows_a_name):
                return form
        return None

    def _bare_at(self, text: str, at: int, before: Hit) -> Hit | None:
        """A town without its ending right behind the county, or behind the city, where it says no more than the county.

        夏铎铺 in A8县夏铎铺工业园; 四方坪 in A市四方坪商贸城.
        """
        for form in self._bare_by_start.get(text[at : at + 2], ()):
            if not text.startswith(form, at) or _NO_BARE_AFTER.match(text, at + len(form)):
                continue
            codes = tuple(code for code in sorted(self._bare[form]) if code.startswith(before.codes))
            if codes and before.level == "county":
                return Hit(at, form, codes, "town", "bare")
            counties = {code[: self._county_total] for code in codes}
            if len(counties) == 1 and before.codes == (self.city.root,) and len(form) >= _FREE_BARE:
                return Hit(at, form, tuple(counties), "county", "loose")
        return None

    def bare_hits(self, text: str) -> list[Hit]:
        """Every town's and village's name without its ending, wherever it stands: what the text might mean."""
        return [
            Hit(at, form, tuple(self._all_bare[form]), self.city.level_of(self._all_bare[form][0]), "bare")
            for at in range(len(text) - 1)
            for form in self._all_bare_by_start.get(text[at : at + 2], ())
            if text.startswith(form, at) and (not at or not _is_letter(text[at - 1]) or _may_follow(text[at - 1], form))
        ]

    @cached_property
    def _all_bare(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, name, level in self._areas:
            if form := bare_form(name=name, level=level):
                found.setdefault(form, []).append(code)
        return found

    @cached_property
    def _all_bare_by_start(self) -> dict[str, list[str]]:
        return _by_start(self._all_bare)

    def _stands_alone(self, text: str, at: int, form: str, follows_a_name: bool) -> bool:
        is_loose = self._names[form][1] == "loose"
        if not is_loose and (form in self.aliases or self._is_county(form)):
            return not _NO_COUNTY_AFTER.match(text, at + len(form))
        before = text[at - 1] if at else ""
        if is_loose and _NO_BARE_AFTER.match(text, at + len(form)):
            return False
        if before and not follows_a_name and _is_letter(before) and not _may_follow(before, form):
            return self._follows_a_stem(text[:at], form)
        return not (VILLAGE_ENDINGS.search(form) and text.startswith(_NO_VILLAGE_AFTER, at + len(form)))

    def _follows_a_stem(self, before: str, form: str) -> bool:
        """泉塘泉星社区: the town's name without its ending, right before a village of the same county."""
        return any(
            before.endswith(stem) and any(code[: self._county_total] == county for code in self._names[form][0])
            for stem, county in self._stems.get(before[-1:], ())
        )


def title_of(text: str) -> int:
    """The length of the first line."""
    end = text.find("\n")
    return len(text) if end < 0 else end


def _is_letter(character: str) -> bool:
    return "一" <= character <= "鿿"


def _may_follow(before: str, form: str) -> bool:
    """A town with its ending is hardly ever the tail of a longer name; a village's often is."""
    return before in _MAY_STAND_BEFORE or (len(form) > 2 and TOWN_ENDINGS.search(form) is not None)


def _by_start(names: Iterable[str]) -> dict[str, list[str]]:
    """By their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: -len(name)):
        found.setdefault(name[:2], []).append(name)
    return found
