"""A row of a list as it is read: the pack's words and the places' names put to a `CaseRow`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from linli.cases.queries.similar import Similar
from linli.cases.types import CaseRow
from linli.process.definition import Category, Pack, Stage
from linli.process.errors import UnknownPackError
from linli.web.console import domain, labels
from linli.web.roles import body_title
from linli.web.templatetags import ui
from linli.web.wording import text_of


@dataclass(frozen=True, slots=True)
class Line:
    """One case of a list, in words. `badge`, `clock` and `opened` are finished text: a list shows fifty of each."""

    row: CaseRow
    stage: Stage | None
    category: str
    place: str
    holder: str
    href: str
    badge: SafeString
    clock: SafeString
    opened: str

    @property
    def clock_state(self) -> str:
        """What the clock badge shows: a closed case has none running."""
        return _clock_state(self.row, self.stage)


def lines(*, rows: Iterable[CaseRow], within: str = "") -> tuple[Line, ...]:
    """The rows in words; places by their names below `within`, which every reader of the list knows."""
    said = _Said(within)
    return tuple(said.line(row) for row in rows)


def line(*, row: CaseRow, within: str = "") -> Line:
    """One row in words."""
    return _Said(within).line(row)


class _Said:
    """The words of one list. Each is looked up once: many rows lie in one place, in one stage, with one body."""

    def __init__(self, within: str) -> None:
        self._within = within
        self._pack = cache(_pack)
        self._place = cache(self._named)
        self._category = cache(self._titled)
        self._stage = cache(self._found)
        self._badge = cache(self._badged)
        self._holder = cache(_holder)
        self._moment = ui.moments()

    def line(self, row: CaseRow) -> Line:
        stage = self._stage(row.pack, row.stage)
        return Line(
            row=row,
            stage=stage,
            category=self._category(row.pack, row.category),
            place=self._place(row.area_code),
            holder="" if row.closed_at else self._holder(row.holder_kind, row.holder_area, row.holder_name),
            href=f"{_cases()}{row.number}/",
            badge=self._badge(row.pack, row.stage, row.outcome),
            clock=_clock(row, stage),
            opened=self._moment(row.opened_at),
        )

    def _badged(self, pack: str, key: str, outcome: str) -> SafeString:
        stage = self._stage(pack, key)
        return _badge(text_of(stage.title), stage.outcome or "", outcome) if stage else SafeString()

    def _named(self, code: str) -> str:
        return domain.path_below(code=code, within=self._within)

    def _titled(self, pack: str, key: str) -> str:
        return category_text(pack=self._pack(pack), key=key)

    def _found(self, pack: str, key: str) -> Stage | None:
        found = self._pack(pack)
        return found.stages.get(key) if found else None


def _clock_state(row: CaseRow, stage: Stage | None) -> str:
    if row.closed_at:
        return "stopped"
    return "paused" if stage and stage.is_suspended else "running"


def _clock(row: CaseRow, stage: Stage | None) -> SafeString:
    if not (row.due_at or row.closed_at):
        return SafeString()
    return clock_badge(due_at=row.due_at, state=_clock_state(row, stage))


def clock_badge(*, due_at: datetime | None, state: str, warn_at: datetime | None = None) -> SafeString:
    """How a deadline stands, as `ui.clock_badge` draws it."""
    said = ui.clock_badge(due_at, state, warn_at)
    return _clock_badge(str(said["manner"]), str(said["words"]), str(said["icon_name"]), due_at)


@lru_cache(maxsize=8192)
def _clock_badge(manner: str, words: str, icon_name: str, due_at: datetime | None) -> SafeString:
    """The component's HTML. The same few words come back in every list, so it is kept."""
    said = {"manner": manner, "words": words, "icon_name": icon_name, "due_at": due_at}
    return render_to_string("components/clock_badge.html", said)


@lru_cache(maxsize=512)
def _badge(title: str, ending: str, outcome: str) -> SafeString:
    """The component's HTML for a stage of this title, kept likewise."""
    said = ui.stage_badge(_Titled({"zh": title, "en": title}, ending), outcome)
    return render_to_string("components/stage_badge.html", said)


@dataclass(frozen=True, slots=True)
class _Titled:
    """As much of a stage as its badge reads."""

    title: Mapping[str, str]
    outcome: str


@lru_cache(maxsize=1)
def _cases() -> str:
    return reverse("console:cases")


def category_text(*, pack: Pack | None, key: str) -> str:
    """The category's title after its group's."""
    found = pack.categories.get(key) if pack else None
    if pack is None or found is None:
        return ""
    above: Category | None = pack.categories.get(found.parent)
    return " · ".join(text_of(one.title) for one in (above, found) if one)


def holder_text(*, row: CaseRow) -> str:
    """Who has the ball."""
    return "" if row.closed_at else _holder(row.holder_kind, row.holder_area, row.holder_name)


def _holder(kind: str, area_code: str, name: str) -> str:
    if kind == "org":
        return body_title(name=name)
    title = labels.label(kind="holder", value=kind)
    return title if kind == "reporter" else f"{domain.area_name(code=area_code)} {title}"


@dataclass(frozen=True, slots=True)
class Likeness:
    """A case that may be the same matter, in words."""

    number: str
    pack: str
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
        pack=one.row.pack,
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
