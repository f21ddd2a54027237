"""The volume of a case (卷宗): assembled in legal order from what all sides may know, and those archived before."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from linli.cases.models import Attachment, Case
from linli.cases.queries.packs import pack_of
from linli.core.calendars.queries import calendar
from linli.core.wording import day
from linli.documents.rules import amounts
from linli.mediation.agreed import AgreementView, DutyView
from linli.mediation.models import Evidence, Participant, Session, Volume
from linli.mediation.queries import casepapers, papers
from linli.mediation.queries.agreements import agreements_of, duties_in_effect
from linli.mediation.rules.listing import IDENTITY
from linli.mediation.rules.volume import ORDER, TOLD_BY
from linli.mediation.types import Room
from linli.mediation.wording import HOW, HOW_SIGNED, MANNERS, PARTY_OF, SCOPES, SIDES, STATES, called
from linli.people.access import Seat

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One part of the volume: what it says, its table, and the files that are bound with it, with their names."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    rows: Rows = ()
    files: tuple[UUID, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether there is anything to bind."""
        return bool(self.lines or self.rows or self.files)


@dataclass(frozen=True, slots=True)
class Assembled:
    """The volume before it is archived: its cover as rows, and its items in order."""

    title: str
    cover: Rows
    items: tuple[Item, ...]
    made: date


@dataclass(frozen=True, slots=True)
class VolumeView:
    """A volume that was archived."""

    id: int
    number: str
    made_at: datetime
    retain_until_date: date
    attachment: UUID
    count: int


def volumes_of(*, room: Room) -> tuple[VolumeView, ...]:
    """Archived volumes, newest first."""
    rows = Volume.objects.filter(case_id=room.case_id).order_by("-made_at", "-id")
    return tuple(
        VolumeView(row.pk, row.number, row.made_at, row.retain_until_date, row.attachment_id, len(row.index))
        for row in rows
    )


def assembled(*, room: Room, now: datetime) -> Assembled:
    """Everything that belongs into the volume, as it stands now. What is private to a side never enters."""
    made = {
        "application": _application,
        "notice": _notice,
        "identity": _identity,
        "mandates": _mandates,
        "evidence": _evidence,
        "records": _records,
        "agreement": _agreement,
        "performance": _performance,
        "call_back": _call_back,
        "confirmation": _confirmation,
        "letters": _letters,
    }
    items = (_with_names(made[key](room, key, str(title))) for key, title in ORDER.items())
    today = papers.moment_here(now=now)
    return Assembled(
        title=_("%(title)s (%(number)s)") % {"title": room.title, "number": room.number},
        cover=_cover(room, now),
        items=tuple(item for item in items if item.is_there),
        made=today,
    )


def _cover(room: Room, now: datetime) -> Rows:
    case = Case.objects.get(id=room.case_id)
    until = case.retain_until_date
    letter = papers.letter_of(room=room, number="", language=papers.language_here(), today=now.date(), case={})
    return (
        (_("Mediation committee"), letter.plain["issuer"]),
        (_("Mediator"), papers.mediators_named(room=room)),
        (_("Kind of dispute"), letter.plain["category"]),
        (_("Number of the case"), room.number),
        (_("Begun on"), _on(case.opened_at)),
        (_("Ended on"), _on(case.closed_at)),
        (_("Kept until"), day(until) if until else _("the end of its retention, counted from closing")),
    )


def _application(room: Room, key: str, title: str) -> Item:
    case = Case.objects.get(id=room.case_id)
    said = [_("Registered on %(day)s.") % {"day": _on(case.opened_at)}, case.text]
    wanted = str(case.fields.get("request") or "")
    if wanted:
        said.append(_("Asked for: %(wanted)s") % {"wanted": wanted})
    return Item(key, title, tuple(line for line in said if line), _parties(room))


def _parties(room: Room) -> Rows:
    """Who the parties are and who stands for them (Art. 29), those who left since included; no contact data."""
    whom = [one for one in room.participants if one.capacity == "party"]
    rows = papers.parties(room=room, whom=whom, names=papers.names_of(room=room))
    head = (
        _("Participant"),
        _("Full name or title"),
        _("Natural person or organisation"),
        _("Represented by (mandate)"),
    )
    return (head, *((row["role"], row["name"], row["kind"], row["by"]) for row in rows)) if rows else ()


