"""What an index says in words: its colours, dates, rates and points, and how it is made. No queries of counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.queries.packs import installed
from linli.process.definition import Pack
from linli.scores.index.definition import Colour, Index, Item, Name
from linli.scores.rules.intervals import Interval
from linli.scores.rules.months import Period
from linli.web.wording import bracketed, colon, text_of

LOOKS: Mapping[Name, tuple[str, str]] = {
    "green": ("good", "circle-check"),
    "blue": ("told", "thumb-up"),
    "yellow": ("note", "eye"),
    "orange": ("soon", "alert-circle"),
    "red": ("late", "alert-triangle"),
}
"""The look of a tag and its icon; beside them always stand the colour's words."""
NAMES: Mapping[Name, Promise] = {
    "green": gettext_lazy("green"),
    "blue": gettext_lazy("blue"),
    "yellow": gettext_lazy("yellow"),
    "orange": gettext_lazy("orange"),
    "red": gettext_lazy("red"),
}
WHY: Mapping[str, Promise] = {
    "few": gettext_lazy("too few cases to score"),
    "alone": gettext_lazy("nothing to compare with yet"),
    "odd": gettext_lazy("counts of these dates do not belong together"),
}
PER = 10_000
"""Matters that a count is given for."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A colour in words, with its look and its icon."""

    words: str
    look: str
    icon: str


def period_words(period: Period) -> str:
    """The dates in words; of the running period as far as it goes."""
    first, last = period.since.isoformat(), period.until.isoformat()
    words = _("%(first)s to %(last)s") % {"first": first, "last": last}
    return words if period.is_whole else _("%(dates)s, so far") % {"dates": words}


def tag_of(colour: Colour | None) -> Tag | None:
    """A colour as it is shown."""
    if colour is None:
        return None
    look, icon = LOOKS[colour.name]
    return Tag(text_of(colour.title), look, icon)


def bands(index: Index) -> list[tuple[Name, str]]:
    """The colours by name, the best first, each with its words and its scores."""
    edges = [None, *(one.at_least for one in index.colours)]
    return [
        (one.name, f"{text_of(one.title)} {_from_to(one.at_least, edge)}")
        for one, edge in zip(index.colours, edges, strict=False)
    ]


def rate_words(item: Item, rate: Fraction | None) -> str:
    """A rate by what the item is measured against."""
    if rate is None:
        return "—"
    if item.scale == "share":
        return f"{float(rate):.1%}"
    return f"{float(rate * PER if item.scale == 'matters' else rate):.1f}"


def unit_words(item: Item) -> str:
    """What an item's rates are given in, in brackets; nothing for a share."""
    if item.scale == "share":
        return ""
    return bracketed(_("per 10,000 matters") if item.scale == "matters" else _("in the period"))


def method(index: Index) -> dict[str, Any]:
    """How the index is made, as the page says it."""
    packs = {pack.key: pack for pack in installed().known()}
    edges = [None, *(one.at_least for one in index.colours)]
    return {
        "source": text_of(index.source),
        "colours": [
            (tag_of(one), _from_to(one.at_least, edge) + bracketed(str(NAMES[one.name])))
            for one, edge in zip(index.colours, edges, strict=False)
        ],
        "groups": [
            (text_of(group.title) + bracketed(f"{group.weight}%"), [_item_words(item, packs) for item in group.items])
            for group in index.groups
        ],
    }


def _from_to(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)s and more") % {"low": low}
    return _("%(low)s to less than %(high)s") % {"low": low, "high": high}


def _item_words(item: Item, packs: Mapping[str, Pack]) -> tuple[str, str]:
    """The item's title and weight, and the kind and categories of matters that it counts."""
    pack = packs.get(item.pack)
    kinds = [text_of(pack.categories[key].title) for key in item.categories] if pack else []
    words = [text_of(pack.title) if pack else _("Every kind"), _(", ").join(kinds)]
    better = _("more is better") if item.better == "higher" else _("less is better")
    name = f"{text_of(item.title)}{colon()}{item.weight}%"
    return name, " · ".join(word for word in words if word) + bracketed(better)


def tenths_of(score: Fraction | None) -> int | None:
    """A score as it is shown, in tenths of a point."""
    return None if score is None else round(score * 10)


def points(tenths: int | None) -> str:
    """A score, or that there is none."""
    return _("not scored") if tenths is None else f"{tenths / 10:.1f}"


def range_words(between: Interval | None) -> str:
    """The range that chance leaves open."""
    return "—" if between is None else f"{between.low:.1f} – {between.high:.1f}"


def signed(tenths: int | None) -> str:
    """What was added or taken off, with a real minus, so that it is read aloud as one."""
    if tenths is None:
        return "—"
    return f"{tenths / 10:+.1f}".replace("-", "−") if tenths else "0.0"


def number(tenths: int | None) -> float | str:
    """Tenths as a spreadsheet takes them."""
    return "" if tenths is None else tenths / 10


def plain(exact: Fraction | None) -> float | str:
    """A fraction as a spreadsheet takes it."""
    return "" if exact is None else round(float(exact), 1)


def percent(share: Fraction) -> str:
    """A weight; none where the item has no part."""
    return f"{float(share):.1%}" if share else "—"
