"""Reporters' contact data: sealed on the way in, shown masked, opened for a stated reason with a log line."""

import hmac
import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, NotPossible
from linli.core.ids import uuid7
from linli.people.access import Actor, CaseFacts, needs
from linli.people.models import Contact, ContactReveal
from linli.people.sealing import Keyring, keyring

FieldName = Literal["name", "phone", "email"]
FIELDS: tuple[FieldName, ...] = ("name", "phone", "email")
MACHINE_PURPOSES = frozenset({"notify", "own", "carry", "agreement", "conflict"})
"""Why a program may open contact data without a person's reason: to write to the reporter, to show it to them, to seal
it anew for a case opened out of theirs, to write the names of the parties into what all of them sign, or to see whether
a mediator belongs to an organisation that is a party."""
_SHORTEST_REASON = 4
_FIRST = UUID(int=0)
# A sealed field begins with its version and the id of its key, so staleness shows without opening anything.
_STALE = "erased_at IS NULL AND (" + " OR ".join(f"substring({key} for 5) <> %s" for key in FIELDS) + ")"
_STALE_BATCH = f"SELECT * FROM people_contact WHERE {_STALE} AND id > %s ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"  # noqa: S608
_STALE_COUNT = f"SELECT count(*) FROM people_contact WHERE {_STALE}"  # noqa: S608


@dataclass(frozen=True, slots=True)
class SealedContact:
    """A contact ready to be written: one row of `Contact`. None where the reporter gave nothing."""

    id: UUID
    name: bytes | None
    phone: bytes | None
    email: bytes | None
    mask: str
    purpose: str
    language: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """A batch sealed again: how many, and where the next begins."""

    count: int
    last: UUID | None


@dataclass(frozen=True, slots=True)
class OpenContact:
    """A contact in clear. Keep it in memory, never log it."""

    name: str
    phone: str
    email: str
    language: str

    def __repr__(self) -> str:
        return "OpenContact(…)"


def seal(*, name: str = "", phone: str = "", email: str = "", purpose: str, language: str = "") -> SealedContact | None:
    """The contact sealed under a fresh id, or None when nothing was given. Pure and quick; writes nothing."""
    texts: dict[FieldName, str] = {"name": name.strip(), "phone": phone.strip(), "email": email.strip()}
    if not any(texts.values()):
        return None
    ring, contact_id = _ring(), uuid7()
    sealed = {key: ring.seal(text=text, where=_where(contact_id, key)) if text else None for key, text in texts.items()}
    return SealedContact(
        id=contact_id,
        name=sealed["name"],
        phone=sealed["phone"],
        email=sealed["email"],
        mask=mask(name=texts["name"], phone=texts["phone"], email=texts["email"]),
        purpose=purpose,
        language=language,
    )


def mask(*, name: str = "", phone: str = "", email: str = "") -> str:
    """What may be shown without a reason: `王** 138****1234 z***@example.org`."""
    parts = [_mask_name(name.strip()), _mask_phone(phone.strip()), _mask_email(email.strip())]
    return " ".join(part for part in parts if part)[:120]


def open_contact(*, contact_id: UUID, purpose: str) -> OpenContact:
    """The contact in clear for a program's stated purpose (`MACHINE_PURPOSES`). Never for a person: see `reveal`.

    Raises NotAllowed for another purpose, NotFound for no such contact, NotPossible when erased.
    """
    if purpose not in MACHINE_PURPOSES:
        raise NotAllowed(_("Contact data may not be opened for this purpose."))
    return _opened(_found(contact_id))


def told_apart(*, contact_ids: Collection[UUID]) -> dict[UUID, int]:
    """For each contact a number that those have in common which give the same telephone (or, without one, address).

    Made for counting different people, and for nothing else: the numbers hang on a secret that is forgotten before
    this returns, so that they say nothing in another call. Contacts that are erased, empty or sealed with a key that
    is missing have none.
    """
    salt, numbers, found = os.urandom(32), dict[bytes, int](), dict[UUID, int]()
    for contact in Contact.objects.filter(id__in=contact_ids, erased_at=None).iterator(chunk_size=2000):
        try:
            opened = _opened(contact)
        except NotPossible:
            continue
        if said := _same_written(opened):
            digest = hmac.digest(salt, said.encode(), "sha256")
            found[contact.id] = numbers.setdefault(digest, len(numbers))
    return found


def _same_written(opened: OpenContact) -> str:
    """What tells a contact from others, however it was written."""
    digits = "".join(one for one in opened.phone if one.isdecimal())
    return digits[-11:] if digits else opened.email.casefold()


