"""Subscriptions to a case or a place: asked for by e-mail, in force once the address is confirmed, ended by a link."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.actions import record
from linli.cases.errors import BadInput
from linli.cases.models import Case, Subscription
from linli.cases.queries.waiting import token_subject
from linli.core import receipts
from linli.core.errors import NotFound
from linli.core.ids import secret_hash, uuid7
from linli.notify.models import Outgoing
from linli.people import contacts
from linli.people.models import Contact
from linli.places import queries as places

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
KEPT = timedelta(days=365)
PURPOSE = "subscription"
"""What a contact is for that nothing but a subscription uses."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """What was asked for; `token` goes out in the confirmation only."""

    id: UUID
    token: str


def subscribe(*, email: str, language: str, now: datetime, number: str = "", area: str = "") -> Subscribed:
    """Asks for news of one case or one area. Nothing is sent but a confirmation until its link is opened.

    Raises BadInput for an address or subject that cannot be used.
    """
    case = _case(number, area)
    if not _ADDRESS.fullmatch(email.strip()) or len(email) > 200:
        raise BadInput({"email": _("Write an e-mail address, such as name@example.org.")})
    sealed = contacts.seal(email=email, purpose=PURPOSE, language=language)
    assert sealed is not None
    made = uuid7()
    token = receipts.derive(number=token_subject(made), key=settings.CONTACT_KEYS[0])
    with transaction.atomic():
        _keep(sealed, now)
        Subscription.objects.create(
            id=made,
            case=case,
            area_id=area or None,
            contact_id=sealed.id,
            token_hash=secret_hash(token),
            made_at=now,
        )
        Outgoing.objects.create(
            channel="email",
            template="confirm_subscription",
            subject=number or area,
            contact_id=sealed.id,
            context={"subscription": str(made), "number": number, "area": area},
            language=language,
            due_at=now,
        )
    return Subscribed(id=made, token=token)


def _case(number: str, area: str) -> Case | None:
    """The case of the subscription, or none where it is an area's."""
    case = Case.objects.filter(number=number).first() if number else None
    if (case is None) == (not area) or (area and not places.exists(area)):
        raise BadInput({"subject": _("Choose one case or one area.")})
    return case


def _keep(sealed: contacts.SealedContact, now: datetime) -> None:
    row = record.contact_row(sealed, _until(now), now)
    binary = {"name": sealed.name, "phone": sealed.phone, "email": sealed.email}
    Contact.objects.create(**{key: value for key, value in row.items() if key != "created_at"} | binary)


def _until(now: datetime) -> date:
    return (now + KEPT).date()


def confirm(*, subscription: UUID, token: str, now: datetime) -> Subscription:
    """Puts a subscription in force. Raises NotFound for a link that is wrong or was ended."""
    found = _found(subscription, token)
    if found.confirmed_at is None:
        found.confirmed_at = now
        found.save(update_fields=["confirmed_at"])
    return found


def unsubscribe(*, subscription: UUID, token: str, now: datetime) -> None:
    """Ends a subscription and forgets its address. Raises NotFound for a wrong link.

    A reporter whose case was merged is reached by the contact of that case, which stays.
    """
    with transaction.atomic():
        found = _found(subscription, token)
        contact = found.contact
        found.delete()
        if contact.purpose == PURPOSE:
            contacts.erase(contact_id=contact.id, now=now)


def _found(subscription: UUID, token: str) -> Subscription:
    found = Subscription.objects.filter(id=subscription, token_hash=secret_hash(token)).first()
    if found is None:
        raise NotFound(_("This link is no longer valid. Subscribe again if you still want to be told."))
    return found
