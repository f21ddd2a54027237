"""How a report becomes a case: its first stage, holder, clocks, event, counts and messages, in one decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from linli.cases.rules import clocks, messages, tallies
from linli.cases.rules.state import CaseState, Change, EventDraft
from linli.cases.types import NewCase
from linli.core.chain import GENESIS
from linli.core.clock import Calendar
from linli.people.access import Actor
from linli.process.definition import Pack


@dataclass(frozen=True, slots=True)
class Setting:
    """What was found out about a report before the decision: its number, place, kind and likely owner."""

    id: int
    number: str
    area_code: str
    located_by: str
    located_reason: str
    desk_area: str
    category: str
    category_reason: str
    suggested_org_id: int | None
    has_contact: bool
    photos: tuple[str, ...] = ()
    hidden: Mapping[int, str] = field(default_factory=dict)
    cues: tuple[str, ...] = ()


def open_case(
    *, pack: Pack, report: NewCase, setting: Setting, by: Actor, now: datetime, calendars: Mapping[str, Calendar]
) -> Change:
    """The change that opens the case."""
    category = pack.categories.get(setting.category)
    urgency = report.urgency or (category.urgency if category else "normal")
    items = clocks.follow(
        pack=pack,
        clocks=(),
        stage=pack.first_stage,
        category=setting.category,
        urgency=urgency,
        opened_at=now,
        now=now,
        calendars=calendars,
        facts=report.fields,
    )
    after = CaseState(
        id=setting.id,
        number=setting.number,
        pack=pack.key,
        category=setting.category,
        urgency=urgency,
        confidentiality=pack.confidentiality_of(setting.category),
        area_code=setting.area_code,
        stage=pack.first_stage,
        holder_kind=pack.stages[pack.first_stage].holder,
        holder_area=setting.desk_area,
        opened_at=now,
        version=1,
        event_count=0,
        last_hash=GENESIS,
        reporter_account_id=by.account_id if by.kind == "staff" and report.channel == "grid" else None,
        has_contact=setting.has_contact,
        due_at=clocks.next_due(pack=pack, clocks=items),
        promised_at=clocks.promised(pack=pack, clocks=items),
        lon=report.lon,
        lat=report.lat,
        address=report.address,
        channel=report.channel,
        fields=dict(report.fields),
        clocks=items,
        hidden=setting.hidden,
    )
    return Change(
        before=None,
        after=after,
        event=EventDraft(kind="open", body=_body(report, setting, urgency), is_public=True),
        tallies=tallies.of_change(before=None, after=after),
        messages=messages.of_opening(pack=pack, state=after),
    )


def _body(report: NewCase, setting: Setting, urgency: str) -> dict[str, object]:
    """The facts that the first event fixes in the chain. Contact data is not among them."""
    return {
        "title": title_of(report),
        "text": report.text,
        "category": setting.category,
        "category_reason": setting.category_reason,
        "urgency": urgency,
        "channel": report.channel,
        "area": setting.area_code,
        "located_by": setting.located_by,
        "located_reason": setting.located_reason,
        "address": report.address,
        "lon": report.lon,
        "lat": report.lat,
        "fields": dict(report.fields),
        "photos": list(setting.photos),
        "suggested_org": setting.suggested_org_id,
        **({"cues": list(setting.cues)} if setting.cues else {}),
        **({"opened_from": report.opened_from} if report.opened_from else {}),
    }


def title_of(report: NewCase) -> str:
    """The title given, else the text's first line, cut at 60 characters."""
    line = (report.title or report.text.strip().partition("\n")[0]).strip()
    return line if len(line) <= 60 else line[:59] + "…"