def _notice(room: Room, key: str, title: str) -> Item:
    rights = _("The parties were told their rights and duties (People's Mediation Law, Art. 3, 4, 17, 23, 24).")
    rows = [
        (called(one=one), str(HOW.get(one.answered_how, "")), _on(one.agreed_at or one.declined_at))
        for one in room.participants
        if one.agreed_at or one.declined_at
    ]
    head = (_("Participant"), _("How they answered"), _("Date of it"))
    files = tuple(one.file for one in casepapers.letters_of(room=room) if one.key == TOLD_BY)
    return Item(key, title, (rights,) if rows or files else (), (head, *rows) if rows else (), files)


def _identity(room: Room, key: str, title: str) -> Item:
    """What each side handed in for the file alone."""
    found = Evidence.objects.filter(case_id=room.case_id, kind=IDENTITY, withdrawn_at=None).order_by("place")
    rows = [(str(SIDES[one.side]), one.title, _on(one.given_at)) for one in found]
    head = (_("Handed in by"), _("Piece"), _("Date of it"))
    files = tuple(one.attachment_id for one in found if one.attachment_id)
    return Item(key, title, (), (head, *rows) if rows else (), files)


def _mandates(room: Room, key: str, title: str) -> Item:
    """Who stands for whom and how far, with the papers that are on file."""
    known = {one.id: called(one=one) for one in room.participants}
    standing = [one for one in room.participants if one.stands_for]
    rows = [
        (
            known[one.id],
            "、".join(known[party] for party in one.stands_for),
            str(SCOPES.get(one.mandate, "／")),
            _("on file") if one.has_mandate_file else "／",
        )
        for one in standing
    ]
    head = (_("Participant"), _("Speaks for"), _("Mandate"), _("Paper"))
    kept = Participant.objects.filter(case_id=room.case_id, mandate_file__isnull=False)
    files = tuple(one for one in kept.values_list("mandate_file_id", flat=True).order_by("joined_at", "id") if one)
    return Item(key, title, (), (head, *rows) if rows else (), files)


def _evidence(room: Room, key: str, title: str) -> Item:
    """What is shared with all; a side's own evidence stays its own."""
    found = Evidence.objects.filter(case_id=room.case_id, is_shared=True, withdrawn_at=None).order_by("place")
    rows = [(str(one.place), one.title, str(SIDES.get(one.side, "")), one.proves) for one in found]
    head = (_("No."), _("Piece"), _("Handed in by"), _("What it shows"))
    files = tuple(one.attachment_id for one in found if one.attachment_id)
    return Item(key, title, (), (head, *rows) if rows else (), files)


def _records(room: Room, key: str, title: str) -> Item:
    """Of separate talks only that they were held."""
    lines: list[str] = []
    for one in Session.objects.filter(case_id=room.case_id, state="held").order_by("round"):
        told = {"n": one.round, "day": _on(one.held_at), "manner": MANNERS.get(one.manner, one.manner)}
        lines.append(_("Session %(n)s, %(day)s, %(manner)s") % told)
        if one.manner != "apart":
            lines += [_("Agreed: %(what)s") % {"what": one.agreed}] if one.agreed else []
            lines += [_("Open: %(what)s") % {"what": one.still_open}] if one.still_open else []
    return Item(key, title, tuple(lines))


def _agreement(room: Room, key: str, title: str) -> Item:
    """Agreements in effect, whoever binds the volume: drafts and dropped ones stay out."""
    found = [one for one in agreements_of(room=_whole(room)) if one.state == "in_effect"]
    lines = [line for one in found for line in _said(one)]
    known = {one.id: called(one=one) for one in room.participants}
    rows = [
        (known.get(one.participant, ""), str(HOW_SIGNED[one.how]), _on(one.signed_at))
        for view in found
        for one in view.text.signatures
    ]
    files = [view.text.attachment for view in found if view.text.attachment]
    files += [one.image for view in found for one in view.text.signatures if one.image]
    head = (_("Participant"), _("How they signed"), _("Date of it"))
    return Item(key, title, tuple(lines), (head, *rows) if rows else (), tuple(dict.fromkeys(files)))


