"""Opens a case: finds its place, its kind, its owner and its deadline in one step and writes them in one statement."""

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import gathering, hiding, numbering, record
from linli.cases.errors import BadInput, RepeatedKey
from linli.cases.models import Case
from linli.cases.queries.cues import lexicon
from linli.cases.queries.desks import desk_of
from linli.cases.queries.packs import calendars_of, installed, pack_of
from linli.cases.queries.routing import owner_of
from linli.cases.rules import opening, triage
from linli.cases.rules.inputs import cleaned
from linli.cases.rules.opening import Setting
from linli.cases.rules.state import CaseState
from linli.cases.types import NewCase, Once, Opened
from linli.core import receipts
from linli.core.ids import secret_hash
from linli.core.models import OnceKey
from linli.packs.errors import PackRetired
from linli.people import contacts
from linli.people.access import Actor
from linli.people.contacts import SealedContact
from linli.places import queries as places
from linli.process.definition import FILE_TYPES, Pack
from linli.process.errors import UnknownPackError

TEXT_LIMIT = 5000


def open_case(*, report: NewCase, by: Actor, now: datetime, once: Once | None = None) -> Opened:
    """Opens the case and answers with its receipt; a repeated `once` answers as it did the first time.

    At most one statement, and cases that arrive together share one; some more for a report about organisations, which
    never see it. Raises BadInput for what cannot be used, RepeatedKey when the key was used for something else.
    """
    pack = _pack(report)
    report = _with_files(replace(report, fields=_checked(report, pack)), pack)
    calendars = calendars_of(pack)
    contact = contacts.seal(
        name=report.contact.name,
        phone=report.contact.phone,
        email=report.contact.email,
        purpose="answer",
        language=report.contact.language,
    )
    setting = _setting(report, pack, now.astimezone(calendars["default"].tz).date(), contact)
    setting = hiding.kept_from(report=report, pack=pack, setting=setting, on_date=localdate(now))
    secret = receipts.derive(number=setting.number, key=settings.CONTACT_KEYS[0])
    change = opening.open_case(pack=pack, report=report, setting=setting, by=by, now=now, calendars=calendars)
    document, digest = record.opening_document(
        change=change,
        extra=_extra(report, pack, setting, secret, now),
        contact=contact,
        by=by,
        now=now,
        tz=calendars["default"].tz,
        once=_once_row(once, setting.number, now) if once else None,
    )
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            gathering.write(document)
    except IntegrityError as error:
        if once is None or "core_oncekey" not in str(error):
            raise
        return _repeated(once)
    return _opened(change.after, secret, now, digest)


def _setting(report: NewCase, pack: Pack, today: date, contact: SealedContact | None) -> Setting:
    """What is found out about the report: its number, place, kind, desk and likely owner."""
    placed, triaged, case_id = place_of(report), _triage(report, pack), numbering.next_id()
    owner = owner_of(pack=pack.key, category=triaged.category, area_code=placed.area_code)
    return Setting(
        id=case_id,
        number=numbering.number_of(prefix=pack.prefix, date=today, case_id=case_id),
        area_code=placed.area_code,
        located_by=placed.how,
        located_reason=placed.reason,
        desk_area=desk_of(pack=pack, area_code=placed.area_code),
        category=triaged.category,
        category_reason=triaged.reason,
        suggested_org_id=owner.lead.id if owner else None,
        has_contact=bool(contact and contact.email),
        photos=tuple(str(photo) for photo in report.photos),
        cues=tuple(one.key for one in lexicon().find(f"{report.title}\n{report.text}", year=today.year)),
    )


def _extra(report: NewCase, pack: Pack, setting: Setting, secret: str, now: datetime) -> record.Extra:
    return record.Extra(
        pack_version=pack.version,
        title=opening.title_of(report),
        text=report.text,
        fields=dict(report.fields),
        channel=report.channel,
        located_by=setting.located_by,
        located_reason=setting.located_reason,
        secret_hash=secret_hash(secret),
        suggested_org_id=setting.suggested_org_id,
        retain_until_date=retain_until(pack=pack, now=now),
        is_demo=report.is_demo,
        photos=setting.photos,
        cues=" ".join(setting.cues),
    )


def _opened(state: CaseState, secret: str, now: datetime, digest: bytes) -> Opened:
    return Opened(
        number=state.number,
        secret=secret,
        case_id=state.id,
        area_code=state.area_code,
        stage=state.stage,
        opened_at=now,
        promised_at=state.promised_at,
        due_at=state.due_at,
        event_hash=digest.hex(),
    )


