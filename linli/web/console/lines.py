"""A row of a list as it is read: the pack's words and the places' names put to a `CaseRow`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases.queries.similar import Similar
from linli.cases.types import CaseRow
from linli.process.definition import Category, Pack, Stage
from linli.process.errors import UnknownPackError
from linli.web.console import domain, labels
from linli.web.wording import text_of


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list, in words."""

    row: CaseRow
    stage: Stage | None
    category: str
    place: str
    holder: str

    @property
    def clock_state(self) -> str:
        """What the clock badge shows: a closed case has none running."""
        if self.row.closed_at:
            return "stopped"
        return "paused" if self.stage and self.stage.is_suspended else "running"


def lines(*, rows: Iterable[CaseRow], within: str = "") -> tuple[Line, ...]:
    """The rows in words; places by their names below `within`, which every reader of the list knows."""
    return tuple(line(row=row, within=within) for row in rows)


def line(*, row: CaseRow, within: str = "") -> Line:
    """One row in words."""
    pack = _pack(row.pack)
    return Line(
        row=row,
        stage=pack.stages.get(row.stage) if pack else None,
        category=category_text(pack=pack, key=row.category),
        place=domain.path_below(code=row.area_code, within=within),
        holder=holder_text(row=row),
    )


def category_text(*, pack: Pack | None, key: str) -> str:
    """The category's title after its group's."""
    found = pack.categories.get(key) if pack else None
    if pack is None or found is None:
        return ""
    above: Category | None = pack.categories.get(found.parent)
    return " · ".join(text_of(one.title) for one in (above, found) if one)


def holder_text(*, row: CaseRow) -> str:
    """Who has the ball."""
    if row.closed_at:
        return ""
    if row.holder_kind == "org":
        return row.holder_name
    kind = labels.label(kind="holder", value=row.holder_kind)
    return kind if row.holder_kind == "reporter" else f"{domain.area_name(code=row.holder_area)} {kind}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A case that may be the same matter, in words."""

    number: str
    title: str
    stage: str
    place: str
    distance: str
    opened_at: datetime


def likenesses(*, found: Iterable[Similar]) -> tuple[Likeness, ...]:
    """Similar cases in words, in the order given."""
    return tuple(_likeness(one) for one in found)


def _likeness(one: Similar) -> Likeness:
    made = line(row=one.row)
    return Likeness(
        number=one.row.number,
        title=one.row.title,
        stage=text_of(made.stage.title) if made.stage else "",
        place=made.place,
        distance=_("%(n)d m away") % {"n": one.metres} if one.metres is not None else "",
        opened_at=one.row.opened_at,
    )


def _pack(key: str) -> Pack | None:
    try:
        return domain.pack(key=key)
    except UnknownPackError:
        return None
