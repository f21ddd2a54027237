"""Drafting briefs by themselves or on demand, putting them in one's own words, and sending them once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import get_args

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.core.calendars.queries import calendar
from linli.core.errors import Invalid, NotAllowed, Text
from linli.people import access
from linli.people.access import SYSTEM, Actor
from linli.scores import briefwords
from linli.scores.actions import briefmails
from linli.scores.actions.briefmails import Told
from linli.scores.actions.writing import MEND, writer
from linli.scores.errors import BriefIsSent, BriefMovedOn, TooEarlyForBrief
from linli.scores.models import Brief
from linli.scores.queries import briefing, surges
from linli.scores.queries import briefs as queries
from linli.scores.rules import briefs as rules
from linli.scores.rules.briefs import Kind
from linli.scores.rules.sentences import SECTIONS

MOST_WORDS = 4000
WAITS_UNTIL = 6
"""Until this hour of the morning a brief waits for the night's warnings."""
_CONTACT = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)|[\w.+-]+@[\w-]+\.\w+")
"""A mobile number, an identity number, an e-mail address."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A brief, and whether it was made just now."""

    id: int
    is_new: bool


def draft(*, area: str, kind: Kind, on: date, by: Actor, now: datetime) -> Drafted:
    """The brief of an area for the day, or for the week that the day lies in. One that is there stays as it is.

    Raises NotAllowed, Invalid for an area that has none, TooEarlyForBrief.
    """
    _must_edit(area, by)
    if not queries.has_briefs(area=area):
        raise Invalid(_("Briefs are made of areas from the whole city down to the town."))
    first = rules.first_date(kind=kind, on=on)
    if rules.period_of(kind=kind, first=first).until >= now.astimezone(calendar().tz).date():
        raise TooEarlyForBrief
    known = Brief.objects.filter(area_id=area, kind=kind, date=first)
    found = known.values_list("id", flat=True).first()
    return Drafted(found, is_new=False) if found else _drafted(area, kind, first, now)


def draft_due(*, today: date, now: datetime) -> int:
    """Drafts what is over and has no brief yet: of yesterday, and of last week. Answers how many."""
    yesterday = today - timedelta(days=1)
    if now.astimezone(calendar().tz).hour < WAITS_UNTIL and not surges.is_watched(on=yesterday):
        return 0
    areas, made = queries.areas_to_brief(on=today), 0
    for kind in get_args(Kind):
        first = rules.last_over(kind=kind, today=today)
        there = queries.drafted_for(areas=areas, kind=kind, first=first)
        for area in (one for one in areas if one not in there):
            made += draft(area=area, kind=kind, on=first, by=SYSTEM, now=now).is_new
    return made


@transaction.atomic
def edit(*, brief: int, version: int, texts: Mapping[str, str], by: Actor, now: datetime) -> int:
    """Puts sections in one's own words; what is empty or as it was drafted is not kept. Answers the new version.

    Raises NoSuchBrief, NotAllowed, BriefIsSent, BriefMovedOn, Invalid.
    """
    row = _mine(brief, version, by)
    drafted = queries.view(row)
    own: dict[str, str] = {}
    for section in SECTIONS:
        text = texts.get(section, "").replace("\r\n", "\n").strip()
        if text and text not in {drafted.drafted(section, language) for language in briefwords.LANGUAGES}:
            own[section] = text
    _check(own)
    Brief.objects.filter(id=row.pk).update(texts=own, edited_by=writer(by), edited_at=now, version=row.version + 1)
    return row.version + 1


@transaction.atomic
def send(*, brief: int, version: int, by: Actor, now: datetime) -> Told:
    """Sends it to the leaders and desks of its area, once; it never changes after.

    Raises NoSuchBrief, NotAllowed, BriefIsSent, BriefMovedOn.
    """
    row = _mine(brief, version, by)
    told = briefmails.tell(view=queries.view(row), now=now)
    Brief.objects.filter(id=row.pk).update(
        state=Brief.State.SENT, sent_by=writer(by), sent_at=now, version=row.version + 1
    )
    return told


def _drafted(area: str, kind: Kind, first: date, now: datetime) -> Drafted:
    """Two that draft at once make one: the second finds the row of the first."""
    facts = briefing.facts_of(area=area, kind=kind, first=first, now=now)
    kept = queries.stored(facts=facts, said=briefwords.written(facts=facts))
    row, is_new = Brief.objects.get_or_create(area_id=area, kind=kind, date=first, defaults={**kept, "made_at": now})
    return Drafted(row.pk, is_new)


def _mine(brief: int, version: int, by: Actor) -> Brief:
    row = queries.locked(id=brief, by=by)
    _must_edit(row.area_id, by)
    if row.state == Brief.State.SENT:
        raise BriefIsSent
    if row.version != version:
        raise BriefMovedOn
    return row


def _must_edit(area: str, by: Actor) -> None:
    if not access.edits_brief(actor=by, area_code=area):
        raise NotAllowed(_("Only the desk and the leader of the area draft, change and send its briefs."))


def _check(texts: Mapping[str, str]) -> None:
    faults: dict[str, Text] = {}
    for section, text in texts.items():
        if len(text) > MOST_WORDS:
            faults[section] = _("At most %(n)d characters.") % {"n": MOST_WORDS}
        elif _CONTACT.search(text):
            faults[section] = _("A brief names no phone number, identity number or e-mail address. Take it out.")
    if faults:
        raise Invalid(MEND, fields=faults)
