"""The room's own papers: agreements, who signed, and what goes to court, filled with what the room knows."""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from linli.cases.actions.attaching import kept_at
from linli.cases.models import Attachment
from linli.cases.queries.packs import pack_of
from linli.core.calendars.queries import calendar
from linli.documents import queries as templates
from linli.documents import rendering
from linli.documents.rules import dates
from linli.documents.words import PLAIN, Letter
from linli.mediation.agreed import AgreementView, DutyView, SignatureView
from linli.mediation.models import Participant
from linli.mediation.rules.signing import signers
from linli.mediation.types import ParticipantView, Room
from linli.mediation.wording import CAPACITIES, HOW_SIGNED, PARTY_OF, SCOPES, called, person_or_body
from linli.notify.links import tracking_link
from linli.people import contacts
from linli.people.models import Account, Organisation
from linli.places import city
from linli.places.queries import name_of

SHELF_KEY = "mediation"
MOST_NAMED = 3
SPACE = "\u3000\n\u3000"
"""Room to write by hand in a cell."""
_MARK = re.compile(r"\[\[(\d+)\]\]")


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where the room's templates lie; a city puts its own under documents/mediation."""

    key: str = SHELF_KEY
    folder: str = str(Path(__file__).parent.parent)


def language_here() -> str:
    """The language of official papers: `zh` or `en`."""
    return "en" if city.current().language.startswith("en") else "zh"


def tag_of(*, language: str) -> str:
    """The language as Django calls it."""
    return "en" if language == "en" else "zh-hans"


def names_of(*, room: Room) -> Mapping[UUID, str]:
    """Everybody's name in clear: for papers that all sides sign, never for a page or a message."""
    rows = Participant.objects.filter(case_id=room.case_id, contact__isnull=False, contact__erased_at=None)
    opened = ((row.id, row.contact_id) for row in rows)
    return {one: contacts.open_contact(contact_id=kept, purpose="agreement").name for one, kept in opened if kept}


def written(*, key: str, language: str, letter: Letter) -> bytes:
    """A paper of the room as a Word document. Raises DocumentFailed, NoSuchTemplate."""
    template = templates.template_of(pack=_Shelf(), key=key, language=language)
    return rendering.render(content=template.content, letter=letter)


def agreement(*, room: Room, view: AgreementView, number: str, language: str, today: date) -> bytes:
    """The agreement as it goes out for signing."""
    with override(tag_of(language=language)):
        return written(key=view.template, language=language, letter=_agreement(room, view, number, language, today))


def oral(*, room: Room, view: AgreementView, total: Decimal, language: str, today: date) -> bytes:
    """The record of an agreement by word, with the parties and who stands for each (Art. 28, 29)."""
    with override(tag_of(language=language)):
        case = people(room=room) | both(
            mediators=mediators_named(room=room), effective_date=_day(view.effective_date, language)
        )
        given = both(terms=view.text.terms, sum=f"{total:.2f}" if total else "")
        letter = letter_of(room=room, number="", language=language, today=today, case=case, given=given)
        return written(key="oral", language=language, letter=letter)


def signatures(*, room: Room, view: AgreementView, language: str, today: date) -> bytes:
    """Who consented to the version, how and when, with what was drawn on the screen."""
    with override(tag_of(language=language)):
        names, known = names_of(room=room), {one.id: one for one in room.participants}
        rows = [_signed(one, known, names, at) for at, one in enumerate(view.text.signatures)]
        more = {
            **both(title=title_of(view=view, language=language), sha256=view.text.sha256, signed=rows),
            **both(mediators=mediators_named(room=room), effective_date=_day(view.effective_date, language)),
        }
        letter = letter_of(room=room, number=view.number, language=language, today=today, case=more)
        content = written(key="signatures", language=language, letter=letter)
    return _with_pictures(content, [one.image for one in view.text.signatures])


