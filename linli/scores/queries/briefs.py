"""Briefs as staff read them: the list, one brief, and the areas that have briefs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from linli.cases.queries.tallies import kept_levels
from linli.people import access
from linli.people.access import Actor
from linli.people.queries import areas_with
from linli.places import queries as places
from linli.places.city import current as city
from linli.scores.briefwords import Pieces, plain
from linli.scores.errors import NoSuchBrief
from linli.scores.models import Brief
from linli.scores.rules.briefs import Facts, Kind
from linli.scores.rules.sentences import SECTIONS, Section

MOST = 200
READERS = ("leader", "desk")
"""The roles that briefs are for."""
FACTS: TypeAdapter[Facts] = TypeAdapter(Facts)
SAID: TypeAdapter[dict[str, dict[Section, Pieces]]] = TypeAdapter(dict[str, dict[Section, Pieces]])


@dataclass(frozen=True, slots=True)
class BriefLine:
    """A brief in a list."""

    id: int
    area: str
    kind: Kind
    date: date
    state: str
    is_edited: bool
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class BriefView:
    """A brief. `said` by language and section as it was drafted, `texts` what somebody wrote instead."""

    id: int
    area: str
    kind: Kind
    date: date
    state: str
    version: int
    facts: Facts
    said: Mapping[str, Mapping[Section, Pieces]]
    texts: Mapping[str, str]
    made_at: datetime
    editor: str
    edited_at: datetime | None
    sender: str
    sent_at: datetime | None

    @property
    def is_sent(self) -> bool:
        """Whether it was sent, and so never changes."""
        return self.state == Brief.State.SENT

    def drafted(self, section: Section, language: str) -> str:
        """What the section said when it was drafted."""
        return plain(self.said[language][section])

    def text(self, section: Section, language: str) -> str:
        """What the section says: in somebody's own words where it was edited, whatever the language."""
        return self.texts.get(section) or self.drafted(section, language)


def listing(*, by: Actor, kind: str = "", area: str = "") -> tuple[BriefLine, ...]:
    """The briefs of the actor's area and below, newest first; of one kind, or of one area."""
    rows = _within(by)
    if kind:
        rows = rows.filter(kind=kind)
    if area:
        rows = rows.filter(area_id=area)
    return tuple(
        BriefLine(row.pk, row.area_id, row.kind, row.date, row.state, bool(row.texts), row.sent_at)  # type: ignore[arg-type]
        for row in rows.defer("facts", "said").order_by("-date", "area_id", "kind")[:MOST]
    )


def areas_listed(*, by: Actor) -> tuple[str, ...]:
    """The areas of which the actor may read briefs, by code."""
    return tuple(_within(by).order_by("area_id").values_list("area_id", flat=True).distinct())


def brief(*, id: int, by: Actor) -> BriefView:
    """One brief. Raises NotAllowed, NoSuchBrief."""
    row = _within(by).select_related("edited_by", "sent_by").filter(id=id).first()
    if row is None:
        raise NoSuchBrief
    return view(row)


def locked(*, id: int, by: Actor) -> Brief:
    """Its row for the rest of the transaction. Raises NotAllowed, NoSuchBrief."""
    row = _within(by).select_for_update(of=("self",)).filter(id=id).first()
    if row is None:
        raise NoSuchBrief
    return row


def view(row: Brief) -> BriefView:
    """A row as it leaves this room."""
    return BriefView(
        id=row.pk,
        area=row.area_id,
        kind=row.kind,  # type: ignore[arg-type]
        date=row.date,
        state=row.state,
        version=row.version,
        facts=FACTS.validate_python(row.facts),
        said=SAID.validate_python(row.said),
        texts={key: text for key, text in row.texts.items() if key in SECTIONS},
        made_at=row.made_at,
        editor=row.edited_by.name if row.edited_by else "",
        edited_at=row.edited_at,
        sender=row.sent_by.name if row.sent_by else "",
        sent_at=row.sent_at,
    )


def stored(*, facts: Facts, said: Mapping[str, Mapping[Section, Pieces]]) -> dict[str, Any]:
    """Both as they are kept."""
    return {
        "facts": FACTS.dump_python(facts, mode="json", exclude_defaults=True),
        "said": SAID.dump_python(dict(said), mode="json", exclude_defaults=True),  # type: ignore[arg-type]
    }


def has_briefs(*, area: str) -> bool:
    """Whether an area in use has briefs: from the whole city down to the town."""
    return places.exists(area) and len(area) in kept_levels()


def areas_to_brief(*, on: date) -> tuple[str, ...]:
    """The areas down to the town where somebody holds a post that briefs are for."""
    return tuple(code for code in areas_with(roles=READERS, on_date=on) if has_briefs(area=code))


def drafted_for(*, areas: Collection[str], kind: Kind, first: date) -> frozenset[str]:
    """Those of the areas that have their brief of the date."""
    rows = Brief.objects.filter(area_id__in=areas, kind=kind, date=first)
    return frozenset(rows.values_list("area_id", flat=True))


def _within(by: Actor) -> "QuerySet[Brief]":
    access.needs(actor=by, right="counts.view")
    if by.kind == "system":
        return Brief.objects.all()
    if not by.area_code:
        return Brief.objects.none()
    first, after = city().range(by.area_code)
    return Brief.objects.filter(area_id__gte=first, area_id__lt=after)
