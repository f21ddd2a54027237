"""The ways in which people write the name of a division. Pure."""

import re
from collections.abc import Sequence
from typing import Literal

Strength = Literal["full", "short", "bare", "loose", "home"]
"""`full` counts by itself, `short` beside a name above it, `bare` (a town without its ending) right behind its county
and against nothing fuller, `loose` where nothing firmer is named, `home` (of somebody who gives their age) never."""
"""`full` counts by itself, `short` beside a name above it, `bare` (a town without its ending) right behind its county
and against nothing fuller, `loose` where nothing firmer is named."""

VILLAGE_ENDINGS = re.compile(r"(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|村)$")
TOWN_ENDINGS = re.compile(r"(街道办事处|街道|民族乡|镇|乡)$")
COUNTY_ENDINGS = re.compile(r"(区|县|市)$")
_STREETLIKE = frozenset("路街巷道")
_COMMON_WORDS = frozenset({"路口", "关口", "城郊", "城关", "镇头", "先锋", "火星", "新建", "建设", "中和", "永安"})
"""Names of towns that without their ending are words of every day."""


def forms(*, name: str, level: str) -> list[tuple[str, Strength]]:
    """The ways a division's name is written. A short form counts only beside a name above it."""
    makers = {"village": _village_forms, "town": _town_forms, "county": _county_forms}
    written = makers[level](name) if level in makers else _full("", (name,))
    return [(form, strength) for form, strength in written if len(form) >= 2]


def bare_form(*, name: str, level: str) -> str:
    """A town's name without its ending, or a long village's; empty where that is no name: a road's, a common word."""
    endings = {"town": TOWN_ENDINGS, "village": VILLAGE_ENDINGS}.get(level)
    stem = endings.sub("", name) if endings else ""
    is_name = stem != name and len(stem) >= (2 if level == "town" else 3)
    return stem if is_name and stem[-1] not in _STREETLIKE and stem not in _COMMON_WORDS else ""


def _village_forms(name: str) -> list[tuple[str, Strength]]:
    found = VILLAGE_ENDINGS.search(name)
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
    found = TOWN_ENDINGS.search(name)
    if not found:
        return [(name, "full")]
    stem, ending = name[: found.start()], found.group()
    written: list[tuple[str, Strength]] = [(name, "full")]
    if ending == "街道":
        written += _full(stem, ("街道办", "街道办事处", "街办", "办事处"))
        if stem[-1] == "街":  # 朝阳街街道 is mostly written 朝阳街道
            written += _full(stem, ("道", "道办", "道办事处"))
    if len(stem) >= 2 and stem[-1] not in _STREETLIKE:
        # A street office was a town not long ago, and is still called so.
        written += [(stem + "镇", "short"), (stem + "乡", "short")]
    return list(dict.fromkeys(written))


def _county_forms(name: str) -> list[tuple[str, Strength]]:
    stem = COUNTY_ENDINGS.sub("", name)
    return _full("", (name, stem) if len(stem) >= 2 and name.endswith("市") else (name,))


def _full(stem: str, tails: Sequence[str]) -> list[tuple[str, Strength]]:
    return [(stem + tail, "full") for tail in tails]