def _said(view: AgreementView) -> list[str]:
    since = day(view.effective_date) if view.effective_date else ""
    form = (
        _("Oral agreement, in effect since %(day)s")
        if view.form == "oral"
        else _("%(number)s, in effect since %(day)s")
    )
    lines = [form % {"number": view.number, "day": since}]
    lines += [text for text in (view.text.facts, view.text.issues, view.text.responsibility, view.text.terms) if text]
    if view.text.manner:
        lines.append(view.text.manner)
    if view.text.total:
        lines.append(_("Sum: %(sum)s yuan (%(capitals)s)") % _sum(view))
    return lines + ([f"SHA-256 {view.text.sha256}"] if view.text.sha256 else [])


def _sum(view: AgreementView) -> dict[str, Any]:
    return {"sum": f"{view.text.total:.2f}", "capitals": amounts.capitals(view.text.total)}


def _performance(room: Room, key: str, title: str) -> Item:
    duties = duties_in_effect(case_id=room.case_id)
    head = (_("No."), _("Performed by"), _("What is done"), _("Amount (yuan)"), _("By the end of"), _("How it stands"))
    rows = [_duty(one) for one in duties]
    files = tuple(one.proof for one in duties if one.proof)
    return Item(key, title, (), (head, *rows) if rows else (), files)


def _duty(one: DutyView) -> tuple[str, ...]:
    done = f" {day(one.performed_date)}" if one.performed_date else ""
    amount = f"{one.amount:.2f}" if one.amount else "／"
    what = papers.duty_said(duty=one)
    return (str(one.place), str(PARTY_OF[one.by_side]), what, amount, day(one.due_date), f"{STATES[one.state]}{done}")


def _confirmation(room: Room, key: str, title: str) -> Item:
    return Item(key, title, _kept(room, ("court", "court_no", "court_result")))


def _call_back(room: Room, key: str, title: str) -> Item:
    """Each call back: when, by whom, how, what was found."""
    calls = casepapers.calls_back(room=room, language=papers.language_here())
    if not calls:
        return Item(key, title, _kept(room, ("kept",)))
    rows = [row for one in calls for row in _called(one)]
    return Item(key, title, (), ((_("Particulars"), _("What was found")), *rows))


def _called(one: casepapers.CalledBack) -> Rows:
    return (
        (_("Called back on"), _on(one.at)),
        (_("Called back by"), one.who or "／"),
        (_("Result"), one.title),
        *one.found,
    )


def _letters(room: Room, key: str, title: str) -> Item:
    """Every notice and letter that the case issued; the one that tells the rights is bound with them."""
    issued = casepapers.letters_of(room=room)
    rows = [(str(at), one.title, one.number or "／", _on(one.issued_at)) for at, one in enumerate(issued, 1)]
    head = (_("No."), _("Letter"), _("Number of it"), _("Date of it"))
    files = tuple(one.file for one in issued if one.key != TOLD_BY)
    return Item(key, title, (), (head, *rows) if rows else (), files)


def _with_names(item: Item) -> Item:
    """With the names of its files, in the order in which they are bound."""
    rows = Attachment.objects.filter(id__in=item.files).order_by("uploaded_at", "id") if item.files else ()
    return replace(item, names=tuple(row.name for row in rows))


def _kept(room: Room, keys: tuple[str, ...]) -> tuple[str, ...]:
    """What the case keeps, with its labels."""
    language = papers.language_here()
    facts = {one.key: one for one in pack_of(key=room.pack).facts()}
    lines = []
    for key in keys:
        value, field = room.fields.get(key), facts.get(key)
        if value in (None, "") or field is None:
            continue
        said = next((one.title[language] for one in field.choices if one.key == value), value)
        lines.append(f"{field.label[language]}{'：' if language == 'zh' else ': '}{said}")
    return tuple(lines)


def _whole(room: Room) -> Room:
    """The room for reading what all sides signed."""
    return replace(room, seat=Seat("body"))


def _on(at: datetime | None) -> str:
    return day(at.astimezone(calendar().tz).date()) if at else ""