NAMED: Mapping[str, str] = {
    "parties": "当事人", "signers": "签署人", "copies": "份数", "partial": "部分", "title": "协议名称",
    "sha256": "校验值", "signed": "签署", "mediators": "调解员", "effective_date": "生效日期",
    "last_date": "最后日期", "court": "法院", "confirms": "确认内容", "papers": "材料", "facts": "事实",
    "issues": "争议事项", "responsibility": "责任", "terms": "协议内容", "manner": "履行方式", "duties": "履行",
    "sum": "金额",
}  # fmt: skip
"""What the papers may name after `事项.` and `填写.`, in both languages."""


def both(**values: Any) -> dict[str, Any]:
    """Values under their English and their Chinese name."""
    return values | {NAMED[key]: value for key, value in values.items()}


def letter_of(
    *,
    room: Room,
    number: str,
    language: str,
    today: date,
    case: Mapping[str, Any],
    given: Mapping[str, Any] | None = None,
) -> Letter:
    """What every paper of the room may say."""
    body = Organisation.objects.filter(id=room.lead_org_id or 0).first()
    category = pack_of(key=room.pack, version=None).categories.get(room.category)
    plain = dict.fromkeys(PLAIN.values(), "") | {
        "number": number,
        "date": dates.plain(day=today, language=language),
        "formal_date": dates.formal(day=today),
        "issuer": ((body.name_en if language == "en" else "") or body.name) if body else "",
        "case_number": room.number,
        "case_title": room.title,
        "category": category.title[language] if category else "",
        "place": name_of(room.area_code),
        "link": tracking_link(),
    }
    return Letter(plain=plain, case=case, given=given or {})


def people(*, room: Room) -> dict[str, Any]:
    """Parties with who stands for each, and those who have room to sign."""
    names = names_of(room=room)
    return both(
        parties=parties(room=room, whom=room.parties(), names=names),
        signers=[_signer(one, names) for one in signers(present=room.participants)],
    )