def reveal(*, contact_id: UUID, facts: CaseFacts, reason: str, by: Actor, now: datetime) -> OpenContact:
    """The contact of a case in clear, for a person with a reason. The log line is committed before anything is shown.

    Raises NotAllowed unless the actor keeps or leads the case, Invalid without a reason.
    """
    needs(actor=by, right="contact.reveal", facts=facts)
    if by.account_id is None or by.post_id is None:
        raise NotAllowed(_("Only a person at a post may open contact data."))
    if len(reason.strip()) < _SHORTEST_REASON:
        raise Invalid(_("Say why you need the contact data."), fields={"reason": _("Give the reason in a few words.")})
    # Durable: were this inside a wider transaction, its failure would undo the log of what was already shown.
    with transaction.atomic(durable=True):
        contact = _found(contact_id)
        opened = _opened(contact)
        ContactReveal.objects.create(
            contact=contact,
            account_id=by.account_id,
            post_id=by.post_id,
            subject=facts.number,
            reason=reason.strip()[:300],
            revealed_at=now,
        )
    return opened


def correct(*, contact_id: UUID, name: str = "", phone: str = "", email: str = "", language: str = "") -> None:
    """Replaces what the reporter gave, under the same id."""
    ring = _ring()
    texts: dict[FieldName, str] = {"name": name.strip(), "phone": phone.strip(), "email": email.strip()}
    sealed = {key: ring.seal(text=text, where=_where(contact_id, key)) if text else None for key, text in texts.items()}
    changed = Contact.objects.filter(id=contact_id, erased_at=None).update(
        **sealed, mask=mask(name=texts["name"], phone=texts["phone"], email=texts["email"]), language=language
    )
    if not changed:
        raise NotFound(_("There is no such contact any more."))


def erase(*, contact_id: UUID, now: datetime) -> None:
    """Forgets the contact for good; the row stays, empty, so that what refers to it still stands."""
    _erase(Contact.objects.filter(id=contact_id), now)


def erase_due(*, date: date, now: datetime) -> int:
    """Forgets every contact whose retention ended before `date`. Returns how many."""
    return _erase(Contact.objects.filter(retain_until_date__lt=date), now)


def reseal(*, limit: int, after: UUID | None = None) -> Resealed:
    """Seals again, with the first key, at most `limit` contacts that an older key sealed, in order of id.

    Pass the answer's `last` on for the next batch; begin anew at any time. Raises NotPossible when a key is missing.
    """
    ring = _ring()
    last = after
    with transaction.atomic():
        stale = list(Contact.objects.raw(_STALE_BATCH, [ring.head] * len(FIELDS) + [after or _FIRST, limit]))
        for contact in stale:
            opened, last = _opened(contact), contact.id
            for key in FIELDS:
                text = getattr(opened, key)
                setattr(contact, key, ring.seal(text=text, where=_where(contact.id, key)) if text else None)
        Contact.objects.bulk_update(stale, FIELDS)
    return Resealed(count=len(stale), last=last)


def stale_count() -> int:
    """How many contacts are sealed with a key that is not the first."""
    with connection.cursor() as cursor:
        cursor.execute(_STALE_COUNT, [_ring().head] * len(FIELDS))
        return int(cursor.fetchone()[0])


def _erase(contacts: QuerySet[Contact], now: datetime) -> int:
    return contacts.filter(erased_at=None).update(
        name=None, phone=None, email=None, mask="", language="", erased_at=now
    )


def _ring() -> Keyring:
    return keyring(keys=settings.CONTACT_KEYS)


def _where(contact_id: UUID, field: FieldName) -> bytes:
    return contact_id.bytes + field.encode()


def _found(contact_id: UUID) -> Contact:
    contact = Contact.objects.filter(id=contact_id).first()
    if contact is None:
        raise NotFound(_("There is no such contact."))
    if contact.erased_at is not None:
        raise NotPossible(_("The contact data was erased when its retention ended or at the reporter's wish."))
    return contact


def _sealed(contact: Contact, field: FieldName) -> bytes | None:
    value = getattr(contact, field)
    return None if value is None else bytes(value)


def _opened(contact: Contact) -> OpenContact:
    ring = _ring()
    clear = {
        key: ring.unseal(sealed=sealed, where=_where(contact.id, key)) if (sealed := _sealed(contact, key)) else ""
        for key in FIELDS
    }
    return OpenContact(name=clear["name"], phone=clear["phone"], email=clear["email"], language=contact.language)


def _mask_name(name: str) -> str:
    return f"{name[0]}**" if name else ""


def _mask_phone(phone: str) -> str:
    digits = "".join(character for character in phone if character.isdigit())
    if len(digits) >= 11:
        return f"{digits[-11:-8]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) >= 7 else "****" if phone else ""


def _mask_email(email: str) -> str:
    name, _at, domain = email.partition("@")
    return f"{name[:1]}***@{domain}" if domain else "***" if email else ""
