"""Indices as staff and everybody read them: what is asked, the table of areas, and one area with what moved it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from linli.places import queries as places
from linli.places.city import current as city
from linli.scores.index import queries as indices
from linli.scores.index.definition import Index, Item
from linli.scores.queries import index as queries
from linli.scores.queries.index import Score
from linli.scores.queries.ranking import ONE_PERSONS
from linli.scores.rules import index as rules
from linli.scores.rules.index import ItemScore, Scored
from linli.scores.rules.intervals import Interval
from linli.scores.rules.leeway import leeway
from linli.scores.rules.months import Period, back_from, holding
from linli.web import mapfiles
from linli.web.indexwords import (
    WHY,
    Tag,
    bands,
    method,
    number,
    percent,
    period_words,
    plain,
    points,
    range_words,
    rate_words,
    signed,
    tag_of,
    tenths_of,
    unit_words,
)
from linli.web.shading import Place, ShadedMap, banded_map
from linli.web.wording import text_of

SHOWN = 13
"""How many periods there are to choose from, the running one first."""
WIDTH = 100
"""Of the picture of what an item took off, in its own units."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The names of the page of the areas and of the page of one, for staff or for everybody."""

    areas: str
    area: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The edition, the area and the dates that the address names."""

    index: Index
    area: str
    period: Period

    def query(self, **more: str) -> str:
        """The same of another area or other dates."""
        return urlencode({"index": self.index.key, "period": self.period.key, **more})


@dataclass(frozen=True, slots=True)
class Line:
    """An area of the table. `below` and `parts` lead to the areas under it and to what its score is made of; `ends`:
    how far chance alone may have moved it."""

    title: str
    below: str
    parts: str
    score: str
    tag: Tag | None
    ends: Interval | None
    between: str
    change: str
    mover: str
    found: Score


@dataclass(frozen=True, slots=True)
class Number:
    """A count behind an item, and the list of just those cases."""

    title: str
    n: int
    address: str


Behind = Callable[[Item, Score], Sequence[Number]]


@dataclass(frozen=True, slots=True)
class Part:
    """An item or a group of one area. `bar`: how wide the picture of what it took off is."""

    title: str
    weight: str
    score: str
    away: str
    change: str
    bar: str = ""
    why: str = ""
    unit: str = ""
    here: str = ""
    own: str = ""
    peers: str = ""
    expected: str = ""
    behind: tuple[Number, ...] = ()
    items: tuple["Part", ...] = ()


def asked(request: HttpRequest, *, top: str, keys: Sequence[str], area: str = "") -> Asked:
    """What the address asks for, of these indices, within the area `top`. Raises Http404 where there is nothing."""
    given, today, catalogue = request.GET, timezone.localdate(), indices.current()
    code = area or given.get("area", "") or top
    if not keys or not code.startswith(top) or not places.exists(code) or city().level_of(code) == ONE_PERSONS:
        raise Http404
    key = given["index"] if given.get("index", "") in keys else keys[0]
    day = _day(given.get("period", ""))
    on = day if day and day <= today else today
    index = catalogue.edition(key=key, on=on) or catalogue.indices[key][-1]
    period = (
        holding(day=on, months=index.months, today=today) if day else queries.usual(index=index, area=code, today=today)
    )
    return Asked(catalogue.edition(key=key, on=period.until) or index, code, period)


def areas_page(*, asked: Asked, top: str, keys: Sequence[str], pages: Pages) -> dict[str, Any]:
    """What the template of the table reads: the area itself, and the areas directly below it."""
    sets = (queries.peers(area=asked.area), queries.parts(area=asked.area))
    beside, found = queries.scores_of(index=asked.index, sets=sets, period=asked.period)
    lines = [_line(asked, one, pages) for one in found.values()]
    return frame(asked=asked, keys=keys) | {
        "whole": _line(asked, beside[asked.area], pages),
        "lines": lines,
        "map": _map(asked, lines) if lines else None,
        "way": _way(asked, top, reverse(pages.areas)),
    }


def area_page(*, asked: Asked, top: str, keys: Sequence[str], pages: Pages, behind: Behind | None) -> dict[str, Any]:
    """What the template of one area reads. `behind` gives the lists behind an item's counts, where they may be read."""
    found = queries.score(index=asked.index, area=asked.area, period=asked.period)
    return frame(asked=asked, keys=keys) | {
        "whole": _line(asked, found, pages),
        "groups": tuple(_groups(found, behind)),
        "covered": f"{float(found.now.covered):.0%}",
        "is_covered": found.now.covered == 1,
        "before": "" if found.before.tenths is None else points(found.before.tenths),
        "way": _way(asked, top, reverse(pages.areas)),
        "has_lists": behind is not None,
    }


