"""A case in words: the pack's titles, names of places and organisations, and what each event says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.cases.types import AttachmentView, CaseDetail, ClockView, EventView
from linli.process.definition import Field, Pack
from linli.web import tablefields
from linli.web.console import domain, labels, lines, proofs
from linli.web.roles import body_title
from linli.web.templatetags import ui
from linli.web.wording import bracketed, text_of

UPLOADS = ("photos", "files")
ICONS: Mapping[str, str] = {
    "open": "report",
    "dispatch": "send",
    "accept": "user-check",
    "return": "arrow-back-up",
    "recall": "arrow-back-up",
    "find_hazard": "git-branch",
    "to_hazard": "arrow-forward-up",
    "to_incident": "arrow-forward-up",
    "to_service": "arrow-forward-up",
    "to_petition": "arrow-forward-up",
    "to_wage": "arrow-forward-up",
    "to_dispute": "arrow-forward-up",
    "finish": "tools",
    "close_on_spot": "tools",
    "verify_pass": "shield-check",
    "reject": "circle-x",
    "answer": "message-circle",
    "reopen": "rotate",
    "rate": "star",
    "merge": "git-merge",
    "supervise": "flag",
    "escalate": "arrows-transfer-up",
    "hand_down": "arrows-transfer-down",
    "clock_breached": "alert-triangle",
    "clock_warned": "clock-exclamation",
    "ask_extension": "hourglass",
    "ask_suspension": "clock-pause",
}
BAD = frozenset({"return", "reject", "clock_breached", "reopen"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; a table has headings and rows instead."""

    label: str
    value: str
    is_long: bool = False
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An event of the timeline, in words."""

    event: EventView
    title: str
    who: str
    stage: str
    facts: tuple[Fact, ...]
    photos: tuple[AttachmentView, ...]
    files: tuple[AttachmentView, ...]
    icon: str
    manner: str

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def short_hash(self) -> str:
        """Enough of the hash to compare by eye."""
        return self.event.hash[:12]


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock and why it falls due when it does. `badge`, `due`, `due_iso` and `stopped` are finished text."""

    clock: ClockView
    title: str
    length: str
    basis: str
    steps: tuple[str, ...]
    badge: SafeString
    due: str
    due_iso: str
    stopped: str


def of(*, detail: CaseDetail) -> dict[str, Any]:
    """Template variables that show a case."""
    pack = domain.pack(key=detail.row.pack)
    entries = tuple(entry(detail=detail, event=event) for event in detail.events)
    return {
        "detail": detail,
        "row": detail.row,
        "line": lines.line(row=detail.row),
        "pack": pack,
        "path": domain.path_text(code=detail.row.area_code),
        "crumb_path": domain.path_pairs(code=detail.row.area_code),
        "fields": facts_of(values=detail.fields, fields=pack.facts(), pack=pack),
        "entries": tuple(reversed(entries)),
        "clocks": tuple(_deadline(clock) for clock in detail.clocks if clock.state != "stopped"),
        "stopped_clocks": tuple(_deadline(clock) for clock in detail.clocks if clock.state == "stopped"),
        "photo_groups": photo_groups(attachments=detail.attachments),
        "proofs": {digest: proofs.said(proof=proof) for digest, proof in detail.proofs.items()},
        "files": tuple(one for one in detail.attachments if not is_photo(one)),
        "pending": _pending(detail, pack),
    }


def entry(*, detail: CaseDetail, event: EventView) -> Entry:
    """One event, in words."""
    pack = domain.pack(key=detail.row.pack)
    mine = tuple(one for one in detail.attachments if one.event_seq == event.seq)
    stage = pack.stages.get(event.to_stage) if event.to_stage != event.from_stage else None
    last = detail.events[-1].seq if detail.events else 0
    is_bad = event.kind in BAD
    return Entry(
        event=event,
        title=text_of(event.title) or _("Event"),
        who=who(event=event),
        stage=text_of(stage.title) if stage else "",
        facts=_said(event, pack),
        photos=tuple(one for one in mine if is_photo(one)),
        files=tuple(one for one in mine if not is_photo(one)),
        icon=ICONS.get(event.kind, "check"),
        manner="bad" if is_bad else "now" if event.seq == last and not detail.row.closed_at else "",
    )


def who(*, event: EventView) -> str:
    """Who did it: a role, and the name where the reader may know it."""
    role = labels.label(kind="role", value=event.actor_role or event.actor_kind)
    return f"{event.actor_name}{bracketed(role)}" if event.actor_name and event.actor_name != role else role


def facts_of(*, values: Mapping[str, Any], fields: Iterable[Field], pack: Pack) -> tuple[Fact, ...]:
    """Filled-in fields with their labels, in the pack's order."""
    return tuple(
        _table(one, values[one.key])
        if one.type == "table"
        else Fact(text_of(one.label), value_text(one, values[one.key], pack), one.type == "long_text")
        for one in fields
        if one.type not in UPLOADS and values.get(one.key) not in (None, "", [])
    )