def _pack(report: NewCase) -> Pack:
    try:
        found = pack_of(key=report.pack)
        if all(one.key != found.key for one in installed().current()):
            raise PackRetired(_("This kind of matter takes no new reports. Choose another."))
        return found
    except UnknownPackError:
        raise BadInput({"pack": _("Choose one of the kinds of matter that this city takes.")}) from None


def retain_until(*, pack: Pack, now: datetime) -> date:
    """The day after which what the case knows of people is erased."""
    years, month = divmod(now.month - 1 + pack.retention_months, 12)
    return date(now.year + years, month + 1, min(now.day, 28))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a case lies and how that was found."""

    area_code: str
    how: str
    reason: str


def place_of(report: NewCase) -> Placed:
    """The deepest area of the report's point; or the area that was chosen. Raises BadInput outside the city."""
    if report.lon is not None and report.lat is not None:
        found = places.locate(lon=report.lon, lat=report.lat)
        if found.how != "outside" and found.area_code:
            reason = "" if found.how == "inside" else f"{found.distance_m:.0f} m"
            return Placed(area_code=found.area_code, how=found.how, reason=reason)
        if not report.area_code:
            raise BadInput({"place": _("This place lies outside the city. Move the pin, or choose an area.")})
    if not report.area_code or not places.exists(report.area_code):
        raise BadInput({"place": _("Say where it is: set the pin, or choose an area.")})
    return Placed(area_code=report.area_code, how="chosen", reason="")


@dataclass(frozen=True, slots=True)
class _Triaged:
    category: str
    reason: str


def _triage(report: NewCase, pack: Pack) -> _Triaged:
    if report.category:
        return _Triaged(report.category, "chosen")
    found = triage.suggest(pack=pack, text=f"{report.title}\n{report.text}")
    return _Triaged(found.category, "words: " + ", ".join(found.words)) if found else _Triaged("", "")


def _checked(report: NewCase, pack: Pack) -> dict[str, Any]:
    """The facts that the pack asks for, as the engine keeps them. Raises BadInput with every fault of the report."""
    faults: dict[str, object] = {}
    if not report.text.strip() and not report.photos:
        faults["text"] = _("Say in a few words what is the matter.")
    if len(report.text) > TEXT_LIMIT:
        faults["text"] = _("Write at most %(count)s characters.") % {"count": TEXT_LIMIT}
    if report.category and report.category not in pack.categories:
        faults["category"] = _("Choose one of the categories.")
    if len(report.address) > 300:
        faults["address"] = _("Write at most %(count)s characters.") % {"count": 300}
    if faults:
        raise BadInput(faults)
    return cleaned(fields=pack.fields, inputs=report.fields, known={"category": report.category})


def _with_files(report: NewCase, pack: Pack) -> NewCase:
    """What was uploaded in answer to the pack's fields hangs on the report like its photos; it is no fact."""
    keys = [one.key for one in pack.fields if one.type in FILE_TYPES and one.key in report.fields]
    if not keys:
        return report
    ids = dict.fromkeys([*report.photos, *(UUID(one) for key in keys for one in report.fields[key])])
    facts = {key: value for key, value in report.fields.items() if key not in keys}
    return replace(report, fields=facts, photos=tuple(ids))


def _once_row(once: Once, number: str, now: datetime) -> dict[str, object]:
    return {"key": once.key, "fingerprint": once.fingerprint, "answer": {"number": number}, "made_at": now}


def _repeated(once: Once) -> Opened:
    """The receipt of the case that the key opened the first time."""
    kept = OnceKey.objects.get(key=once.key)
    if kept.fingerprint != once.fingerprint:
        raise RepeatedKey
    case = Case.objects.get(number=kept.answer["number"])
    secret = receipts.recall(number=case.number, kept=bytes(case.secret_hash or b""), keys=settings.CONTACT_KEYS)
    first = case.events.get(seq=1)
    return Opened(
        number=case.number,
        secret=secret or "",
        case_id=case.id,
        area_code=case.area_id,
        stage=case.stage,
        opened_at=case.opened_at,
        promised_at=case.promised_at,
        due_at=case.due_at,
        event_hash=bytes(first.hash).hex(),
        is_repeat=True,
    )