def parties(*, room: Room, whom: Sequence[ParticipantView], names: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """A row for each party: its role, name, kind, and who stands for it with what mandate."""
    stands = {one.id: [other for other in room.participants if one.id in other.stands_for] for one in whom}
    return [_party(one, names, stands[one.id]) for one in whom]


def _signer(one: ParticipantView, names: Mapping[UUID, str]) -> dict[str, str]:
    """Who signs, with the parties they sign for: by name where these are few, else their number."""
    name, parties = names.get(one.id, ""), [names.get(party, "") for party in one.stands_for]
    if parties:
        whom = "、".join(parties) if len(parties) <= MOST_NAMED else _("%(n)s parties") % {"n": len(parties)}
        name = _("%(name)s for %(whom)s") % {"name": name, "whom": whom}
    return {"role": role(one=one), "name": name, "space": SPACE}


def role(*, one: ParticipantView) -> str:
    """`甲方（申请人1）`: how agreements call somebody."""
    return _("%(party)s (%(called)s)") % {"party": PARTY_OF[one.side], "called": called(one=one)}


def title_of(*, view: AgreementView, language: str) -> str:
    """What the agreement calls itself."""
    labour = {"zh": "劳动争议调解协议书", "en": "Agreement on a Labour Dispute"}
    usual = {"zh": "人民调解协议书", "en": "Agreement of People's Mediation"}
    return (labour if view.template == "agreement_labour" else usual)[language]


def mediators_named(*, room: Room) -> str:
    """The mediators by name, as they sign."""
    return "、".join(Account.objects.filter(id__in=room.mediators).order_by("id").values_list("name", flat=True))


def _agreement(room: Room, view: AgreementView, number: str, language: str, today: date) -> Letter:
    text = view.text
    who = people(room=room)
    case = who | both(copies=len(who["parties"]) + 1, partial=view.is_partial)
    given = both(
        facts=text.facts,
        issues=text.issues,
        responsibility=text.responsibility,
        terms=text.terms,
        manner=text.manner,
        duties=[_duty(one, at, language) for at, one in enumerate(text.duties, 1)],
        sum=f"{text.total:.2f}" if text.total else "",
    )
    return letter_of(room=room, number=number, language=language, today=today, case=case, given=given)


def duty_said(*, duty: DutyView) -> str:
    """A duty in words without names: `付款给甲方：第一期`."""
    what = duty.what.strip()
    if duty.kind == "do":
        return what
    paid = _("Pays %(party)s") % {"party": PARTY_OF[duty.to_side]}
    return _("%(paid)s: %(what)s") % {"paid": paid, "what": what} if what else paid


def _duty(duty: DutyView, at: int, language: str) -> dict[str, Any]:
    done = _("done on the spot") if duty.performed_date else _day(duty.due_date, language)
    return {
        "n": at,
        "by": str(PARTY_OF[duty.by_side]),
        "what": duty_said(duty=duty),
        "amount": f"{duty.amount:.2f}" if duty.amount else "／",
        "due": done,
    }


def _party(one: ParticipantView, names: Mapping[UUID, str], stand: Sequence[ParticipantView]) -> dict[str, Any]:
    by = [_stand(other, names) for other in stand if not other.left_at and not other.declined_at]
    return {
        "role": role(one=one),
        "kind": person_or_body(one=one),
        "name": names.get(one.id, "") + (_(" (under age)") if one.is_minor else ""),
        "space": SPACE,
        "by": "、".join(by) or _("themselves"),
        "bring": _brings(one, bool(by)),
    }


def _stand(one: ParticipantView, names: Mapping[UUID, str]) -> str:
    """`张三（代理人，特别授权）`."""
    told = {"name": names.get(one.id, ""), "capacity": CAPACITIES[one.capacity], "scope": SCOPES.get(one.mandate, "")}
    return _("%(name)s (%(capacity)s, %(scope)s)") % told if one.mandate else _("%(name)s (%(capacity)s)") % told


def _brings(one: ParticipantView, is_stood_for: bool) -> str:
    if one.is_organisation:
        own = _("Business licence or certificate of registration, proof and identity card of its head")
    else:
        own = _("Household register") if one.is_minor else _("Identity card")
    more = _("; identity card of whoever stands for it, and the signed mandate or proof of guardianship")
    return own + (more if is_stood_for else "")


def _signed(
    one: SignatureView, known: Mapping[UUID, ParticipantView], names: Mapping[UUID, str], at: int
) -> dict[str, Any]:
    who = known[one.participant]
    return {
        "role": role(one=who),
        "name": names.get(one.participant, ""),
        "how": str(HOW_SIGNED[one.how]),
        "at": f"{one.signed_at.astimezone(calendar().tz):%Y-%m-%d %H:%M}",
        "mark": f"[[{at}]]" if one.image else "／",
    }


def _day(day: date | None, language: str) -> str:
    return dates.plain(day=day, language=language) if day else ""


def _with_pictures(content: bytes, images: Sequence[UUID | None]) -> bytes:
    """The document with what was drawn or scanned in the place of its mark."""
    from docx import Document
    from docx.shared import Mm

    document = Document(io.BytesIO(content))
    kept = {row.id: row for row in Attachment.objects.filter(id__in=[one for one in images if one])}
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    for paragraph in (paragraph for cell in cells for paragraph in cell.paragraphs):
        found = _MARK.fullmatch(paragraph.text.strip())
        if not found:
            continue
        row = kept.get(images[int(found[1])])  # type: ignore[arg-type]
        paragraph.runs[0].text = "" if row and row.media_type.startswith("image/") else _("paper")
        for run in paragraph.runs[1:]:
            run.text = ""
        if row and row.media_type.startswith("image/"):
            paragraph.paragraph_format.line_spacing = None
            paragraph.runs[0].add_picture(str(kept_at(path=row.path)), width=Mm(24))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def moment_here(*, now: datetime) -> date:
    """The day that it is in the city."""
    return now.astimezone(calendar().tz).date()
