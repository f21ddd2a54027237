"""A brief as its page shows it: words with links, charts, the map and the table of areas. Counts nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.core.charts.definition import Canvas, Chart
from linli.core.charts.drawing import svg
from linli.places import queries as places
from linli.scores import briefcharts, briefwords
from linli.scores.briefcharts import COURSE
from linli.scores.briefwords import Piece
from linli.scores.queries.briefs import BriefView
from linli.scores.rules import briefs
from linli.scores.rules.briefs import Behind, Facts, Part
from linli.scores.rules.periods import Period
from linli.scores.rules.sentences import SECTIONS, Section
from linli.web import charts, mapfiles
from linli.web.console import lists
from linli.web.shading import Place, ShadedMap, shaded_map


@dataclass(frozen=True, slots=True)
class Shown:
    """A section: what it says, in somebody's words or as it was drafted; the draft's pieces with their addresses."""

    key: Section
    heading: str
    text: str
    is_edited: bool
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the table, and the list behind it."""

    key: str
    title: str
    n: int
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """An area directly below, with its numbers; `href` leads to its overview of the same dates."""

    code: str
    name: str
    href: str
    numbers: tuple[Number, ...]


def title(view: BriefView) -> str:
    """What the brief is called."""
    return briefwords.title(facts=view.facts, area=places.name_of(view.area), language=charts.language())


def sections(view: BriefView) -> tuple[Shown, ...]:
    """All of them, in order."""
    return tuple(_section(view, one) for one in SECTIONS)


def _section(view: BriefView, section: Section) -> Shown:
    language = charts.language()
    return Shown(
        key=section,
        heading=briefwords.heading(section, language),
        text=view.text(section, language),
        is_edited=section in view.texts,
        pieces=tuple(_piece(one) for one in view.said[language][section]),
    )


def _piece(piece: Piece) -> tuple[str, str]:
    """Nothing is behind a nought."""
    return piece.text, address(piece.behind) if piece.behind and piece.value else ""


def address(behind: Behind) -> str:
    """The page that a number leads to."""
    if behind.cases is not None:
        return lists.address(filters=behind.cases)
    if behind.warning is not None:
        return reverse("console:warning", args=[behind.warning])
    return f"{reverse('console:warnings')}?{urlencode({'area': behind.warnings or ''})}"


def drawn(request: HttpRequest, view: BriefView) -> list[charts.Shown]:
    """The charts, each with its numbers and files."""
    page = reverse("console:brief", args=[view.id])
    found = briefcharts.charts(facts=view.facts, language=charts.language())
    return [
        charts.shown(
            request=request,
            chart=chart,
            key=key,
            address=f"{page}?of={key}&chart=",
            behind=lambda row, column, key=key: _behind_chart(view.facts, key, row, column),  # type: ignore[misc]
        )
        for key, chart in found.items()
    ]


def chart(view: BriefView, key: str) -> Chart:
    """One of them; the course, where there is no other of this key."""
    found = briefcharts.charts(facts=view.facts, language=charts.language())
    return found.get(key, found[COURSE])


def _behind_chart(facts: Facts, key: str, row: int, column: int) -> str:
    if key != COURSE:
        return address(briefs.standing(briefcharts.overdue(facts)[row], late="late"))
    day = Period(facts.course[row].on, facts.course[row].on)
    return address(briefs.closed(facts.whole, day) if column else briefs.opened(facts.whole, day))


def areas(view: BriefView) -> tuple[Line, ...]:
    """The areas directly below."""
    return tuple(_line(view.facts, part) for part in view.facts.areas)


def _line(facts: Facts, part: Part) -> Line:
    code, dates = part.filters.area, {"from": facts.since.isoformat(), "to": facts.until.isoformat()}
    return Line(
        code=code,
        name=part.name[charts.language()],
        href=f"{reverse('console:overview')}?{urlencode({'area': code, **dates})}",
        numbers=tuple(_numbers(facts, part)),
    )


def _numbers(facts: Facts, part: Part) -> Iterator[Number]:
    yield Number("opened", _("Newly reported"), part.opened, address(briefs.opened(part, facts.period)))
    yield Number("closed", _("Closed"), part.closed, address(briefs.closed(part, facts.period)))
    yield Number("open", _("Open now"), part.open, address(briefs.standing(part)))
    yield Number("overdue", _("Overdue"), part.overdue, address(briefs.standing(part, late="late")))


def areas_table(lines: tuple[Line, ...]) -> Iterator[tuple[object, ...]]:
    """The same for a spreadsheet."""
    yield (_("Area"), *(one.title for line in lines[:1] for one in line.numbers))
    for line in lines:
        yield (line.name, *(one.n for one in line.numbers))


def list_table(lines: Sequence[Mapping[str, Any]]) -> Iterator[tuple[object, ...]]:
    """The list of briefs for a spreadsheet."""
    yield (_("From"), _("Until"), _("Area"), _("Kind of brief"), _("Where it stands"), _("Sent"))
    for line in lines:
        row = line["row"]
        yield (row.date, line["until"], line["area"], str(line["kind"]), str(line["state"]), row.sent_at)


def printed_map(view: BriefView) -> SafeString:
    """The same map as a drawing, for paper."""
    language = charts.language()
    found = briefcharts.area_map(facts=view.facts, language=language)
    canvas = Canvas(width=charts.WIDE, language=language, key="areas")
    return SafeString(svg(chart=found, canvas=canvas) if found else "")


def shaded(view: BriefView, lines: tuple[Line, ...]) -> ShadedMap | None:
    """The areas shaded by what is overdue in them; None where there are none."""
    rows = [
        Place(line.code, line.name, one.n, str(one.n), href=line.href, behind=one.href if one.n else "")
        for line in lines
        for one in line.numbers
        if one.key == "overdue"
    ]
    return shaded_map(within=view.area, rows=rows, files=f"?{mapfiles.ASKED}=") if rows else None