def frame(*, asked: Asked, keys: Sequence[str]) -> dict[str, Any]:
    """What stands on every page of an index: the choices, and how it is made."""
    catalogue = indices.current()
    return {
        "asked": asked,
        "index": asked.index,
        "title": text_of(asked.index.title),
        "choices": [(key, text_of(catalogue.indices[key][-1].title)) for key in keys],
        "periods": _periods(asked),
        "period": period_words(asked.period),
        "here": "?" + asked.query(area=asked.area),
        "method": method(asked.index),
    }


def name_of(asked: Asked) -> str:
    """What a file of it is called."""
    return f"linli-index-{asked.index.key}-{asked.area}-{asked.period.key}"


def areas_table(*, context: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """The table of areas as a file: the score, and what each item took off."""
    index: Index = context["index"]
    items = [text_of(item.title) for item in index.items()]
    head = (_("Area"), _("Score"), _("Low"), _("High"), _("In words"), _("Since the period before"))
    yield (*head, *(_("Took off: %(item)s") % {"item": item} for item in items))
    for line in (*context["lines"], context["whole"]):
        now, then = line.found.now, line.found.before
        took = _shown_away(now)
        words = line.tag.words if line.tag else line.score
        yield (
            line.title, number(now.tenths), *_ends(line.ends), words, number(_difference(now, then)),
            *(number(took.get(item.key)) for item in index.items()),
        )  # fmt: skip


def _ends(between: Interval | None) -> tuple[float | str, float | str]:
    return ("", "") if between is None else (round(between.low, 1), round(between.high, 1))


def area_table(*, context: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    """One area as a file: each item with its score, its counts and what it is set beside."""
    found: Score = context["whole"].found
    took, moved = _shown_away(found.now), _shown_moved(found)
    yield (
        _("Group"), _("Item"), _("Weight"), _("Score"), _("Took off"), _("Since the period before"),
        _("Cases counted"), _("Of"), _("Expected"), _("Here"), _("Own past"), _("Peers"), _("Why not scored"),
    )  # fmt: skip
    for group in found.now.groups:
        for one in group.items:
            yield (
                text_of(group.group.title), text_of(one.item.title), plain(one.weight * 100),
                plain(one.score), number(took.get(one.item.key)), number(moved.get(one.item.key)),
                one.seen.now.k, one.seen.now.n, plain(one.expected),
                rate_words(one.item, _here(one)), rate_words(one.item, one.own), rate_words(one.item, one.peers),
                str(WHY.get(one.why, "")),
            )  # fmt: skip


def _periods(asked: Asked) -> list[tuple[str, str]]:
    """The running period and those before it, with the one that is shown among them."""
    known = list(islice(back_from(today=timezone.localdate(), months=asked.index.months), SHOWN))
    if asked.period.key not in {one.key for one in known}:
        known.append(asked.period)
    return [(one.key, period_words(one)) for one in known]


def _way(asked: Asked, top: str, page: str) -> list[tuple[str, str]]:
    """The way from the top down to the area."""
    path = places.name_path(asked.area)
    return [(name, f"{page}?{asked.query(area=code)}") for code, name in path if code.startswith(top)]


def _line(asked: Asked, found: Score, pages: Pages) -> Line:
    below, ends = queries.parts(area=found.area), leeway(scored=found.now)
    return Line(
        title=places.name_of(found.area),
        below=f"{reverse(pages.areas)}?{asked.query(area=found.area)}" if below and found.area != asked.area else "",
        parts=f"{reverse(pages.area, args=(found.area,))}?{asked.query()}",
        score=points(found.now.tenths),
        tag=tag_of(found.now.colour),
        ends=ends,
        between=range_words(ends),
        change=signed(_difference(found.now, found.before)),
        mover=_mover(found.now),
        found=found,
    )


def _map(asked: Asked, lines: Sequence[Line]) -> ShadedMap:
    """The areas of the table in the colours of their scores, each with the colour's words beside its score."""
    colours = [line.found.now.colour for line in lines]
    rows = [(_place(line), one.name if one else None) for line, one in zip(lines, colours, strict=True)]
    files = f"?{asked.query(area=asked.area)}&{mapfiles.ASKED}="
    return banded_map(within=asked.area, rows=rows, bands=bands(asked.index), files=files)


def map_file(*, asked: Asked, context: Mapping[str, Any], kind: str) -> HttpResponse:
    """The map of the table of areas as a file. Raises Http404."""
    number, area = context["title"], context["whole"].title
    return mapfiles.download(
        shaded=context["map"],
        kind=kind,
        name=name_of(asked),
        title=_("Map: %(number)s, %(area)s") % {"number": number, "area": area},
        counted=_("Score"),
        notes=(context["period"],),
    )


def _place(line: Line) -> Place:
    tenths = line.found.now.tenths
    text = f"{line.score} {line.tag.words}" if line.tag else line.score
    value = None if tenths is None else tenths / 10
    return Place(
        line.found.area, line.title, value, text, href=line.below or line.parts, behind=line.parts if line.below else ""
    )


def _mover(now: Scored) -> str:
    """The item that took off most."""
    took = _shown_away(now)
    if not took:
        return "—"
    titles = {item.key: text_of(item.title) for item in now.index.items()}
    key = min(took, key=lambda one: took[one])
    if not took[key]:
        return _("nothing: every item is at its reference or better")
    return f"{titles[key]} {signed(took[key])}"


def _groups(found: Score, behind: Behind | None) -> Iterator[Part]:
    took, moved = _shown_away(found.now), _shown_moved(found)
    most = -min(took.values(), default=0) or 1
    for group in found.now.groups:
        items = tuple(_part(one, took, moved, most, behind(one.item, found) if behind else ()) for one in group.items)
        keys = [one.item.key for one in group.items]
        yield Part(
            title=text_of(group.group.title),
            weight=percent(group.weight),
            score=points(tenths_of(group.score)),
            away="—" if group.score is None else signed(_sum(took, keys)),
            change=signed(_sum(moved, keys)),
            items=items,
        )


def _part(
    one: ItemScore, took: Mapping[str, int], moved: Mapping[str, int], most: int, behind: Sequence[Number]
) -> Part:
    key, is_scored = one.item.key, one.score is not None
    away = took.get(key, 0)
    return Part(
        title=text_of(one.item.title),
        weight=percent(one.weight),
        score=points(tenths_of(one.score)),
        why=str(WHY.get(one.why, "")),
        unit=unit_words(one.item),
        away=signed(away) if took and is_scored else "—",
        bar=f"{-away / most * WIDTH:.1f}" if away else "",
        change=signed(moved.get(key)) if moved else "—",
        here="—" if one.item.scale == "share" and one.why == "few" else rate_words(one.item, _here(one)),
        own=rate_words(one.item, one.own),
        peers=rate_words(one.item, one.peers),
        expected="" if one.expected is None else f"{float(one.expected):.1f}",
        behind=tuple(behind),
    )


def _shown_away(now: Scored) -> Mapping[str, int]:
    """What each item took off, in tenths that add up to the score as it is shown."""
    return {} if now.tenths is None else rules.tenths(parts=rules.away(scored=now), total=now.tenths - 1000)


def _shown_moved(found: Score) -> Mapping[str, int]:
    total = _difference(found.now, found.before)
    return {} if total is None else rules.tenths(parts=rules.moved(now=found.now, before=found.before), total=total)


def _difference(now: Scored, then: Scored) -> int | None:
    return None if now.tenths is None or then.tenths is None else now.tenths - then.tenths


def _here(one: ItemScore) -> Fraction | None:
    return Fraction(one.seen.now.k, one.seen.now.n) if one.seen.now.n > 0 else None


def _sum(shown: Mapping[str, int], keys: Sequence[str]) -> int | None:
    return sum(shown.get(key, 0) for key in keys) if shown else None


def _day(text: str) -> date | None:
    """The first day of a month as addresses name it; None where it is none."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
