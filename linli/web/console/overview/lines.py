"""The parts of an overview, each with its name, its numbers and its own overview."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from linli.cases.queries import counting
from linli.cases.types import ITSELF
from linli.places import queries as places
from linli.places.city import current as city
from linli.process.definition import Pack
from linli.scores.queries.overview import Figures, Overview
from linli.scores.queries.ranking import ONE_PERSONS
from linli.web.console import domain, labels
from linli.web.console import lines as cases
from linli.web.console.overview.asking import View, behind
from linli.web.console.overview.numbers import Link, Number, now_numbers, period_numbers
from linli.web.shading import Place, ShadedMap, shaded_map
from linli.web.wording import text_of


@dataclass(frozen=True, slots=True)
class Line:
    """A part of the whole with its numbers; `href` leads to its own overview."""

    key: str
    title: str
    href: str
    numbers: tuple[Number, ...]

    def number(self, key: str) -> Number | None:
        """The number of this key."""
        return next((one for one in self.numbers if one.key == key), None)


def parts_of(*, view: View, parts: Mapping[str, Figures], link: Link = behind) -> Iterator[Line]:
    """The parts, the largest first; areas in the order of their codes."""
    keys = sorted(parts, key=lambda key: (-parts[key].open, -parts[key].sums["opened"], key))
    if view.by == "area":
        keys = [row.code for row in places.children_of(view.area)]
    names = _names(view, keys)
    for key in keys:
        narrowed = _narrowed(view, key)
        one, filters = parts.get(key, Figures()), narrowed.filters()
        is_one = is_one_persons(narrowed.area)
        happened = period_numbers(one.sums, None, filters, view.period, is_one_persons=is_one, link=link)
        yield Line(key, names[key], narrowed.with_(by=""), (*now_numbers(one, filters, link), *happened))


def happened(*, view: View, found: Overview) -> Iterator[Number]:
    """What happened in the whole on its dates, beside the period compared with."""
    one = is_one_persons(view.area)
    yield from period_numbers(found.whole.sums, found.before, view.filters(), view.period, is_one_persons=one)


def areas_map(*, view: View, areas: Sequence[Line], files: str = "") -> ShadedMap | None:
    """The areas shaded by the number that is asked for; None where they have no such number."""
    rows = [
        Place(code=line.key, name=line.title, value=one.value, text=one.said, href=line.href, behind=one.href)
        for line in areas
        if (one := line.number(view.shown))
    ]
    return shaded_map(within=view.area, rows=rows, files=files) if rows else None


def shown_title(*, view: View, lines: Sequence[Line]) -> str:
    """What the map's number is called; empty where there is none."""
    return next((one.title for line in lines[:1] if (one := line.number(view.shown))), "")


def map_title(*, view: View, number: str) -> str:
    """What the map shows."""
    return _("Map: %(number)s, %(area)s") % {"number": number, "area": places.name_of(view.area)}


def is_one_persons(code: str) -> bool:
    """Whether an area is so small that its rates would be a person's."""
    return city().level_of(code) == ONE_PERSONS


def category_text(pack: Pack | None, key: str) -> str:
    """What a category is called; of what lies in it alone, that it does."""
    title = cases.category_text(pack=pack, key=key.removesuffix(ITSELF))
    if not title:
        return _("Not sorted yet")
    return _("%(category)s, not told further") % {"category": title} if key.endswith(ITSELF) else title


def _narrowed(view: View, key: str) -> View:
    """The overview of one part."""
    if view.by == "area":
        return replace(view, area=key)
    if view.by == "org":
        return replace(view, org=int(key))
    if view.by == "channel":
        return replace(view, channel=key)
    pack, _sep, category = key.partition(":")
    packs = {one.key: one for one in counting.countable()}
    narrowed = replace(view, pack=packs.get(pack, view.pack))
    return narrowed if view.by == "pack" else replace(narrowed, category=category)


def _names(view: View, keys: list[str]) -> dict[str, str]:
    if view.by == "area":
        return {key: places.name_of(key) for key in keys}
    if view.by == "org":
        names = domain.organisation_names(ids=[int(key) for key in keys])
        return {key: names.get(int(key)) or _("Nobody leads it yet") for key in keys}
    if view.by == "channel":
        return {key: labels.label(kind="channel", value=key) for key in keys}
    packs = {one.key: one for one in domain.known_packs()}
    if view.by == "pack":
        return {key: text_of(packs[key].title) if key in packs else key for key in keys}
    found = {}
    for key in keys:
        pack, _sep, category = key.partition(":")
        title = category_text(packs.get(pack), category)
        found[key] = title if view.pack else f"{text_of(packs[pack].title) if pack in packs else pack} · {title}"
    return found