def _table(one: Field, rows: Sequence[Mapping[str, Any]]) -> Fact:
    """The columns that the reader sees: those that any row holds."""
    held = {key for row in rows for key in row}
    seen = replace(one, columns=tuple(column for column in one.columns if column.key in held))
    return Fact(
        label=text_of(one.label),
        value=ngettext("%(n)d row", "%(n)d rows", len(rows)) % {"n": len(rows)},
        headings=tuple(text_of(column.label) for column in seen.columns),
        rows=tuple(tablefields.words(one=seen, row=row) for row in rows),
    )


def value_text(one: Field, value: Any, pack: Pack) -> str:
    """A field's value as it is read."""
    if isinstance(value, list):
        return "、".join(value_text(one, item, pack) for item in value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if one.type in ("choice", "choices"):
        return next((text_of(choice.title) for choice in one.choices if choice.key == value), str(value))
    if one.type in ("organisation", "organisations"):
        return domain.organisation_name(org_id=int(value))
    if one.type == "area":
        return domain.path_text(code=str(value))
    if one.type == "category":
        return lines.category_text(pack=pack, key=str(value))
    return _moment(str(value)) if one.type == "datetime" else _word(one, value)


def _word(one: Field, value: Any) -> str:
    """Urgency is chosen by its key in some packs' plain text fields."""
    return labels.label(kind="urgency", value=value) if one.key == "urgency" else str(value)


def _moment(value: str) -> str:
    parsed = parse_datetime(value)
    return formats.date_format(timezone.localtime(parsed), "SHORT_DATETIME_FORMAT") if parsed else value


def typed(*, detail: CaseDetail, action: str, post: QueryDict) -> tuple[Fact, ...]:
    """What was typed into a form that is gone, so that nothing is lost."""
    pack = domain.pack(key=detail.row.pack)
    found = pack.actions.get(action)
    asks = [one for one in found.asks if one.type not in UPLOADS] if found else []
    tables = {one.key: tablefields.read(one=one, name=one.key, typed=post) for one in asks if one.type == "table"}
    rows = tuple(_table(one, tables[one.key]) for one in asks if tablefields.answered(tables.get(one.key, [])))
    said = (one for one in asks if post.get(one.key))
    return rows + tuple(Fact(text_of(one.label), " ".join(post.getlist(one.key)), True) for one in said)


def is_photo(attachment: AttachmentView) -> bool:
    """Whether it is shown as a picture."""
    return attachment.media_type.startswith("image/")


def photo_groups(*, attachments: Sequence[AttachmentView]) -> tuple[tuple[str, tuple[AttachmentView, ...]], ...]:
    """Photos by what they show, before and after first."""
    order = ("report", "before", "after", "note")
    photos = sorted(
        (one for one in attachments if is_photo(one)),
        key=lambda one: (order.index(one.purpose) if one.purpose in order else len(order), one.uploaded_at),
    )
    return tuple(
        (labels.label(kind="purpose", value=purpose), tuple(group))
        for purpose, group in groupby(photos, key=lambda one: one.purpose)
    )


def _said(event: EventView, pack: Pack) -> tuple[Fact, ...]:
    body = event.body or {}
    if event.kind == "open":
        return (Fact("", str(body["text"]), True),) if body.get("text") else ()
    if event.kind.startswith("clock_"):
        clock = pack.clocks.get(str(body.get("clock", "")))
        return (Fact(_("Clock"), text_of(clock.title)),) if clock else ()
    action = pack.actions.get(event.kind)
    inputs = body.get("inputs") or {}
    read_with = domain.opened_pack(action=action, pack=pack) if action else pack
    said = facts_of(values=inputs, fields=action.asks, pack=read_with) if action else ()
    other = body.get("opened") or (body.get("into") if "into" not in inputs else "")
    return (*said, *((Fact(_("Case"), str(other)),) if other else ()))


def _deadline(clock: ClockView) -> Deadline:
    length = f"{clock.length} {labels.label(kind='unit', value=clock.unit)}" if clock.length else ""
    body = body_title(name=clock.org_name)
    title = f"{text_of(clock.title)}{bracketed(body)}" if body else text_of(clock.title)
    return Deadline(
        clock=clock,
        title=title,
        length=length,
        basis=clock.law,
        steps=clock.reasons,
        badge=lines.clock_badge(due_at=clock.due_at, state=clock.state, warn_at=clock.warn_at),
        due=ui.until(clock.due_at),
        due_iso=timezone.localtime(clock.due_at).isoformat(),
        stopped=ui.moment(clock.stopped_at) if clock.stopped_at else "",
    )


def _pending(detail: CaseDetail, pack: Pack) -> dict[str, Any]:
    """A request that waits for a decision: what is asked for, and why."""
    kind = str((detail.pending or {}).get("kind", ""))
    if not kind:
        return {}
    ask = next((action for action in pack.actions.values() if action.effect == f"ask_{kind}"), None)
    facts = facts_of(values=detail.pending, fields=ask.asks, pack=pack) if ask else ()
    return {"title": labels.label(kind="pending", value=kind), "facts": facts}
